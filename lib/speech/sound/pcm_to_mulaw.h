// PCM of a provider, 16 bit little endian in pieces of any length, to the call's mu-law at 8 kHz. The resampler's
// state is kept from piece to piece, so that their borders are not heard. One sentence; it is not used again.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

struct SpeexResamplerState_;

namespace parley {

class PcmToMulaw {
 public:
  static constexpr int kLowestRate = 4'000;
  static constexpr int kHighestRate = 192'000;

  /// A rate outside its bounds is taken as the nearest within.
  explicit PcmToMulaw(int rate);

  void push(std::string_view bytes, std::vector<std::uint8_t>& out);
  /// What the filter still holds.
  void finish(std::vector<std::uint8_t>& out);

 private:
  struct Destroy {
    void operator()(SpeexResamplerState_* state) const;
  };
  void convert(std::span<const std::int16_t> samples, std::vector<std::uint8_t>& out);

  std::unique_ptr<SpeexResamplerState_, Destroy> state_;  // null at 8 kHz
  std::vector<std::int16_t> samples_;
  char half_ = 0;  // of a sample that was cut in two
  bool has_half_ = false;
};

}  // namespace parley
