// From a configuration to those who hear, think and speak, and to whom they do it for.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agent/agent_config.h"
#include "agent/number_profiles.h"
#include "agent/prepared_agents.h"
#include "core/base/result.h"
#include "core/reply/language.h"
#include "live/agent_plan.h"
#include "live/webhooks.h"
#include "speech/speech_team.h"

namespace parley {

struct SpeechAssembly {
  Languages languages;
  NumberProfiles numbers;  // who answers which
  SpeechTeam team;
};

/// Reads what the configuration names and makes the providers; the error names file or setting.
Result<SpeechAssembly> assemble_speech(const AgentConfig& config);

/// What callers of each number are told when all lines are busy, in its language.
BusyWords busy_words_of(const SpeechAssembly& speech);

/// Speaks all phrases (some seconds at most) and gives what makes agents.
AgentPlanner speaking_planner_of(const SpeechAssembly& speech, const CallConfig& base,
                                 std::vector<std::string>& warnings, KeepLead keep = {});

}  // namespace parley
