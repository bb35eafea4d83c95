#include "core/audio/mulaw_avx2.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/audio/mulaw.h"
#include "core/base/cpu.h"
#include "core/base/random.h"

namespace parley {
namespace {

class MulawAvx2 : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_avx2()) GTEST_SKIP() << "this processor has no AVX2";
  }
};

TEST_F(MulawAvx2, DecodesEveryCodeAsTheTableDoes) {
  std::vector<std::uint8_t> codes;
  for (int code = 0; code < 256; ++code) codes.push_back(static_cast<std::uint8_t>(code));
  std::vector<std::int16_t> samples(codes.size());
  ASSERT_EQ(mulaw_decode_avx2(codes, samples.data()), codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i) EXPECT_EQ(samples[i], mulaw_decode(codes[i])) << "code " << i;
}

TEST_F(MulawAvx2, EncodesEverySampleAsTheScalarCodeDoes) {
  std::vector<std::int16_t> samples;
  for (int sample = -32768; sample <= 32767; ++sample) samples.push_back(static_cast<std::int16_t>(sample));
  std::vector<std::uint8_t> codes(samples.size());
  ASSERT_EQ(mulaw_encode_avx2(samples, codes.data()), samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    ASSERT_EQ(codes[i], mulaw_encode(samples[i])) << "sample " << samples[i];
  }
}

TEST_F(MulawAvx2, LeavesWhatFillsNoRegister) {
  std::vector<std::uint8_t> codes(33, kMulawSilence);
  std::vector<std::int16_t> samples(33, 77);
  EXPECT_EQ(mulaw_decode_avx2(codes, samples.data()), 32U);
  EXPECT_EQ(samples[31], 0);
  EXPECT_EQ(samples[32], 77);
  EXPECT_EQ(mulaw_encode_avx2(std::span(samples).first(31), codes.data()), 0U);
}

TEST_F(MulawAvx2, AddsTheSquaresOfAnySamplesExactly) {
  Random random(3);
  for (int round = 0; round < 500; ++round) {
    std::vector<std::int16_t> samples(static_cast<std::size_t>(random.between(0, 300)));
    for (std::int16_t& sample : samples) sample = static_cast<std::int16_t>(random.between(-32768, 32767));
    std::uint64_t sum = 5;
    const std::size_t done = add_squares_avx2(samples, sum);
    EXPECT_EQ(done, samples.size() / 16 * 16);
    std::uint64_t expected = 5;
    for (std::size_t i = 0; i < done; ++i) expected += static_cast<std::uint64_t>(samples[i] * samples[i]);
    EXPECT_EQ(sum, expected);
  }
}

TEST_F(MulawAvx2, AddsTheSquaresOfTheLoudestSamplesWithoutOverflow) {
  const std::vector<std::int16_t> samples(160, std::int16_t{-32768});
  std::uint64_t sum = 0;
  EXPECT_EQ(add_squares_avx2(samples, sum), samples.size());
  EXPECT_EQ(sum, 160ULL << 30U);
}

TEST_F(MulawAvx2, AddsTheSquaresOfCodesAsOfTheirSamples) {
  Random random(4);
  for (int round = 0; round < 500; ++round) {
    std::vector<std::uint8_t> codes(static_cast<std::size_t>(random.between(0, 300)));
    for (std::uint8_t& code : codes) code = static_cast<std::uint8_t>(random.below(256));
    std::uint64_t of_codes = 0;
    std::uint64_t of_samples = 0;
    EXPECT_EQ(add_squares_mulaw_avx2(codes, of_codes), add_squares_avx2(mulaw_decode(codes), of_samples));
    EXPECT_EQ(of_codes, of_samples);
  }
}

}  // namespace
}  // namespace parley
