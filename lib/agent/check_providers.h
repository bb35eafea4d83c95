// Proves before the first call what only calls would show: keys, reachability, voices, models. Every provider of a
// team is tried once for each way in which the profiles use it.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "speech/speech_team.h"

namespace parley {

/// One line a provider and profile, in the order recogniser, replier, synthesiser. Blocks; what has not answered
/// within `patience` is said to hang. Runs on a loop of its own.
std::vector<ProviderCheck> check_providers(const SpeechTeam& team,
                                           const std::vector<std::shared_ptr<const AgentProfile>>& profiles,
                                           std::chrono::milliseconds patience = std::chrono::seconds(15));

}  // namespace parley
