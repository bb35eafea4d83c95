// Agents with real providers: the number that was called says who answers.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "agent/lead_book.h"
#include "core/call/call_config.h"
#include "live/agent_plan.h"
#include "speech/speech_team.h"

namespace parley {

/// A profile with what was made of it before the first call: its phrases have sound.
struct PreparedAgent {
  std::shared_ptr<const AgentProfile> profile;
  CallConfig config;
};

/// Who answers this number, as Twilio writes it; never null. Called on all loops at once; what it gives lives as
/// long as calls do.
using AgentChoice = std::function<std::shared_ptr<const PreparedAgent>(std::string_view called)>;

/// Hears of what callers have left behind; on any loop.
using KeepLead = std::function<void(LeadRecord)>;

AgentPlanner speaking_planner(SpeechTeam team, AgentChoice choose, KeepLead keep = {});

}  // namespace parley
