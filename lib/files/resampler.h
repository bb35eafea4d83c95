// One channel from any rate to 8 kHz, by speexdsp, block by block as if it were one. Samples are floats in -1 to 1.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

struct SpeexResamplerState_;

namespace parley {

class Resampler {
 public:
  explicit Resampler(int source_rate);

  void push(std::span<const float> block);
  /// All that came, rounded to 16 bit: as many samples as the source lasts at 8 kHz.
  std::vector<std::int16_t> finish();

 private:
  struct Destroy {
    void operator()(SpeexResamplerState_* state) const;
  };

  void process(std::span<const float> block);

  int source_rate_;
  std::int64_t pushed_ = 0;
  std::unique_ptr<SpeexResamplerState_, Destroy> state_;  // null at 8 kHz: samples pass untouched
  std::vector<float> out_;
  std::vector<std::int16_t> samples_;
};

}  // namespace parley
