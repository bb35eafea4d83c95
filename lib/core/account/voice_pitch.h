// How high the agent's voice is, and how dull. Audio of another sample rate played as 8 kHz is a voice that nobody
// has: 16 kHz comes out an octave too low, with nothing left in the upper half of the band.
//
// It listens to 60 ms now and then, a few hundred times a call, since the voice does not change. Integers
// throughout, but for square roots.
//
// Not here: melody. And no single window proves anything; medians over many do.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/account/call_account.h"
#include "core/audio/frame.h"

namespace parley {

class VoicePitch {
 public:
  /// 20 ms that were heard, or less where playing stopped. `follows` tells that nothing lies between it and the
  /// last.
  void hear(Instant at, std::span<const std::uint8_t> mulaw, bool audible, bool follows);

  const PitchTally& tally() const { return tally_; }

 private:
  static constexpr std::size_t kBlocks = 3;
  static constexpr std::size_t kWindow = kBlocks * kFrameSamples;

  void judge(Instant at);

  std::array<std::int16_t, kWindow> window_{};
  std::size_t fill_ = 0;
  int skip_ = 0;  // blocks until the next window
  PitchTally tally_;
};

}  // namespace parley
