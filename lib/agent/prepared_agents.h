// Everything that is read and made once before a server takes its first call: languages, who answers which number,
// and the sound of what they say by themselves.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agent/agent_config.h"
#include "agent/speaking_planner.h"
#include "core/base/result.h"
#include "core/reply/language.h"

namespace parley {

/// The embedded languages with what the files LANGUAGE.json of a folder change; an empty name changes nothing.
Result<Languages> read_languages(const std::string& folder);

/// Who answers where no number says otherwise; its intents are the configured file's or the built-in example's.
Result<std::shared_ptr<const AgentProfile>> default_profile(const AgentConfig& config, const Languages& languages);

/// Speaks the phrases of a profile in its own words and voice. What could not be spoken is among the warnings; the
/// team's stand-in speaks it, and where he cannot either it is a beep in calls.
std::vector<std::shared_ptr<const PreparedAgent>> prepare_agents(
    const std::vector<std::shared_ptr<const AgentProfile>>& profiles, const Languages& languages,
    const CallConfig& base, const SpeechTeam& team, std::vector<std::string>& warnings);

}  // namespace parley
