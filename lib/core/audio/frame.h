// 20 ms of audio as Twilio carries it, and the same decoded.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/time.h"

namespace parley {

using Frame = std::array<std::uint8_t, kFrameSamples>;       // mu-law
using PcmFrame = std::array<std::int16_t, kFrameSamples>;    // linear, 16 bit

inline constexpr std::uint8_t kMulawSilence = 0xFF;          // decodes to 0

}  // namespace parley
