#include "core/audio/level.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "core/audio/mulaw.h"
#include "core/base/random.h"

namespace parley {
namespace {

TEST(Level, IsZeroForNothingAndForSilence) {
  EXPECT_EQ(rms_level({}), 0);
  EXPECT_EQ(rms_level_mulaw({}), 0);
  EXPECT_EQ(rms_level_mulaw(std::vector<std::uint8_t>(160, kMulawSilence)), 0);
}

TEST(Level, OfASquareWaveIsItsAmplitude) {
  for (const int amplitude : {1, 2, 103, 104, 105, 1000, 32767}) {
    std::vector<std::int16_t> wave;
    for (int i = 0; i < 160; ++i) wave.push_back(static_cast<std::int16_t>(i % 2 == 0 ? amplitude : -amplitude));
    EXPECT_EQ(rms_level(wave), amplitude);
  }
  EXPECT_EQ(rms_level(std::vector<std::int16_t>(160, std::int16_t{-32768})), 32768);
}

TEST(Level, RoundsDown) {
  EXPECT_EQ(rms_level(std::vector<std::int16_t>{3, 4}), 3);     // the root of 12.5
  EXPECT_EQ(rms_level(std::vector<std::int16_t>{1, 0}), 0);     // the root of 0.5
  EXPECT_EQ(rms_level(std::vector<std::int16_t>{5, 5, 4}), 4);  // the root of 22
}

TEST(Level, IsTheExactRootForAnySamples) {
  Random random(7);
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::int16_t> samples(static_cast<std::size_t>(random.between(1, 300)));
    const std::int64_t loudest = random.between(1, 32768);
    std::int64_t sum = 0;
    for (std::int16_t& sample : samples) {
      sample = static_cast<std::int16_t>(random.between(-loudest, loudest - 1));
      sum += std::int64_t{sample} * sample;
    }
    const std::int64_t count = static_cast<std::int64_t>(samples.size());
    const std::int64_t level = rms_level(samples);
    EXPECT_LE(level * level * count, sum);
    EXPECT_GT((level + 1) * (level + 1) * count, sum);
  }
}

TEST(Level, EnergyIsTheSumOfTheSquaresHoweverLoud) {
  EXPECT_EQ(energy_of({}), 0U);
  EXPECT_EQ(energy_of(std::vector<std::int16_t>{3, -4, 5}), 50U);
  EXPECT_EQ(energy_of(std::vector<std::int16_t>(481, -32768)), 481ULL << 30U);
}

TEST(Level, OfMulawIsThatOfItsSamples) {
  Random random(8);
  for (int round = 0; round < 500; ++round) {
    std::vector<std::uint8_t> codes(static_cast<std::size_t>(random.between(1, 400)));
    for (std::uint8_t& code : codes) code = static_cast<std::uint8_t>(random.below(256));
    EXPECT_EQ(rms_level_mulaw(codes), rms_level(mulaw_decode(codes)));
  }
}

}  // namespace
}  // namespace parley
