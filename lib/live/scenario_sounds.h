// Where the sounds of a scenario come from: recordings beside it, then those of the package, and texts that
// somebody reads aloud. All are made when the scenario is read, so that a call finds them in memory.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "sim/scenario.h"

namespace parley {

/// A text in a named voice at 8 kHz; the same bytes each time.
using ReadAloud = std::function<Result<std::vector<std::int16_t>>(std::string_view text, std::string_view voice)>;

/// Adds the sounds that the scenario needs and `sounds` does not have. What is missing or broken is an error with
/// the scenario's file and line; so is a text where `read_aloud` is empty.
std::optional<Error> add_sounds(const Scenario& scenario, const ReadAloud& read_aloud, SoundBank& sounds);

}  // namespace parley
