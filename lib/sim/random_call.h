// Calls that nobody would write, drawn from a seed. Healthy ones: a caller who speaks and is answered, a line as
// lines are, an agent without a fault; nothing may be said of them. Rough ones: anything that the caller, the line,
// the providers and the settings can do; only what must always hold is asked of them (invariants.h).
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "sim/scenario.h"

namespace parley {

/// A recording that callers may use: one phrase, with its words.
struct Voice {
  std::string file;
  std::string text;
};

/// The same seed and voices give the same scenario; `file` names it in errors.
Scenario healthy_call(std::uint64_t seed, std::span<const Voice> voices);
Scenario rough_call(std::uint64_t seed, std::span<const Voice> voices);

}  // namespace parley
