#include "core/audio/echo_reference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>
#include <vector>

#include "core/audio/level.h"
#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"

namespace parley {
namespace {

/// A line that returns what we said `delay` samples later at `percent` of its level, with the caller on top.
class Line {
 public:
  explicit Line(std::uint64_t seed) : said_(voice_like(seconds(8), seed)) {}

  /// The next frame comes in: its unexplained level.
  int next(int delay, int percent, const PcmFrame& caller = {}) {
    reference_.said(at_, std::span(said_).subspan(static_cast<std::size_t>(at_), kFrameSamples));
    for (int i = 0; i < kFrameSamples; ++i) {
      const std::int64_t from = at_ + i - delay;
      const int echo = from < 0 ? 0 : mulaw_decode(said_[static_cast<std::size_t>(from)]) * percent / 100;
      const int sum = std::clamp(echo + caller[static_cast<std::size_t>(i)], -32768, 32767);
      heard_[static_cast<std::size_t>(i)] = static_cast<std::int16_t>(sum);
    }
    at_ += kFrameSamples;
    return reference_.unexplained_level(heard_, at_);
  }
  void run(int frames, int delay, int percent) {
    for (int i = 0; i < frames; ++i) next(delay, percent);
  }
  int heard_level() const { return rms_level(heard_); }
  std::optional<int> delay() const { return reference_.delay(); }

 private:
  std::vector<std::uint8_t> said_;
  EchoReference reference_;
  PcmFrame heard_{};
  std::int64_t at_ = 0;
};

/// A voice of the caller's own, frame by frame.
class Caller {
 public:
  explicit Caller(std::uint64_t seed) : voice_(voice_like(seconds(8), seed)) {}
  PcmFrame next() {
    PcmFrame frame;
    for (auto& sample : frame) sample = mulaw_decode(voice_[at_++]);
    return frame;
  }

 private:
  std::vector<std::uint8_t> voice_;
  std::size_t at_ = 0;
};

TEST(EchoReference, WithNothingSaidEverythingHeardIsTheCallers) {
  EchoReference reference;
  const PcmFrame frame = Caller(1).next();
  ASSERT_GT(rms_level(frame), 0);
  EXPECT_EQ(reference.unexplained_level(frame, 1600), rms_level(frame));
  EXPECT_FALSE(reference.delay().has_value());
}

TEST(EchoReference, FindsTheDelayOfAnEchoAndExplainsAllOfIt) {
  for (const int delay : {0, 37, 160, 801, 2400, 4800}) {
    Line line(7);
    line.run(100, delay, 30);
    ASSERT_TRUE(line.delay().has_value()) << delay;
    EXPECT_LE(std::abs(*line.delay() - delay), 1) << delay;
    for (int i = 0; i < 100; ++i) {
      EXPECT_EQ(line.next(delay, 30), 0) << delay << " frame " << i;
      EXPECT_GT(line.heard_level(), 0);
    }
  }
}

TEST(EchoReference, KnowsTheDelayWithinHalfASecondOfEcho) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Line line(seed);
    line.run(25 + 800 / kFrameSamples, 800, 30);
    EXPECT_TRUE(line.delay().has_value()) << seed;
  }
}

TEST(EchoReference, ACallerOverTheEchoIsNotExplained) {
  Line line(7);
  line.run(100, 800, 15);
  ASSERT_TRUE(line.delay().has_value());
  Caller caller(1000);
  int heard = 0;
  for (int i = 0; i < 100; ++i) {
    if (line.next(800, 15, caller.next()) > 300) ++heard;
  }
  EXPECT_GT(heard, 80);
}

TEST(EchoReference, NeverSaysMoreThanWasHeard) {
  Line line(9);
  Caller caller(1001);
  for (int i = 0; i < 200; ++i) {
    const int level = line.next(800, 30, i % 50 < 25 ? caller.next() : PcmFrame{});
    EXPECT_LE(level, line.heard_level());
    EXPECT_GE(level, 0);
  }
}

// A delay is sometimes learned from two voices that resemble each other; what counts is that it explains next to
// nothing, so that the caller is still heard.
TEST(EchoReference, ACallerOverAnEcholessLineIsHeardInAlmostEveryFrame) {
  int explained = 0;
  int frames = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Line line(seed);
    Caller caller(seed + 500);
    for (int i = 0; i < 200; ++i, ++frames) {
      if (line.next(0, 0, caller.next()) == 0 && line.heard_level() > kAudibleRms) ++explained;
    }
  }
  EXPECT_LT(explained * 50, frames);  // under 2 %
}

TEST(EchoReference, AnEchoThatMovesIsFoundAgain) {
  Line line(7);
  line.run(100, 800, 30);
  line.run(50, 1600, 30);
  ASSERT_TRUE(line.delay().has_value());
  EXPECT_LE(std::abs(*line.delay() - 1600), 1);
}

TEST(EchoReference, AnEchoThatBeginsAfterALongCallerIsFoundWithinHalfASecond) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Line line(seed);
    Caller caller(seed + 500);
    for (int i = 0; i < 150; ++i) line.next(0, 0, caller.next());  // the search has become rare by now
    line.run(25, 800, 30);
    ASSERT_TRUE(line.delay().has_value()) << seed;
    EXPECT_LE(std::abs(*line.delay() - 800), 1) << seed;
  }
}

TEST(EchoReference, ALineWithoutEchoTeachesNothing) {
  Line line(7);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(line.next(0, 0), 0);
  EXPECT_FALSE(line.delay().has_value());
}

TEST(EchoReference, APositionThatNothingWasSaidForExplainsNothing) {
  EchoReference reference;
  reference.said(0, voice_like(seconds(1), 3));
  Caller caller(4);
  for (const std::int64_t position : {std::int64_t{-1'000'000}, std::int64_t{0}, std::int64_t{1} << 40}) {
    for (int i = 0; i < 5; ++i) {
      const PcmFrame frame = caller.next();
      EXPECT_EQ(reference.unexplained_level(frame, position), rms_level(frame)) << position;
    }
  }
}

}  // namespace
}  // namespace parley
