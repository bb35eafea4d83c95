#include "core/audio/voice_like.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>

#include "core/audio/frame.h"
#include "core/audio/level.h"

namespace parley {
namespace {

TEST(VoiceLike, HasExactlyTheLengthAskedFor) {
  EXPECT_EQ(voice_like(millis(1), 1).size(), 8U);
  EXPECT_EQ(voice_like(millis(2345), 1).size(), 18'760U);
  EXPECT_TRUE(voice_like(Duration{}, 1).empty());
  EXPECT_TRUE(voice_like(millis(-5), 1).empty());
}

TEST(VoiceLike, IsTheSameForTheSameSeedAndAnotherForAnother) {
  EXPECT_EQ(voice_like(seconds(2), 7), voice_like(seconds(2), 7));
  EXPECT_NE(voice_like(seconds(2), 7), voice_like(seconds(2), 8));
}

TEST(VoiceLike, IsAsLoudAsATelephoneVoiceWhateverTheSeed) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const int level = rms_level_mulaw(voice_like(seconds(5), seed));
    EXPECT_GT(level, 2603) << seed;  // -22 dBov
    EXPECT_LT(level, 4125) << seed;  // -18 dBov
  }
}

TEST(VoiceLike, DipsBetweenSyllablesButNeverForAsLongAsAHangover) {
  int dips = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const std::vector<std::uint8_t> codes = voice_like(seconds(10), seed);
    Duration quiet{};
    for (std::size_t at = 0; at + 80 <= codes.size(); at += 80) {
      const int level = rms_level_mulaw(std::span(codes).subspan(at, 80));
      if (level < 1000) {
        quiet += millis(10);
      } else {
        if (quiet >= millis(40)) ++dips;
        EXPECT_LE(quiet, millis(120)) << "seed " << seed << " at sample " << at;
        quiet = Duration{};
      }
    }
  }
  EXPECT_GT(dips, 20 * 10 * 2);  // at least two syllables a second
}

TEST(VoiceLike, IsAudibleInEveryWholeFrame) {
  const std::vector<std::uint8_t> codes = voice_like(seconds(10), 3);
  for (std::size_t at = 0; at + kFrameSamples <= codes.size(); at += kFrameSamples) {
    EXPECT_GT(rms_level_mulaw(std::span(codes).subspan(at, kFrameSamples)), kAudibleRms) << at;
  }
}

TEST(VoiceLike, BeginsAndEndsSoftly) {
  const std::vector<std::uint8_t> codes = voice_like(seconds(1), 3);
  EXPECT_LT(rms_level_mulaw(std::span(codes).first(8)), 400);
  EXPECT_LT(rms_level_mulaw(std::span(codes).last(8)), 400);
}

}  // namespace
}  // namespace parley
