#include "core/reply/phrases.h"

#include "core/audio/mulaw.h"

namespace parley {

std::vector<std::uint8_t> beep() {
  // A resonator in integers: y[n] = 2 cos(w) y[n-1] - y[n-2] with w = 2 pi 440 / 8000, scaled by 2^30. No libm, so
  // that every compiler makes the same bytes.
  constexpr std::int64_t kTwoCos = 2'020'526'066;  // 2 cos(0.34557519) * 2^30
  constexpr std::int64_t kSinScaled = 3'049;       // 9000 sin(0.34557519)
  constexpr int kSamples = 2400;
  std::vector<std::int16_t> samples;
  samples.reserve(kSamples);
  std::int64_t before = -kSinScaled * 65536;
  std::int64_t current = 0;
  for (int i = 0; i < kSamples; ++i) {
    samples.push_back(static_cast<std::int16_t>(current / 65536));
    const std::int64_t next = (kTwoCos * current >> 30) - before;
    before = current;
    current = next;
  }
  return mulaw_encode(samples);
}

}  // namespace parley
