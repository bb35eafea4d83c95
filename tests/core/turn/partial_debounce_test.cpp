#include "core/turn/partial_debounce.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

const TimeRange kFirst{at_millis(0), at_millis(500)};
const TimeRange kLonger{at_millis(0), at_millis(900)};

TEST(PartialDebounce, LetsTheFirstThroughAtOnceAndTheNextAfterTheInterval) {
  PartialDebounce debounce(millis(180));
  EXPECT_TRUE(debounce.add(at_millis(1000), kFirst, "one"));
  EXPECT_FALSE(debounce.add(at_millis(1179), kFirst, "one two"));
  EXPECT_TRUE(debounce.add(at_millis(1180), kFirst, "one two three"));
  EXPECT_EQ(debounce.next_deadline(), kNever) << "what waited is older";
}

TEST(PartialDebounce, KeepsOnlyTheNewestOfABurst) {
  PartialDebounce debounce(millis(180));
  debounce.add(at_millis(1000), kFirst, "one");
  debounce.add(at_millis(1020), kFirst, "one two");
  debounce.add(at_millis(1040), kLonger, "one two three");
  EXPECT_EQ(debounce.next_deadline(), at_millis(1180));
  EXPECT_FALSE(debounce.take_due(at_millis(1179)));
  const auto due = debounce.take_due(at_millis(1180));
  ASSERT_TRUE(due);
  EXPECT_EQ(due->text, "one two three");
  EXPECT_EQ(due->range.end, at_millis(900));
  EXPECT_FALSE(debounce.add(at_millis(1200), kLonger, "four")) << "what waited counts as acted on";
}

TEST(PartialDebounce, DropsWhatWaitsWhenTheFinalWordsReachAsFar) {
  PartialDebounce debounce(millis(180));
  debounce.add(at_millis(1000), kFirst, "one");
  debounce.add(at_millis(1020), kLonger, "one two");
  debounce.final_until(at_millis(899));
  EXPECT_NE(debounce.next_deadline(), kNever);
  debounce.final_until(at_millis(900));
  EXPECT_EQ(debounce.next_deadline(), kNever);
}

TEST(PartialDebounce, OfNoIntervalHoldsNothing) {
  PartialDebounce debounce(Duration{});
  EXPECT_TRUE(debounce.add(at_millis(1000), kFirst, "one"));
  EXPECT_TRUE(debounce.add(at_millis(1000), kFirst, "one two"));
}

TEST(PartialDebounce, LetsCompleteWordsThroughAtOnceAndWhatTakesThemBack) {
  PartialDebounce debounce(millis(180));
  EXPECT_TRUE(debounce.add(at_millis(1000), kFirst, "when are"));
  EXPECT_FALSE(debounce.add(at_millis(1010), kFirst, "when are you"));
  EXPECT_TRUE(debounce.add(at_millis(1020), kFirst, "when are you open", true));
  EXPECT_EQ(debounce.next_deadline(), kNever) << "what waited is older";
  EXPECT_TRUE(debounce.add(at_millis(1030), kLonger, "when are you open on"));
  EXPECT_FALSE(debounce.add(at_millis(1040), kLonger, "when are you open on sunday"));
}

}  // namespace
}  // namespace parley
