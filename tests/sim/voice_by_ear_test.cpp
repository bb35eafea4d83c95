#include "sim/voice_by_ear.h"

#include <gtest/gtest.h>

#include "core/audio/frame.h"

namespace parley {
namespace {

void hear(VoiceByEar& ear, std::int64_t first, std::int64_t last, std::int16_t level) {
  PcmFrame frame;
  frame.fill(level);
  for (std::int64_t n = first; n < last; ++n) ear.hear({n * kFrameSamples}, frame);
}

TEST(VoiceByEar, TakesEachStretchOfVoiceForAWord) {
  VoiceByEar ear;
  hear(ear, 0, 50, 20);
  EXPECT_TRUE(ear.spoken().empty());
  hear(ear, 50, 75, 2'000);
  hear(ear, 75, 85, 20);  // a pause of 200 ms inside
  hear(ear, 85, 100, 2'000);
  hear(ear, 100, 150, 20);
  hear(ear, 150, 160, 2'000);
  ASSERT_EQ(ear.spoken().size(), 2U);
  EXPECT_EQ(ear.spoken()[0].extent(), (MediaRange{{50 * kFrameSamples}, {100 * kFrameSamples}}));
  EXPECT_EQ(ear.spoken()[1].extent(), (MediaRange{{150 * kFrameSamples}, {160 * kFrameSamples}}));
  EXPECT_EQ(words_in(ear.spoken(), {{0}, {200 * kFrameSamples}}), "something something");
}

}  // namespace
}  // namespace parley
