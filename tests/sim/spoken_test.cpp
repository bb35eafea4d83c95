#include "sim/spoken.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(Spoken, WordsShareTheVoicedTimeEvenlyAndNoneFallsIntoAPause) {
  const Spoken spoken{{{{1000}, {2000}}, {{9000}, {12000}}}, "one two three four", 0};
  const auto words = words_of(spoken);
  ASSERT_EQ(words.size(), 4U);
  EXPECT_EQ(words[0].centre.samples, 1500);
  EXPECT_EQ(words[1].centre.samples, 9500);
  EXPECT_EQ(words[2].centre.samples, 10500);
  EXPECT_EQ(words[3].word, "four");
}

TEST(Spoken, ARangeHoldsTheWordsWhoseCentreLiesInIt) {
  const std::vector<Spoken> spoken{{{{{0}, {4000}}}, "what are your  hours", 0}, {{{{8000}, {9000}}}, "please", 1}};
  EXPECT_EQ(words_in(spoken, {{0}, {20000}}), "what are your hours please");
  EXPECT_EQ(words_in(spoken, {{1400}, {3000}}), "are your");
  EXPECT_EQ(words_in(spoken, {{1500}, {1500}}), "");
  EXPECT_EQ(words_in(spoken, {{4000}, {8000}}), "");
}

TEST(Spoken, NoWordsIsNoText) {
  EXPECT_TRUE(words_of({{{{0}, {4000}}}, "  ", 0}).empty());
  EXPECT_EQ(words_in({}, {{0}, {20000}}), "");
}

TEST(Spoken, VoicedStretchesLeaveOutQuietEndsAndLongPauses) {
  std::vector<std::int16_t> samples(8000, 0);
  std::fill(samples.begin() + 800, samples.begin() + 2400, std::int16_t{5000});
  std::fill(samples.begin() + 3040, samples.begin() + 3200, std::int16_t{5000});  // after 80 ms: bridged
  std::fill(samples.begin() + 6400, samples.begin() + 6560, std::int16_t{90});    // 35 dB under the loudest
  std::fill(samples.begin() + 6720, samples.begin() + 6880, std::int16_t{500});
  EXPECT_EQ(voiced_stretches(samples, {100}), (std::vector<MediaRange>{{{900}, {3300}}, {{6820}, {6980}}}));
  EXPECT_TRUE(voiced_stretches(std::vector<std::int16_t>(1000, 3), {0}).empty());
  EXPECT_TRUE(voiced_stretches({}, {0}).empty());
}

}  // namespace
}  // namespace parley
