#include "live/lateness.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(LatenessHistogram, IsZeroOfNothing) {
  const LatenessHistogram histogram;
  EXPECT_EQ(histogram.count(), 0);
  EXPECT_EQ(histogram.p99(), Duration{});
}

TEST(LatenessHistogram, GivesTheValueThatSoManyStayWithin) {
  LatenessHistogram histogram;
  for (int i = 1; i <= 100; ++i) histogram.add(micros(i * 10 - 1));
  EXPECT_EQ(histogram.p50(), micros(500));
  EXPECT_EQ(histogram.p99(), micros(990));
  EXPECT_EQ(histogram.max(), micros(999));
}

TEST(LatenessHistogram, IsCoarserBeyondTenMillisecondsAndExactAtItsMaximum) {
  LatenessHistogram histogram;
  for (int i = 0; i < 99; ++i) histogram.add(micros(12'300));
  histogram.add(seconds(7));
  EXPECT_EQ(histogram.p99(), millis(13));
  EXPECT_EQ(histogram.max(), seconds(7));
  EXPECT_EQ(histogram.per_mille(1000), seconds(7));
}

TEST(LatenessHistogram, TellsSecondsApart) {
  LatenessHistogram histogram;
  for (int i = 0; i < 90; ++i) histogram.add(millis(1324));
  for (int i = 0; i < 10; ++i) histogram.add(millis(2718));
  EXPECT_EQ(histogram.p50(), millis(1330));
  EXPECT_EQ(histogram.p99(), millis(2718));
}

TEST(LatenessHistogram, TakesWhatIsEarlyAsInTime) {
  LatenessHistogram histogram;
  histogram.add(millis(-3));
  EXPECT_EQ(histogram.max(), Duration{});
  EXPECT_EQ(histogram.count(), 1);
}

TEST(LatenessHistogram, AddsUp) {
  LatenessHistogram one;
  LatenessHistogram other;
  one.add(millis(1));
  other.add(millis(3));
  one.add(other);
  EXPECT_EQ(one.count(), 2);
  EXPECT_EQ(one.max(), millis(3));
}

}  // namespace
}  // namespace parley
