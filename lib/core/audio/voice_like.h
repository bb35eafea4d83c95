// A sound that has what a detector of voice looks for and no words: harmonics of a wandering pitch in the rhythm of
// syllables, about -20 dBov. Scripted synthesisers speak with it. Not speech, and not meant to be pleasant.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/time.h"

namespace parley {

/// Mu-law, the same bytes for the same arguments on every compiler. It is audible throughout: between syllables it
/// dips for 40 to 100 ms, and a hangover of 120 ms bridges every dip.
std::vector<std::uint8_t> voice_like(Duration length, std::uint64_t seed);

}  // namespace parley
