#include "core/vad/steadiness.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/audio/frame.h"
#include "core/audio/level.h"
#include "core/audio/voice_like.h"
#include "core/base/random.h"

namespace parley {
namespace {

void feed(Steadiness& steadiness, int frames, int level) {
  for (int i = 0; i < frames; ++i) steadiness.add(level);
}

TEST(Steadiness, AHumIsNoiseAfterHalfASecond) {
  Steadiness steadiness;
  feed(steadiness, 25, 800);  // two of the onset and 23 of the 24 that it takes
  EXPECT_FALSE(steadiness.steady());
  feed(steadiness, 1, 800);
  EXPECT_TRUE(steadiness.steady());
  EXPECT_EQ(steadiness.mean(), 800);
}

TEST(Steadiness, TheRiseOfTheOnsetDoesNotCount) {
  Steadiness steadiness;
  feed(steadiness, 2, 10);
  feed(steadiness, 24, 800);
  EXPECT_TRUE(steadiness.steady());
  EXPECT_EQ(steadiness.mean(), 800);
}

TEST(Steadiness, ALevelThatVariesBy3DecibelsIsNotSteady) {
  Steadiness under;
  feed(under, 14, 1000);
  feed(under, 12, 1412);
  EXPECT_TRUE(under.steady());

  Steadiness over;
  feed(over, 14, 1000);
  feed(over, 12, 1413);
  EXPECT_FALSE(over.steady());
}

TEST(Steadiness, OnceItHasVariedAStretchStaysVoice) {
  Steadiness steadiness;
  feed(steadiness, 5, 300);
  feed(steadiness, 500, 1000);
  EXPECT_FALSE(steadiness.steady());
}

TEST(Steadiness, EachStretchIsJudgedAnew) {
  Steadiness steadiness;
  feed(steadiness, 5, 300);
  feed(steadiness, 24, 1000);
  steadiness.reset();
  EXPECT_EQ(steadiness.mean(), 0);
  feed(steadiness, 26, 1000);
  EXPECT_TRUE(steadiness.steady());
}

TEST(Steadiness, NoiseIsSteadyThoughItsFramesDiffer) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Random random(seed);
    Steadiness steadiness;
    for (int i = 0; i < 26; ++i) {
      PcmFrame frame;
      for (auto& sample : frame) sample = static_cast<std::int16_t>(random.normal(800));
      steadiness.add(rms_level(frame));
    }
    EXPECT_TRUE(steadiness.steady()) << seed;
  }
}

TEST(Steadiness, AVoiceIsNever) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto codes = voice_like(seconds(5), seed);
    Steadiness steadiness;
    for (std::size_t at = 0; at + kFrameSamples <= codes.size(); at += kFrameSamples) {
      steadiness.add(rms_level_mulaw(std::span(codes).subspan(at, kFrameSamples)));
      ASSERT_FALSE(steadiness.steady()) << "seed " << seed << " at sample " << at;
    }
  }
}

}  // namespace
}  // namespace parley
