// Where recordings are found: beside the scenario first, then among the package's sounds.
#pragma once

#include "core/base/result.h"
#include "sim/scenario.h"

namespace parley {

/// Loads what the scenario needs, each recording once. A missing or broken one is an error with the scenario's line.
Result<SoundBank> load_sounds(const Scenario& scenario);

}  // namespace parley
