#include "core/call/media_clock.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

namespace parley {
namespace {

/// Frames of 20 ms whose first is stamped 155 and arrives at 200 ms.
class Feed {
 public:
  MediaClock::Placed frame(std::int64_t arrival_ms, std::int64_t stamp_ms) {
    return clock.add(at_millis(arrival_ms), stamp_ms, kFrameSamples);
  }
  /// Continuous frames from the next stamp on, each as late as the first.
  void frames(int count) {
    for (int i = 0; i < count; ++i, next_ += 20) frame(next_ + 45, next_);
  }
  /// The caller's side sends nothing for `ms`, neither frames nor stamps.
  void leave_out(std::int64_t ms) { next_ += ms; }

  MediaClock clock;

 private:
  std::int64_t next_ = 155;
};

TEST(MediaClock, CountsFromTheFirstFrameWhateverItsStamp) {
  Feed feed;
  EXPECT_FALSE(feed.clock.started());
  const MediaClock::Placed placed = feed.frame(200, 155);
  EXPECT_EQ(placed.begin, at_millis(200));
  EXPECT_EQ(placed.missing, 0);
  EXPECT_EQ(feed.clock.position(), MediaTime{160});
  EXPECT_TRUE(feed.clock.started());
}

TEST(MediaClock, PlacesABurstAfterAStallWhereItWasSpoken) {
  Feed feed;
  feed.frame(200, 155);
  feed.frame(220, 175);
  for (std::int64_t i = 2; i < 7; ++i) {
    const MediaClock::Placed placed = feed.frame(400, 155 + 20 * i);
    EXPECT_EQ(placed.missing, 0) << "late is not missing";
    EXPECT_EQ(placed.begin, at_millis(200 + 20 * i));
  }
}

TEST(MediaClock, TellsWhatIsMissingWhenTheStampsJump) {
  Feed feed;
  feed.frame(200, 155);
  const MediaClock::Placed placed = feed.frame(500, 455);
  EXPECT_EQ(placed.missing, 280 * 8);
  EXPECT_EQ(placed.begin, at_millis(500));
}

TEST(MediaClock, TakesRoundedStampsAndStampsThatGoBackAsContinuous) {
  Feed feed;
  feed.frame(200, 155);
  EXPECT_EQ(feed.frame(220, 174).missing, 0);
  EXPECT_EQ(feed.frame(240, 197).missing, 0);
  EXPECT_EQ(feed.frame(260, 100).missing, 0);
  EXPECT_EQ(feed.clock.position(), MediaTime{640});
}

TEST(MediaClock, TakesAJumpOfHoursAsABrokenSender) {
  Feed feed;
  feed.frame(200, 155);
  EXPECT_EQ(feed.frame(220, 36'000'000).missing, 0);
}

TEST(MediaClock, MapsByTheSmallestDelaySeen) {
  Feed feed;
  feed.frame(200, 155);
  EXPECT_EQ(feed.clock.to_instant(MediaTime{0}), at_millis(200));
  feed.frame(205, 175);  // fifteen milliseconds faster than the first
  EXPECT_EQ(feed.clock.to_instant(MediaTime{0}), at_millis(185));
  feed.frame(300, 195);
  EXPECT_EQ(feed.clock.to_instant(MediaTime{0}), at_millis(185));
}

TEST(MediaClock, MapsThereAndBack) {
  Feed feed;
  feed.frame(200, 155);
  EXPECT_EQ(feed.clock.to_media(feed.clock.to_instant(MediaTime{4321})), MediaTime{4321});
  EXPECT_EQ(feed.clock.to_media(at_millis(100)), MediaTime{0}) << "nothing was said before the first frame";
}

TEST(MediaClock, LearnsThatSilenceIsLeftOutFromTwoGaps) {
  Feed feed;
  feed.frames(10);
  feed.leave_out(400);
  feed.frames(10);
  EXPECT_FALSE(feed.clock.omits_silence()) << "one gap may be an accident";
  feed.leave_out(300);
  feed.frames(1);
  EXPECT_TRUE(feed.clock.omits_silence());
}

TEST(MediaClock, LearnsNothingFromGapsThatAreShort) {
  Feed feed;
  for (int i = 0; i < 5; ++i) {
    feed.frames(10);
    feed.leave_out(150);
  }
  EXPECT_FALSE(feed.clock.omits_silence());
}

TEST(MediaClock, LearnsNothingFromAStall) {
  Feed feed;
  std::int64_t stamp = 155;
  for (int i = 0; i < 5; ++i) {
    const std::int64_t arrival = stamp + 45 + 400;  // ten frames come late, all at once
    for (int j = 0; j < 20; ++j, stamp += 20) feed.frame(std::max(arrival, stamp + 45), stamp);
  }
  EXPECT_FALSE(feed.clock.omits_silence());
}

}  // namespace
}  // namespace parley
