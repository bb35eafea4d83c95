#include "core/vad/level_fall.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

void add(LevelFall& fall, int frames, int level, bool in_voice) {
  for (int i = 0; i < frames; ++i) fall.add(level, false, in_voice);
}

TEST(LevelFall, IsTheMeanOfTheVoiceAndOfTheSilenceAfterIt) {
  LevelFall fall;
  fall.add(900, true, true);
  fall.add(1100, false, true);
  add(fall, 3, 100, false);
  fall.add(200, false, false);
  EXPECT_EQ(fall.voice(), 1000);
  EXPECT_EQ(fall.silence(), 125);
}

TEST(LevelFall, ADipInsideTheVoiceIsForgottenWhenTheVoiceGoesOn) {
  LevelFall fall;
  fall.add(1000, true, true);
  add(fall, 2, 600, false);
  add(fall, 1, 1000, true);
  add(fall, 2, 50, false);
  EXPECT_EQ(fall.silence(), 50);
}

TEST(LevelFall, ANewStretchForgetsTheOneBefore) {
  LevelFall fall;
  fall.add(4000, true, true);
  add(fall, 5, 20, false);
  fall.add(500, true, true);
  EXPECT_EQ(fall.voice(), 500);
}

TEST(LevelFall, OfNothingIsNothing) {
  const LevelFall fall;
  EXPECT_EQ(fall.voice(), 0);
  EXPECT_EQ(fall.silence(), 0);
}

}  // namespace
}  // namespace parley
