#include "core/diagnosis/wording.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(Wording, WritesInstantsToAHundredthOfASecond) {
  EXPECT_EQ(moment_text(at_micros(6'840'000)), "6.84 s");
  EXPECT_EQ(moment_text(at_micros(6'004'999)), "6.00 s");
  EXPECT_EQ(moment_text(at_micros(6'995'000)), "7.00 s");
}

TEST(Wording, WritesSpansAsPeopleSayThem) {
  EXPECT_EQ(span_text(millis(350)), "350 ms");
  EXPECT_EQ(span_text(millis(1240)), "1.2 s");
  EXPECT_EQ(span_text(micros(999'600)), "1.0 s");
  EXPECT_EQ(span_text(millis(-120)), "-120 ms");
}

TEST(Wording, CountsInSingularAndPlural) {
  EXPECT_EQ(count_text(1, "turn"), "1 turn");
  EXPECT_EQ(count_text(3, "turn"), "3 turns");
}

}  // namespace
}  // namespace parley
