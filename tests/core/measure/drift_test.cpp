#include "core/measure/drift.h"

#include <gtest/gtest.h>

#include "core/base/random.h"

namespace parley {
namespace {

/// Arrivals of frames of 20 ms whose clock is slow by `ppm`, each late by up to `jitter_us`, now and then by much
/// more.
DriftEstimator planted(std::int64_t seconds_long, std::int64_t ppm, std::int64_t jitter_us,
                       std::uint64_t seed = 1) {
  Random random(seed);
  DriftEstimator estimator;
  for (std::int64_t i = 0; i < seconds_long * 50; ++i) {
    const std::int64_t media = i * 20'000;
    std::int64_t late = 0;
    if (jitter_us > 0) {
      late += random.normal(jitter_us);
      if (random.chance(10)) late += 60'000;
    }
    estimator.reading(micros(media), at_micros(media + media * ppm / 1'000'000 + late));
  }
  return estimator;
}

TEST(Drift, IsFoundInTenMinutesOfJitter) {
  const auto drift = planted(600, 500, 4'000).drift();
  ASSERT_TRUE(drift.has_value());
  EXPECT_NEAR(static_cast<double>(drift->value), 500'000.0, 20'000.0);
  EXPECT_LE(drift->low, 500'000);
  EXPECT_GE(drift->high, 500'000);
  EXPECT_LT(drift->high - drift->low, 20'000) << "ten minutes make it certain";
}

TEST(Drift, IsNoneWhereNoneWasPlanted) {
  const auto drift = planted(600, 0, 4'000).drift();
  ASSERT_TRUE(drift.has_value());
  EXPECT_LT(drift->value, 5'000);
  EXPECT_GT(drift->value, -5'000);
}

TEST(Drift, IsExactWithoutJitterAndHasASign) {
  EXPECT_EQ(planted(60, 0, 0).drift()->value, 0);
  EXPECT_NEAR(static_cast<double>(planted(60, -300, 0).drift()->value), -300'000.0, 200.0);
}

/// Sixty replies of eight seconds whose frames a network delays, as networks do: only ever later.
DriftEstimator replies(std::int64_t ppm, std::uint64_t seed) {
  Random random(seed);
  DriftEstimator estimator;
  for (int reply = 0; reply < 60; ++reply) {
    for (std::int64_t i = 0; i < 400; ++i) {
      const std::int64_t media = i * 20'000;
      const std::int64_t late = std::abs(random.normal(4'000)) + (random.chance(12) ? random.below(50'000) : 0);
      estimator.reading(micros(media), at_micros(media + media * ppm / 1'000'000 + late));
    }
    estimator.new_segment();
  }
  return estimator;
}

TEST(Drift, IsToldFromTheMessagesThatTheNetworkDelayedLeast) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    for (const std::int64_t ppm : {0, 500, -80}) {
      const auto drift = replies(ppm, seed).drift();
      ASSERT_TRUE(drift.has_value());
      const double most = ppm == 0 ? 5'000.0 : 20'000.0;
      EXPECT_NEAR(static_cast<double>(drift->value), static_cast<double>(ppm) * 1000.0, most) << "seed " << seed;
      EXPECT_LT(drift->high - drift->low, 40'000) << "seed " << seed;
    }
  }
}

TEST(Drift, CannotBeSaidFromLittle) {
  EXPECT_FALSE(DriftEstimator().drift().has_value());
  EXPECT_FALSE(planted(5, 500, 0).drift().has_value());
  EXPECT_TRUE(planted(7, 500, 0).drift().has_value());
}

TEST(Drift, IsNotMovedByAStallInsideASegment) {
  DriftEstimator estimator;
  for (std::int64_t i = 0; i < 3000; ++i) {
    // Half a second in which nothing came, and then all at once.
    const std::int64_t due = i * 20'000;
    const std::int64_t at = i >= 1000 && i < 1025 ? std::max<std::int64_t>(due, 1025 * 20'000) : due;
    estimator.reading(micros(due), at_micros(at));
  }
  EXPECT_EQ(estimator.drift()->value, 0);
}

TEST(Drift, IsToldFromManyShortSegmentsAcrossWhichTheClockJumps) {
  DriftEstimator estimator;
  for (std::int64_t reply = 0; reply < 40; ++reply) {
    for (std::int64_t i = 0; i < 200; ++i) {
      const std::int64_t media = i * 20'000;
      estimator.reading(micros(media), at_micros(reply * 7'123'456 + media + media * 400 / 1'000'000));
    }
    estimator.new_segment();
  }
  EXPECT_NEAR(static_cast<double>(estimator.drift()->value), 400'000.0, 1'000.0);
}

TEST(Drift, IsToldFromMoreRepliesThanADayHolds) {
  DriftEstimator estimator;
  for (std::int64_t reply = 0; reply < 9000; ++reply) {
    for (std::int64_t i = 0; i < 200; ++i) {
      const std::int64_t media = i * 20'000;
      const std::int64_t ppm = reply < 3000 ? 100 : 300;
      estimator.reading(micros(media), at_micros(media + media * ppm / 1'000'000));
    }
    estimator.new_segment();
  }
  ASSERT_TRUE(estimator.drift().has_value());
  EXPECT_NEAR(static_cast<double>(estimator.drift()->value), 300'000.0, 1'000.0) << "the later ones are more";
  DriftEstimator few = planted(60, 100, 0);
  few.add(estimator);
  EXPECT_NEAR(static_cast<double>(few.drift()->value), 300'000.0, 1'000.0) << "one minute against ten hours";
}

TEST(Drift, OfSeveralCallsIsThatOfAllTheirSegments) {
  DriftEstimator all = planted(60, 100, 0);
  all.add(planted(600, 500, 0, 2));
  EXPECT_NEAR(static_cast<double>(all.drift()->value), 500'000.0, 1'000.0) << "the longer call weighs more";
}

TEST(Drift, HoldsTheTruthInItsIntervalAboutAsOftenAsItSays) {
  int held = 0;
  constexpr int kTrials = 100;
  for (int trial = 0; trial < kTrials; ++trial) {
    const auto drift = planted(60, 500, 4'000, static_cast<std::uint64_t>(trial) + 10).drift();
    ASSERT_TRUE(drift.has_value());
    if (drift->low <= 500'000 && 500'000 <= drift->high) ++held;
  }
  EXPECT_GE(held, 90);
}

TEST(Jitter, IsASixteenthOfEachDifferenceInTransit) {
  InterarrivalJitter jitter;
  jitter.reading(millis(0), at_millis(100));
  jitter.reading(millis(20), at_millis(120));
  EXPECT_EQ(jitter.now(), Duration{}) << "nothing moved";
  jitter.reading(millis(40), at_millis(156));
  EXPECT_EQ(jitter.now(), millis(1)) << "16 ms late, a sixteenth of it";
  for (int i = 3; i < 500; ++i) jitter.reading(millis(20 * i), at_millis(116 + 20 * i));
  EXPECT_LT(jitter.now(), micros(10)) << "it fades";
  EXPECT_EQ(jitter.most(), millis(1));
}

TEST(Jitter, DoesNotCompareAcrossABreak) {
  InterarrivalJitter jitter;
  jitter.reading(millis(0), at_millis(0));
  jitter.new_segment();
  jitter.reading(millis(20), at_millis(900));
  EXPECT_EQ(jitter.now(), Duration{});
}

}  // namespace
}  // namespace parley
