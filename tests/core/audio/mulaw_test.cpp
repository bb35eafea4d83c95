#include "core/audio/mulaw.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace parley {
namespace {

TEST(Mulaw, DecodesTheCodesOfTheStandard) {
  EXPECT_EQ(mulaw_decode(0x00), -32124);
  EXPECT_EQ(mulaw_decode(0x80), 32124);
  EXPECT_EQ(mulaw_decode(0x8F), 16764);
  EXPECT_EQ(mulaw_decode(0xFE), 8);
  EXPECT_EQ(mulaw_decode(0x7E), -8);
  EXPECT_EQ(mulaw_decode(0xFF), 0);
  EXPECT_EQ(mulaw_decode(0x7F), 0);
}

TEST(Mulaw, EncodesEveryDecodedCodeBackToItselfExceptTheSecondZero) {
  for (int code = 0; code < 256; ++code) {
    const auto byte = static_cast<std::uint8_t>(code);
    const std::uint8_t expected = code == 0x7F ? kMulawSilence : byte;
    EXPECT_EQ(mulaw_encode(mulaw_decode(byte)), expected) << "code " << code;
  }
}

TEST(Mulaw, ClipsTheLoudestSamplesInsteadOfWrappingThem) {
  EXPECT_EQ(mulaw_encode(std::int16_t{32767}), 0x80);
  EXPECT_EQ(mulaw_encode(std::int16_t{-32768}), 0x00);
}

TEST(Mulaw, IsMonotonicAndOffByAtMostHalfAStepOverTheWholeRange) {
  int previous = -32768;
  for (int sample = -32768; sample <= 32767; ++sample) {
    const int decoded = mulaw_decode(mulaw_encode(static_cast<std::int16_t>(sample)));
    EXPECT_GE(decoded, previous) << "sample " << sample;
    previous = decoded;
    // A step is an eighth of the segment's lower end at most, plus what clipping takes off the top.
    const int magnitude = std::abs(sample);
    const int allowed = magnitude > 32635 ? 32768 - 32124 : (magnitude + 132) / 32 + 1;
    EXPECT_LE(std::abs(decoded - sample), allowed) << "sample " << sample;
  }
}

TEST(Mulaw, IsSymmetricAroundZero) {
  for (int sample = 1; sample <= 32767; ++sample) {
    const auto plus = mulaw_encode(static_cast<std::int16_t>(sample));
    const auto minus = mulaw_encode(static_cast<std::int16_t>(-sample));
    if (mulaw_decode(plus) == 0) continue;  // the line has two zeros, we write one
    EXPECT_EQ(plus ^ 0x80, minus) << "sample " << sample;
  }
}

TEST(Mulaw, ConvertsSpansVectorsAndFramesAlike) {
  Frame frame;
  for (std::size_t i = 0; i < frame.size(); ++i) frame[i] = static_cast<std::uint8_t>(i + 128);
  const PcmFrame pcm = decode_frame(frame);
  const std::vector<std::int16_t> decoded = mulaw_decode(std::span<const std::uint8_t>(frame));
  ASSERT_EQ(decoded.size(), pcm.size());
  for (std::size_t i = 0; i < pcm.size(); ++i) {
    EXPECT_EQ(pcm[i], mulaw_decode(frame[i]));
    EXPECT_EQ(decoded[i], pcm[i]);
  }
  const std::vector<std::uint8_t> encoded = mulaw_encode(std::span<const std::int16_t>(pcm));
  ASSERT_EQ(encoded.size(), frame.size());
  for (std::size_t i = 0; i < encoded.size(); ++i) EXPECT_EQ(encoded[i], mulaw_encode(pcm[i]));
}

TEST(Mulaw, TakesAnEmptySpan) {
  EXPECT_TRUE(mulaw_encode(std::span<const std::int16_t>()).empty());
  EXPECT_TRUE(mulaw_decode(std::span<const std::uint8_t>()).empty());
}

}  // namespace
}  // namespace parley
