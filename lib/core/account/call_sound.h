// The two voices of a call as sound, each where it was heard: the caller's by his media clock, the agent's when the
// far end played it. What a clear threw away, and what had not been played when the call ended, is not in it.
#pragma once

#include <cstdint>
#include <vector>

#include "core/trace/call_trace.h"

namespace parley {

/// At 8 kHz, both from the beginning of the call. Bounded: what lies beyond `kMostSoundOfACall` is left out.
struct CallSound {
  std::vector<std::int16_t> caller;
  std::vector<std::int16_t> agent;
};
inline constexpr Duration kMostSoundOfACall = seconds(4 * 3600);

CallSound sound_of(const trace::CallTrace& trace);

}  // namespace parley
