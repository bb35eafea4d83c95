#include "core/audio/mulaw.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

#include "core/audio/mulaw_avx2.h"
#include "core/audio/mulaw_table.h"
#include "core/base/check.h"
#include "core/base/cpu.h"

namespace parley {
namespace {

constexpr int kLargestMagnitude = 32767 - kMulawBias;

/// The seven bits of a biased magnitude without its lowest three, which never matter.
constexpr std::array<std::uint8_t, 4096> make_compressed() {
  std::array<std::uint8_t, 4096> table{};
  for (int eighth = kMulawBias >> 3; eighth < 4096; ++eighth) {
    // The bias makes bit 7 the lowest that can be the highest one set, so the segment counts from there.
    const int exponent = static_cast<int>(std::bit_width(static_cast<unsigned>(eighth))) - 5;
    table[static_cast<std::size_t>(eighth)] =
        static_cast<std::uint8_t>((exponent << 4) | ((eighth >> exponent) & 0x0F));
  }
  return table;
}

constexpr std::array<std::uint8_t, 4096> kCompressed = make_compressed();

std::uint8_t compress(int sample) {
  const int sign = sample < 0 ? 0x80 : 0x00;
  const int magnitude = std::min(sample < 0 ? -sample : sample, kLargestMagnitude) + kMulawBias;
  return static_cast<std::uint8_t>(~(sign | kCompressed[static_cast<std::size_t>(magnitude >> 3)]) & 0xFF);
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
  std::size_t i = has_avx2() ? mulaw_decode_avx2(codes, samples.data()) : 0;
  for (; i < codes.size(); ++i) samples[i] = kMulawSamples[codes[i]];
}

void mulaw_encode(std::span<const std::int16_t> samples, std::span<std::uint8_t> codes) {
  PARLEY_CHECK(codes.size() == samples.size());
  std::size_t i = has_avx2() ? mulaw_encode_avx2(samples, codes.data()) : 0;
  for (; i < samples.size(); ++i) codes[i] = compress(samples[i]);
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
