// Did the call go as its scenario expects? Each expectation is measured on the far end's account, so that the same
// scenario judges any agent; what only our own trace shows (`hears`, `state_path`) is skipped with a word for others.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/account/call_account.h"
#include "core/diagnosis/finding.h"
#include "sim/scenario.h"
#include "sim/simulator.h"

namespace parley {

enum class Outcome : std::uint8_t { kMet, kFailed, kSkipped };

struct Check {
  std::string expectation;  // "clear_within_ms 250"
  Outcome outcome = Outcome::kMet;
  std::string actual;       // "turn 2: 312 ms", or why it was skipped
};

/// All expectations of the scenario, in a fixed order, and one failed check for each step that waited in vain.
std::vector<Check> verdict(const Scenario& scenario, const SimulatedCall& call, const CallAccount& far_end,
                           std::span<const Finding> findings);
bool passed(std::span<const Check> checks);

}  // namespace parley
