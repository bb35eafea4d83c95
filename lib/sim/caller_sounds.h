// The sounds a caller makes beside recordings: tones, noise, clicks, coughs. Integers only, so that they are the
// same on every compiler; a sound is a function of its arguments and of the seed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/base/time.h"

namespace parley {

/// Draws one sample of white noise whose RMS is `level`.
std::int16_t white_noise(Random& random, int level);

std::vector<std::int16_t> tone_sound(Duration length, int hz, int level);
std::vector<std::int16_t> noise_sound(Duration length, int level, Random random);
/// 30 to 60 ms that decay from the first sample on; `level` is the RMS at the beginning.
std::vector<std::int16_t> click_sound(int level, Random random);
/// 140 ms: a rise of 10 ms, then a decay; duller than white noise.
std::vector<std::int16_t> cough_sound(int level, Random random);

/// 10^(db/20) in units of 1/65536, for -60 to 20 dB.
std::int32_t gain_q16(int db);
/// The nearest 16-bit value.
inline std::int16_t saturated(std::int64_t sample) {
  return static_cast<std::int16_t>(std::clamp<std::int64_t>(sample, INT16_MIN, INT16_MAX));
}

}  // namespace parley
