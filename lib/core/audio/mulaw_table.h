// The 256 samples that mu-law codes stand for, made at compile time. For the audio box itself; everyone else
// calls mulaw.h and level.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace parley {

// G.711 works on 14 bits with a bias of 33. On the 16-bit scale both are shifted left by two.
inline constexpr int kMulawBias = 132;

constexpr std::array<std::int16_t, 256> make_mulaw_table() {
  std::array<std::int16_t, 256> table{};
  for (int code = 0; code < 256; ++code) {
    const int bits = ~code & 0xFF;  // the line carries every bit inverted
    const int exponent = (bits >> 4) & 0x07;
    const int mantissa = bits & 0x0F;
    const int magnitude = (((mantissa << 3) + kMulawBias) << exponent) - kMulawBias;
    table[static_cast<std::size_t>(code)] = static_cast<std::int16_t>((bits & 0x80) != 0 ? -magnitude : magnitude);
  }
  return table;
}

inline constexpr std::array<std::int16_t, 256> kMulawSamples = make_mulaw_table();

}  // namespace parley
