#include "speech/stream/loop_delay.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

using std::chrono::milliseconds;

constexpr SteadyTime kDue{std::chrono::seconds(100)};

TEST(ALoopDelay, IsNoneWhenALookComesInTime) {
  LoopDelay delay;
  EXPECT_FALSE(delay.held_up(kDue)) << "nothing was expected";
  delay.expect(kDue);
  EXPECT_FALSE(delay.held_up(kDue));
  EXPECT_FALSE(delay.held_up(kDue + LoopDelay::kHeldUp - milliseconds(1)));
}

TEST(ALoopDelay, IsExcusedOnceSoThatWhatWasSaidIsHeardFirst) {
  LoopDelay delay;
  delay.expect(kDue);
  EXPECT_TRUE(delay.held_up(kDue + milliseconds(4500)));
  delay.expect(kDue + milliseconds(4750));
  EXPECT_FALSE(delay.held_up(kDue + milliseconds(4751)));
  delay.expect(kDue + milliseconds(5000));
  EXPECT_TRUE(delay.held_up(kDue + milliseconds(9000)));
}

TEST(ALoopDelay, DoesNotExcuseALoopThatIsAlwaysLate) {
  LoopDelay delay;
  int judged = 0;
  for (int look = 1; look <= 10; ++look) {
    delay.expect(kDue + milliseconds(1000 * look));
    if (!delay.held_up(kDue + milliseconds(1000 * look + 900))) ++judged;
  }
  EXPECT_EQ(judged, 5);
}

}  // namespace
}  // namespace parley
