#include "core/vad/energy_vad.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

SpeechProbability judge(int level, int threshold) {
  EnergyVad detector;
  return detector.process(PcmFrame{}, level, threshold);
}

TEST(EnergyVad, CallsSilenceSilent) {
  EXPECT_EQ(judge(0, 35), 0);
}

TEST(EnergyVad, HearsVoiceOnlyAboveTheThreshold) {
  EXPECT_LE(judge(100, 100), kSpeechCut);
  EXPECT_GT(judge(101, 100), kSpeechCut);
}

TEST(EnergyVad, HearsTheSmallestExcessOverALargeThreshold) {
  EXPECT_LE(judge(20'000, 20'000), kSpeechCut);
  EXPECT_GT(judge(20'001, 20'000), kSpeechCut);
}

TEST(EnergyVad, RisesWithTheLevelAndStopsAtOneThousand) {
  EXPECT_EQ(judge(50, 100), 250);
  EXPECT_EQ(judge(150, 100), 750);
  EXPECT_EQ(judge(32'767, 100), 1000);
}

TEST(EnergyVad, TakesAnySoundForVoiceWhenThereIsNoThreshold) {
  EXPECT_EQ(judge(0, 0), 0);
  EXPECT_EQ(judge(1, 0), 1000);
}

TEST(EnergyVad, GivesTheSameAnswerForTheSameInput) {
  EnergyVad detector;
  const SpeechProbability first = detector.process(PcmFrame{}, 80, 60);
  detector.process(PcmFrame{}, 5000, 60);
  EXPECT_EQ(detector.process(PcmFrame{}, 80, 60), first);
  detector.reset();
  EXPECT_EQ(detector.process(PcmFrame{}, 80, 60), first);
}

}  // namespace
}  // namespace parley
