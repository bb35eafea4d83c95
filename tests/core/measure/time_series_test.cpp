#include "core/measure/time_series.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(TimeSeries, KeepsTheLowestAndTheHighestOfEachSpan) {
  TimeSeries series;
  series.add(at_millis(0), 5);
  series.add(at_millis(10), 9);
  series.add(at_millis(19), 3);
  series.add(at_millis(70), 4);
  ASSERT_EQ(series.spans().size(), 2U);
  EXPECT_EQ(series.spans()[0].low, 3);
  EXPECT_EQ(series.spans()[0].high, 9);
  EXPECT_EQ(series.spans()[1].index, 3) << "spans in which nothing came are left out";
}

TEST(TimeSeries, StaysBoundedAndLosesNoExtreme) {
  TimeSeries series;
  for (std::int64_t i = 0; i < 200'000; ++i) series.add(at_millis(i * 20), i == 77'777 ? 1'000'000 : i % 50);
  EXPECT_LE(series.spans().size(), TimeSeries::kMost);
  std::int64_t most = 0;
  for (const TimeSeries::Span& span : series.spans()) {
    most = std::max(most, span.high);
    if (span.high < 1'000'000) continue;
    EXPECT_EQ(span.index, (at_millis(77'777 * 20) - kCallStart) / series.span()) << "where it was";
  }
  EXPECT_EQ(most, 1'000'000);
}

TEST(TimeSeries, CountsATimeThatGoesBackInTheSpanThatIsOpen) {
  TimeSeries series;
  series.add(at_millis(100), 1);
  series.add(at_millis(10), 7);
  ASSERT_EQ(series.spans().size(), 1U);
  EXPECT_EQ(series.spans()[0].high, 7);
}

}  // namespace
}  // namespace parley
