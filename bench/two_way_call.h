// The call that the benchmarks time: ten minutes in which caller and agent speak about five seconds each in turn,
// with Twilio's JSON in both directions and both traces in memory. The caller's recordings are made, so no sound
// package is needed.
#pragma once

#include "core/base/time.h"
#include "sim/scenario.h"

namespace parley::bench {

Scenario two_way_scenario(Duration length);
/// The recordings that the scenario plays.
SoundBank two_way_sounds();

}  // namespace parley::bench
