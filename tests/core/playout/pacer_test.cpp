#include "core/playout/pacer.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/random.h"
#include "core/playout/playout_buffer.h"

namespace parley {
namespace {

Frame numbered(int n) {
  Frame frame;
  frame.fill(static_cast<std::uint8_t>(n));
  return frame;
}

/// A pacer and a far end that plays what it releases, in virtual time.
struct Line {
  explicit Line(const PacerConfig& config) : pacer(config) {}

  Duration holds(Instant now) {
    far_end.advance(now);
    return samples_to_duration(far_end.buffered());
  }
  /// Releases what is due at `now`; returns how many frames that was.
  int release_due(Instant now) {
    int frames = 0;
    while (const auto frame = pacer.release(now, holds(now))) {
      far_end.write(now, *frame);
      most = std::max(most, holds(now));
      ++frames;
    }
    return frames;
  }
  /// Steps from one release to the next until the queue is empty; returns how many steps it took.
  int run(Instant& now) {
    int steps = 0;
    while (pacer.queued() > 0) {
      now = std::max(now, pacer.next_release(now, holds(now)));
      release_due(now);
      ++steps;
    }
    return steps;
  }

  Pacer pacer;
  PlayoutBuffer far_end;
  Duration most{};
};

TEST(Pacer, NeverPutsMoreThanTheLeadAtTheFarEnd) {
  Line line({.lead = millis(100)});
  for (int i = 0; i < 100; ++i) line.pacer.enqueue(numbered(i));
  Instant now = kCallStart;
  EXPECT_EQ(line.run(now), 96) << "five frames at once, then one each 20 ms";
  EXPECT_EQ(line.most, millis(100));
  line.far_end.mark(now, "end");
  EXPECT_EQ(line.far_end.next_event(), at_millis(2000));
}

TEST(Pacer, ReleasesInOrder) {
  Line line({.lead = millis(40)});
  for (int i = 0; i < 3; ++i) line.pacer.enqueue(numbered(i));
  EXPECT_EQ(line.pacer.release(at_millis(0), millis(0))->front(), 0);
  EXPECT_EQ(line.pacer.release(at_millis(0), millis(20))->front(), 1);
  EXPECT_FALSE(line.pacer.release(at_millis(0), millis(40)).has_value());
  EXPECT_EQ(line.pacer.next_release(at_millis(0), millis(40)), at_millis(20));
  EXPECT_EQ(line.pacer.release(at_millis(20), millis(20))->front(), 2);
  EXPECT_EQ(line.pacer.next_release(at_millis(20), millis(40)), kNever);
}

TEST(Pacer, DoesNotDriftOverTenMinutesHoweverLateItIsWoken) {
  Line line({.lead = millis(120)});
  Instant now = kCallStart;
  int queued = 0;
  Random random(5);
  for (; queued < 30'000; ++queued) line.pacer.enqueue(numbered(queued));
  line.release_due(now);
  while (line.pacer.queued() > 0) {
    now = std::max(now, line.pacer.next_release(now, line.holds(now))) + micros(random.below(9'000));
    line.release_due(now);
  }
  EXPECT_EQ(line.far_end.drained_at(), at_millis(600'000)) << "the far end never ran dry";
  EXPECT_LE(line.most, millis(120));
}

TEST(Pacer, FillsUpToTheLeadAtOnceAtTheBeginning) {
  Line line({.lead = millis(1000), .catch_up = millis(200)});
  for (int i = 0; i < 100; ++i) line.pacer.enqueue(numbered(i));
  EXPECT_EQ(line.release_due(at_millis(0)), 50);
}

TEST(Pacer, CatchesUpAfterALateWakeInBoundedSteps) {
  Line line({.lead = millis(1000), .catch_up = millis(200)});
  for (int i = 0; i < 300; ++i) line.pacer.enqueue(numbered(i));
  line.release_due(at_millis(0));
  EXPECT_EQ(line.release_due(at_millis(3000)), 10) << "woken when the far end was long dry";
  EXPECT_EQ(line.pacer.next_release(at_millis(3000), line.holds(at_millis(3000))), at_millis(3020));
  EXPECT_EQ(line.release_due(at_millis(3010)), 0);
  EXPECT_EQ(line.release_due(at_millis(3020)), 10);
}

TEST(Pacer, ReleasesNothingWhileMoreThanTheLeadIsUnwritten) {
  Pacer pacer({.lead = millis(120)});
  pacer.enqueue(numbered(1));
  EXPECT_FALSE(pacer.release(at_millis(0), millis(500)).has_value());
  EXPECT_EQ(pacer.next_release(at_millis(0), millis(500)), at_millis(400));
}

TEST(Pacer, ClearForgetsWhatWasQueued) {
  Pacer pacer;
  for (int i = 0; i < 7; ++i) pacer.enqueue(numbered(i));
  EXPECT_EQ(pacer.clear(), 7U);
  EXPECT_EQ(pacer.queued(), 0U);
  EXPECT_EQ(pacer.next_release(at_millis(0), Duration{}), kNever);
  EXPECT_FALSE(pacer.release(at_millis(0), Duration{}).has_value());
}

TEST(Pacer, RefusesMoreThanTenMinutes) {
  Pacer pacer;
  for (std::size_t i = 0; i < Pacer::kMaxQueued; ++i) EXPECT_TRUE(pacer.enqueue(numbered(0)));
  EXPECT_FALSE(pacer.enqueue(numbered(0)));
}

TEST(Pacer, StillSpeaksWithALeadShorterThanAFrame) {
  Line line({.lead = millis(5)});
  for (int i = 0; i < 3; ++i) line.pacer.enqueue(numbered(i));
  Instant now = kCallStart;
  line.run(now);
  EXPECT_EQ(line.far_end.drained_at(), at_millis(60));
}

}  // namespace
}  // namespace parley
