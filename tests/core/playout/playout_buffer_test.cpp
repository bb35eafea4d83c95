#include "core/playout/playout_buffer.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/audio/voice_like.h"

namespace parley {
namespace {

std::vector<std::uint8_t> silence(Duration length) {
  return std::vector<std::uint8_t>(static_cast<std::size_t>(duration_to_samples(length)), kMulawSilence);
}

TEST(PlayoutBuffer, PlaysTwoSecondsWrittenAtOnceInTwoSeconds) {
  PlayoutBuffer buffer;
  EXPECT_EQ(buffer.write(at_millis(100), silence(seconds(2))), 16'000);
  EXPECT_EQ(buffer.drained_at(), at_millis(2100));
  buffer.advance(at_millis(1100));
  EXPECT_EQ(buffer.played(), 8'000);
  EXPECT_EQ(buffer.held().size(), 8'000U);
  buffer.advance(at_millis(2100));
  EXPECT_FALSE(buffer.playing());
  EXPECT_EQ(buffer.next_event(), kNever);
}

TEST(PlayoutBuffer, ReturnsAMarkAtTheInstantItsPositionIsPlayedHoweverLateItIsAsked) {
  PlayoutBuffer buffer;
  buffer.write(at_millis(0), silence(millis(100)));
  buffer.mark(at_millis(0), "a");
  buffer.write(at_millis(30), silence(millis(50)));
  buffer.mark(at_millis(40), "b");
  EXPECT_EQ(buffer.next_event(), at_millis(100));
  EXPECT_TRUE(buffer.advance(at_micros(99'999)).empty());

  const auto marks = buffer.advance(at_millis(500));
  ASSERT_EQ(marks.size(), 2U);
  EXPECT_EQ(marks[0].name, "a");
  EXPECT_EQ(marks[0].at, at_millis(100));
  EXPECT_EQ(marks[1].name, "b");
  EXPECT_EQ(marks[1].at, at_millis(150));
  EXPECT_FALSE(marks[1].cleared);
}

TEST(PlayoutBuffer, ReturnsAMarkAtOnceWhenNothingIsBuffered) {
  PlayoutBuffer buffer;
  buffer.mark(at_millis(70), "first");
  EXPECT_EQ(buffer.next_event(), at_millis(70));
  const auto marks = buffer.advance(at_millis(70));
  ASSERT_EQ(marks.size(), 1U);
  EXPECT_EQ(marks[0].name, "first");
  EXPECT_EQ(marks[0].at, at_millis(70));
  EXPECT_EQ(buffer.next_event(), kNever);
}

TEST(PlayoutBuffer, ClearReleasesAllPendingMarksInOrderAndSaysWhatWasLost) {
  PlayoutBuffer buffer;
  buffer.write(at_millis(0), voice_like(seconds(1), 1));
  buffer.mark(at_millis(0), "a");
  buffer.write(at_millis(0), silence(seconds(1)));
  buffer.mark(at_millis(0), "b");
  buffer.mark(at_millis(0), "c");

  const PlayoutBuffer::Flushed flushed = buffer.clear(at_millis(1500));
  EXPECT_EQ(flushed.bytes, 4'000);
  EXPECT_FALSE(flushed.audible) << "only silence was left";
  ASSERT_EQ(flushed.marks.size(), 3U);
  EXPECT_EQ(flushed.marks[0].name, "a");
  EXPECT_FALSE(flushed.marks[0].cleared) << "it had been played";
  EXPECT_EQ(flushed.marks[0].at, at_millis(1000));
  EXPECT_EQ(flushed.marks[1].name, "b");
  EXPECT_TRUE(flushed.marks[1].cleared);
  EXPECT_EQ(flushed.marks[1].at, at_millis(1500));
  EXPECT_EQ(flushed.marks[2].name, "c");
  EXPECT_FALSE(buffer.playing());
  EXPECT_EQ(buffer.next_event(), kNever);
}

TEST(PlayoutBuffer, ClearOfVoiceIsAudibleAndWhatComesAfterItPlaysNormally) {
  PlayoutBuffer buffer;
  buffer.write(at_millis(0), voice_like(seconds(1), 1));
  EXPECT_TRUE(buffer.clear(at_millis(200)).audible);
  EXPECT_EQ(buffer.written(), 8'000);
  EXPECT_EQ(buffer.played(), 8'000) << "positions go on from what was accepted";

  buffer.write(at_millis(300), silence(millis(20)));
  buffer.mark(at_millis(300), "new");
  EXPECT_EQ(buffer.next_event(), at_millis(320));
}

TEST(PlayoutBuffer, ClearOfNothingReturnsNothing) {
  PlayoutBuffer buffer;
  const PlayoutBuffer::Flushed flushed = buffer.clear(at_millis(10));
  EXPECT_EQ(flushed.bytes, 0);
  EXPECT_FALSE(flushed.audible);
  EXPECT_TRUE(flushed.marks.empty());
}

TEST(PlayoutBuffer, RunsDryAndResumesWhenBytesArrive) {
  PlayoutBuffer buffer;
  buffer.write(at_millis(0), silence(millis(40)));
  buffer.advance(at_millis(100));  // dry since 40
  buffer.write(at_millis(100), silence(millis(20)));
  EXPECT_EQ(buffer.drained_at(), at_millis(120));
  EXPECT_EQ(buffer.played_at(400), at_millis(110));
  EXPECT_EQ(buffer.next_event(), at_millis(120));
}

TEST(PlayoutBuffer, PlaysOnWithoutDriftWhenFedInTime) {
  PlayoutBuffer buffer;
  for (int i = 0; i < 30'000; ++i) {  // ten minutes, each frame up to 13 ms early and never late
    buffer.write(at_micros(i * 20'000LL + (i % 7) * 1000 - (i == 0 ? 0 : 13'000)), silence(kFrameDuration));
  }
  EXPECT_EQ(buffer.drained_at(), at_millis(600'000));
}

TEST(PlayoutBuffer, TakesNoMoreThanItsCapacity) {
  PlayoutBuffer buffer(800);
  EXPECT_EQ(buffer.write(at_millis(0), silence(millis(90))), 720);
  EXPECT_EQ(buffer.write(at_millis(0), silence(millis(90))), 80);
  EXPECT_EQ(buffer.write(at_millis(0), silence(millis(90))), 0);
  EXPECT_EQ(buffer.write(at_millis(20), silence(millis(90))), 160) << "what has been played makes room";
}

TEST(PlayoutBuffer, TellsBeforehandWhatAnAdvanceWouldPlay) {
  PlayoutBuffer buffer;
  buffer.write(at_millis(0), silence(millis(30)));
  EXPECT_EQ(buffer.playable(at_millis(0)), 0);
  EXPECT_EQ(buffer.playable(at_micros(1'249)), 9);
  EXPECT_EQ(buffer.playable(at_millis(99)), 240);
  buffer.advance(at_millis(10));
  EXPECT_EQ(buffer.playable(at_millis(11)), 8);
}

TEST(PlayoutBuffer, PostponedPlayoutStandsStillAndGoesOnWhereItWas) {
  PlayoutBuffer buffer;
  buffer.write(at_millis(0), silence(millis(100)));
  buffer.mark(at_millis(0), "end");
  buffer.advance(at_millis(40));
  buffer.postpone(millis(200));
  EXPECT_EQ(buffer.next_event(), at_millis(300));
  buffer.advance(at_millis(240));
  EXPECT_EQ(buffer.played(), 320);
  buffer.advance(at_millis(250));
  EXPECT_EQ(buffer.played(), 400);
}

TEST(PlayoutBuffer, KeepsTheRightBytesWhileLongAudioIsPlayed) {
  std::vector<std::uint8_t> ramp(400'000);
  for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = static_cast<std::uint8_t>(i % 251);
  PlayoutBuffer buffer;
  buffer.write(at_millis(0), ramp);
  for (int ms = 0; ms < 50'000; ms += 20) {
    buffer.advance(at_millis(ms));
    ASSERT_EQ(buffer.held().front(), (ms * 8) % 251);
  }
}

}  // namespace
}  // namespace parley
