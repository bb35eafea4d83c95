// Seeded randomness with distributions of our own, because the standard ones differ between libraries and a
// scenario must give the same bytes everywhere. Integers only; no libm.
#pragma once

#include <cstdint>

#include "core/base/time.h"

namespace parley {

/// SplitMix64: tiny, well mixed, and its whole state is one word that a trace could carry.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  /// Uniform in [0, bound). The modulo bias is below 2^-32 for every bound we use.
  std::int64_t below(std::int64_t bound) {
    return bound <= 0 ? 0 : static_cast<std::int64_t>((next() >> 1U) % static_cast<std::uint64_t>(bound));
  }
  /// Uniform in [low, high].
  std::int64_t between(std::int64_t low, std::int64_t high) { return low + below(high - low + 1); }
  /// True with probability `per_mille` / 1000.
  bool chance(int per_mille) { return below(1000) < per_mille; }
  /// About normal with mean 0 and the given deviation: the sum of twelve uniforms (Irwin-Hall), as integers.
  std::int64_t normal(std::int64_t deviation) {
    std::int64_t sum = 0;
    for (int i = 0; i < 12; ++i) sum += below(1'000'001);
    return (sum - 6'000'000) * deviation / 1'000'000;
  }
  /// An independent stream, so that drawing more in one place does not change another.
  Random fork(std::uint64_t label) { return Random{next() ^ (label * 0xD1342543DE82EF95ULL)}; }

 private:
  std::uint64_t state_;
};

}  // namespace parley
