// What every engine's sound goes through on its way to the telephone, piece by piece as if it were one: 8 kHz by
// speexdsp, a gain, no silence before the first sound and little after the last, pieces of a handy size.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "voice/voice_engine.h"

struct SpeexResamplerState_;

namespace parley {

/// The level that voices are brought to: RMS of their speech on the 16-bit scale, -20 dBov.
inline constexpr int kSpeechLevel = 3200;

class TelephoneShaper {
 public:
  /// `gain_percent` is of the amplitude. `take` outlives this.
  TelephoneShaper(int source_rate, int gain_percent, const SpeechSink& take);

  /// False: no more is wanted.
  bool push(std::span<const std::int16_t> block);
  /// All has come: gives what is still held.
  void finish();
  /// Samples at 8 kHz that were given so far.
  std::size_t given() const { return given_; }

 private:
  struct Destroy {
    void operator()(SpeexResamplerState_* state) const;
  };

  void convert(std::span<const std::int16_t> block);
  void shape(std::span<const std::int16_t> samples);
  void end_block();
  void give(std::size_t at_least);

  const int gain_percent_;
  const SpeechSink& take_;
  std::unique_ptr<SpeexResamplerState_, Destroy> state_;  // null at 8 kHz
  std::vector<std::int16_t> converted_;
  std::vector<std::int16_t> block_;  // the 10 ms that are being collected
  std::vector<std::int16_t> quiet_;  // held back: before the first sound, or perhaps after the last
  std::vector<std::int16_t> ready_;
  std::size_t given_ = 0;
  bool sounded_ = false;
  bool wanted_ = true;
};

}  // namespace parley
