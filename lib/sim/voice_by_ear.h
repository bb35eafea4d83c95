// What a caller without a script said, as far as loudness tells: each stretch of voice is one word, "something".
// The truth for a scripted recogniser that has nothing to recognise by, so that an unknown caller gets answers all
// the same.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/time.h"
#include "sim/spoken.h"

namespace parley {

class VoiceByEar {
 public:
  /// The caller's audio in order, decoded; sample 0 is the first of the call.
  void hear(MediaTime begin, std::span<const std::int16_t> samples);

  std::span<const Spoken> spoken() const { return spoken_; }

 private:
  static constexpr std::size_t kMost = 10'000;  // stretches; a call that has more is no call

  std::vector<Spoken> spoken_;
};

}  // namespace parley
