#include "speech/sphinx/kept_audio.h"

#include <gtest/gtest.h>

#include "core/audio/frame.h"

namespace parley {
namespace {

std::vector<std::uint8_t> copy(std::span<const std::uint8_t> span) {
  return {span.begin(), span.end()};
}

TEST(KeptAudio, GivesARangeOfWhatCame) {
  KeptAudio audio(100);
  audio.add({1000}, std::vector<std::uint8_t>{1, 2, 3});
  audio.add({1003}, std::vector<std::uint8_t>{4, 5});
  EXPECT_EQ(copy(audio.between({1001}, {1004})), (std::vector<std::uint8_t>{2, 3, 4}));
  EXPECT_EQ(copy(audio.between({0}, {99999})), (std::vector<std::uint8_t>{1, 2, 3, 4, 5}));
  EXPECT_TRUE(audio.between({1005}, {1010}).empty());
  EXPECT_TRUE(audio.between({1004}, {1002}).empty());
}

TEST(KeptAudio, HasSilenceWhereTheLineLeftSomethingOut) {
  KeptAudio audio(100);
  audio.add({0}, std::vector<std::uint8_t>{1});
  audio.add({3}, std::vector<std::uint8_t>{2});
  EXPECT_EQ(copy(audio.between({0}, {4})), (std::vector<std::uint8_t>{1, kMulawSilence, kMulawSilence, 2}));
}

TEST(KeptAudio, TakesTheSecondTellingWhereAudioComesAgain) {
  KeptAudio audio(100);
  audio.add({0}, std::vector<std::uint8_t>{1, 2, 3});
  audio.add({1}, std::vector<std::uint8_t>{7});
  EXPECT_EQ(copy(audio.between({0}, {9})), (std::vector<std::uint8_t>{1, 7}));
  audio.add({-5}, std::vector<std::uint8_t>{9});
  EXPECT_EQ(copy(audio.between({-9}, {9})), (std::vector<std::uint8_t>{9}));
}

TEST(KeptAudio, StartsAgainAfterAGapLongerThanAllItKeeps) {
  KeptAudio audio(100);
  audio.add({0}, std::vector<std::uint8_t>{1});
  audio.add({5'000'000'000}, std::vector<std::uint8_t>{2});
  EXPECT_EQ(audio.begin(), MediaTime{5'000'000'000});
  EXPECT_EQ(audio.end(), MediaTime{5'000'000'001});
}

TEST(KeptAudio, KeepsTheLatestWithinItsBound) {
  KeptAudio audio(100);
  for (std::uint8_t i = 0; i < 200; ++i) audio.add({i * 10}, std::vector<std::uint8_t>(10, i));
  EXPECT_EQ(audio.end(), MediaTime{2000});
  EXPECT_LE(audio.end() - audio.begin(), 150);
  EXPECT_GE(audio.end() - audio.begin(), 100);
  EXPECT_EQ(audio.between({1990}, {1991}).front(), 199);
}

}  // namespace
}  // namespace parley
