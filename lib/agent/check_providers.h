// Proves before the first call what only calls would show: keys, reachability, voices, models. Every provider of a
// team is tried once for each way in which the profiles use it; numbers that differ only in what nobody has to try
// share a line.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "speech/speech_team.h"

namespace parley {

/// A profile and what its line calls it: "default", a number. Empty: the line does not say.
struct CheckedProfile {
  std::string name;
  std::shared_ptr<const AgentProfile> profile;
};

/// One line a provider and way of using it, in the order recogniser, replier, synthesiser. Blocks; what has not
/// answered within `patience` is said to hang. Runs on a loop of its own.
std::vector<ProviderCheck> check_providers(const SpeechTeam& team, const std::vector<CheckedProfile>& profiles,
                                           std::chrono::milliseconds patience = std::chrono::seconds(15));

}  // namespace parley
