// The sounds of one scenario: recordings, and texts that flite reads aloud.
#pragma once

#include "core/base/result.h"
#include "sim/scenario.h"

namespace parley {

/// Loads what the scenario needs, each sound once. A missing or broken one is an error with the scenario's line.
Result<SoundBank> load_sounds(const Scenario& scenario);

}  // namespace parley
