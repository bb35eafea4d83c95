#include "core/audio/framer.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/random.h"

namespace parley {
namespace {

std::vector<std::uint8_t> counting(std::size_t count, int first = 0) {
  std::vector<std::uint8_t> bytes(count);
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<std::uint8_t>(i + static_cast<std::size_t>(first));
  return bytes;
}

TEST(Framer, HasNoFrameUntilOneIsWhole) {
  Framer framer;
  framer.push(counting(159));
  EXPECT_FALSE(framer.pop());
  EXPECT_EQ(framer.pending(), 159U);
  framer.push(counting(1));
  EXPECT_TRUE(framer.pop());
  EXPECT_EQ(framer.pending(), 0U);
  EXPECT_FALSE(framer.pop());
}

TEST(Framer, CutsALargePayloadIntoFramesInOrder) {
  Framer framer;
  framer.push(counting(400));
  const auto first = framer.pop();
  const auto second = framer.pop();
  ASSERT_TRUE(first && second);
  EXPECT_EQ((*first)[0], 0);
  EXPECT_EQ((*second)[0], 160);
  EXPECT_FALSE(framer.pop());
  EXPECT_EQ(framer.pending(), 80U);
}

TEST(Framer, PadsTheRemainderWithSilence) {
  Framer framer;
  framer.push(counting(100, 1));
  const auto last = framer.flush();
  ASSERT_TRUE(last);
  EXPECT_EQ((*last)[99], 100);
  EXPECT_EQ(std::count(last->begin() + 100, last->end(), kMulawSilence), 60);
  EXPECT_EQ(framer.pending(), 0U);
}

TEST(Framer, HasNothingToFlushWithoutARemainder) {
  Framer framer;
  EXPECT_FALSE(framer.flush());
  framer.push(counting(160));
  framer.pop();
  EXPECT_FALSE(framer.flush());
}

TEST(Framer, GivesWholeFramesFirstWhenFlushedEarly) {
  Framer framer;
  framer.push(counting(161));
  ASSERT_TRUE(framer.flush());
  const auto last = framer.flush();
  ASSERT_TRUE(last);
  EXPECT_EQ((*last)[0], 160);
  EXPECT_EQ((*last)[1], kMulawSilence);
  EXPECT_FALSE(framer.flush());
}

TEST(Framer, LosesAndRepeatsNothingHoweverTheBytesCome) {
  Random random(3);
  Framer framer;
  std::uint8_t pushed = 0;
  std::uint8_t popped = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(random.below(500)));
    for (std::uint8_t& byte : bytes) byte = pushed++;
    framer.push(bytes);
    if (random.chance(300)) continue;  // let some pile up
    while (const auto frame = framer.pop()) {
      for (const std::uint8_t byte : *frame) ASSERT_EQ(byte, popped++);
    }
    ASSERT_LT(framer.pending(), static_cast<std::size_t>(kFrameSamples));
  }
}

}  // namespace
}  // namespace parley
