#include "core/audio/mulaw.h"

#include <algorithm>
#include <bit>
#include <cstddef>

#include "core/audio/mulaw_table.h"
#include "core/base/check.h"

namespace parley {
namespace {

constexpr int kLargestMagnitude = 32767 - kMulawBias;

constexpr std::uint8_t compress(int sample) {
  const int sign = sample < 0 ? 0x80 : 0x00;
  const int magnitude = std::min(sample < 0 ? -sample : sample, kLargestMagnitude) + kMulawBias;
  // The bias makes bit 7 the lowest that can be the highest one set, so the segment counts from there.
  const int exponent = static_cast<int>(std::bit_width(static_cast<unsigned>(magnitude))) - 8;
  const int mantissa = (magnitude >> (exponent + 3)) & 0x0F;
  return static_cast<std::uint8_t>(~(sign | (exponent << 4) | mantissa) & 0xFF);
}

}  // namespace

std::int16_t mulaw_decode(std::uint8_t code) {
  return kMulawSamples[code];
}

std::uint8_t mulaw_encode(std::int16_t sample) {
  return compress(sample);
}

void mulaw_decode(std::span<const std::uint8_t> codes, std::span<std::int16_t> samples) {
  PARLEY_CHECK(codes.size() == samples.size());
  for (std::size_t i = 0; i < codes.size(); ++i) samples[i] = kMulawSamples[codes[i]];
}

void mulaw_encode(std::span<const std::int16_t> samples, std::span<std::uint8_t> codes) {
  PARLEY_CHECK(codes.size() == samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) codes[i] = compress(samples[i]);
}

std::vector<std::uint8_t> mulaw_encode(std::span<const std::int16_t> samples) {
  std::vector<std::uint8_t> codes(samples.size());
  mulaw_encode(samples, codes);
  return codes;
}

std::vector<std::int16_t> mulaw_decode(std::span<const std::uint8_t> codes) {
  std::vector<std::int16_t> samples(codes.size());
  mulaw_decode(codes, samples);
  return samples;
}

PcmFrame decode_frame(const Frame& frame) {
  PcmFrame samples;
  mulaw_decode(frame, samples);
  return samples;
}

}  // namespace parley
