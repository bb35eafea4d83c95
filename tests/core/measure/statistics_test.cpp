#include "core/measure/statistics.h"

#include <gtest/gtest.h>

#include "core/base/random.h"

namespace parley {
namespace {

Sample one_to(std::int64_t n) {
  Sample sample;
  for (std::int64_t i = n; i >= 1; --i) sample.add(i);
  return sample;
}

TEST(Percentile, IsTheNearestRank) {
  const Sample sample = one_to(100);
  EXPECT_EQ(sample.percentile(50)->value, 50);
  EXPECT_EQ(sample.percentile(95)->value, 95);
  EXPECT_EQ(sample.percentile(99)->value, 99);
  EXPECT_EQ(sample.max(), 100);
  EXPECT_EQ(sample.min(), 1);
}

TEST(Percentile, IsWithheldUnderTheSamplesThatItNeeds) {
  EXPECT_EQ(samples_needed(50), 2U);
  EXPECT_EQ(samples_needed(95), 20U);
  EXPECT_EQ(samples_needed(99), 100U);
  EXPECT_FALSE(one_to(19).percentile(95).has_value());
  EXPECT_TRUE(one_to(20).percentile(95).has_value());
  EXPECT_FALSE(one_to(99).percentile(99).has_value());
  EXPECT_TRUE(one_to(100).percentile(99).has_value());
  EXPECT_FALSE(Sample().percentile(50).has_value());
}

// The published 95 % intervals of the median by order statistics.
TEST(RankInterval, IsThatOfTheTables) {
  EXPECT_EQ(rank_interval(5, 50), (RankInterval{0, 6})) << "five values cannot bound a median";
  EXPECT_EQ(rank_interval(6, 50), (RankInterval{1, 6}));
  EXPECT_EQ(rank_interval(10, 50), (RankInterval{2, 9}));
  EXPECT_EQ(rank_interval(20, 50), (RankInterval{6, 15}));
  EXPECT_EQ(rank_interval(100, 50), (RankInterval{40, 61}));
}

TEST(RankInterval, HasNoUpperEndForAHighPercentileOfFewValues) {
  EXPECT_EQ(rank_interval(20, 95).high, 21U);
  EXPECT_GT(rank_interval(20, 95).low, 0U);
  EXPECT_FALSE(one_to(20).percentile(95)->high.has_value());
  EXPECT_LE(rank_interval(100, 95).high, 100U);
}

TEST(RankInterval, HardlyChangesWhereTheNormalLawTakesOver) {
  const RankInterval exact = rank_interval(1000, 95);
  const RankInterval normal = rank_interval(1001, 95);
  EXPECT_NEAR(static_cast<double>(exact.low), static_cast<double>(normal.low), 2.0);
  EXPECT_NEAR(static_cast<double>(exact.high), static_cast<double>(normal.high), 3.0);
}

TEST(Percentile, HoldsTheTruthInItsIntervalAboutAsOftenAsItSays) {
  Random random(7);
  int held = 0;
  constexpr int kTrials = 400;
  for (int trial = 0; trial < kTrials; ++trial) {
    Sample sample;
    for (int i = 0; i < 60; ++i) sample.add(random.below(1'000'000));
    const auto median = sample.percentile(50);
    ASSERT_TRUE(median && median->low && median->high);
    if (*median->low <= 500'000 && 500'000 <= *median->high) ++held;
  }
  EXPECT_GE(held, kTrials * 92 / 100);
}

TEST(Sample, ForgetsEvenlyAndKeepsCountAndExtremes) {
  Sample sample;
  constexpr std::int64_t kCount = 600'000;
  for (std::int64_t i = 0; i < kCount; ++i) sample.add(i);
  sample.add(5'000'000);
  EXPECT_EQ(sample.count(), kCount + 1);
  EXPECT_EQ(sample.max(), 5'000'000);
  EXPECT_NEAR(static_cast<double>(sample.percentile(95)->value), 570'000.0, 100.0);
}

TEST(Sample, AddsAnotherWithItsWeight) {
  Sample large;
  for (std::int64_t i = 0; i < 300'000; ++i) large.add(1);
  Sample small;
  for (std::int64_t i = 0; i < 100'000; ++i) small.add(9);
  small.add(large);
  EXPECT_EQ(small.count(), 400'000);
  EXPECT_EQ(small.percentile(50)->value, 1) << "three quarters of all are ones";
  EXPECT_EQ(small.percentile(80)->value, 9);
  EXPECT_EQ(small.max(), 9);
}

}  // namespace
}  // namespace parley
