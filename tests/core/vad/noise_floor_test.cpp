#include "core/vad/noise_floor.h"

#include <gtest/gtest.h>

#include "core/base/random.h"

namespace parley {
namespace {

void feed(NoiseFloor& floor, int frames, int level, bool voiced = false, bool counts = true) {
  for (int i = 0; i < frames; ++i) floor.add(level, voiced, counts);
}

TEST(NoiseFloor, IsValidFromTheTenthFrame) {
  NoiseFloor floor{VadConfig{}};
  feed(floor, 9, 40);
  EXPECT_FALSE(floor.valid());
  EXPECT_EQ(floor.level(), 0);
  EXPECT_EQ(floor.voice_threshold(), 35);
  feed(floor, 1, 40);
  EXPECT_TRUE(floor.valid());
  EXPECT_EQ(floor.level(), 46);  // the minimum corrected for its bias
}

TEST(NoiseFloor, IsCalibratedAfter400MsOfUnvoicedAudio) {
  NoiseFloor floor{VadConfig{}};
  feed(floor, 100, 40, true);
  EXPECT_FALSE(floor.calibrated());
  feed(floor, 19, 40);
  EXPECT_FALSE(floor.calibrated());
  feed(floor, 1, 40);
  EXPECT_TRUE(floor.calibrated());
}

TEST(NoiseFloor, ACallerWhoSpeaksFromTheFirstFrameDoesNotDeafenTheCall) {
  NoiseFloor floor{VadConfig{}};
  feed(floor, 75, 3000, true);
  EXPECT_EQ(floor.level(), 60);
  EXPECT_EQ(floor.voice_threshold(), 140);
}

TEST(NoiseFloor, FramesUnderOurOwnPlayoutSayNothing) {
  NoiseFloor floor{VadConfig{}};
  feed(floor, 200, 40, false, false);
  EXPECT_FALSE(floor.valid());
  EXPECT_FALSE(floor.calibrated());
  feed(floor, 75, 100);
  feed(floor, 200, 0, false, false);
  EXPECT_EQ(floor.level(), 115);
}

TEST(NoiseFloor, IsTheQuietestMomentOfTheWindowNotTheMean) {
  NoiseFloor floor{VadConfig{}};
  feed(floor, 74, 3000);
  feed(floor, 1, 100);
  EXPECT_EQ(floor.level(), 115);
  feed(floor, 74, 3000);
  EXPECT_EQ(floor.level(), 115);
  feed(floor, 1, 3000);  // 1.5 s later it is forgotten
  EXPECT_EQ(floor.level(), 3450);
}

TEST(NoiseFloor, FollowsAFloorThatRises12DecibelsWithinSeconds) {
  NoiseFloor floor{VadConfig{}};
  feed(floor, 100, 100);
  feed(floor, 75, 400, true);
  EXPECT_EQ(floor.level(), 460);
}

TEST(NoiseFloor, OfSteadyNoiseLiesNearItsMean) {
  NoiseFloor floor{VadConfig{}};
  Random random(5);
  for (int i = 0; i < 300; ++i) floor.add(static_cast<int>(1000 + random.normal(56)), false, true);
  EXPECT_GT(floor.level(), 920);
  EXPECT_LT(floor.level(), 1080);
}

TEST(NoiseFloor, NoiseThatWasTakenForVoiceRaisesItAtOnceAndCalibrates) {
  NoiseFloor floor{VadConfig{}};
  feed(floor, 20, 20, true);
  EXPECT_FALSE(floor.calibrated());
  floor.raise(800);
  EXPECT_TRUE(floor.calibrated());
  EXPECT_GT(floor.level(), 780);
  EXPECT_LE(floor.level(), 800);
  EXPECT_GT(floor.voice_threshold(), 800);  // so the same noise is no voice any more
}

TEST(NoiseFloor, RaisingToLessChangesNothing) {
  NoiseFloor floor{VadConfig{}};
  feed(floor, 75, 500);
  const int before = floor.level();
  floor.raise(100);
  EXPECT_EQ(floor.level(), before);
}

TEST(NoiseFloor, ThresholdsFollowTheFloorAndBargeInAsksForALittleMore) {
  NoiseFloor floor{VadConfig{}};
  feed(floor, 75, 100);
  ASSERT_EQ(floor.level(), 115);
  EXPECT_EQ(floor.voice_threshold(), 115 * 22 / 10 + 8);
  EXPECT_EQ(floor.barge_in_threshold(), 115 * 22 / 10 + 10);
}

TEST(NoiseFloor, OnAQuietLineBothThresholdsAreTheLeastOne) {
  NoiseFloor floor{VadConfig{}};
  feed(floor, 75, 0);
  EXPECT_EQ(floor.voice_threshold(), 35);
  EXPECT_EQ(floor.barge_in_threshold(), 35);
}

TEST(NoiseFloor, AFixedThresholdReplacesBothAndTheFloorIsStillTracked) {
  VadConfig config;
  config.fixed_threshold = 250;
  NoiseFloor floor{config};
  feed(floor, 75, 1000);
  EXPECT_EQ(floor.voice_threshold(), 250);
  EXPECT_EQ(floor.barge_in_threshold(), 250);
  EXPECT_EQ(floor.level(), 1150);
}

}  // namespace
}  // namespace parley
