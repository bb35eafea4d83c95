#include "speech/sphinx/pronunciation.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(AGuessedPronunciation, FollowsTheLetters) {
  EXPECT_EQ(guessed_pronunciation("tom"), "T AA M");
  EXPECT_EQ(guessed_pronunciation("shilo"), "SH IH L OW");
  EXPECT_EQ(guessed_pronunciation("knight"), "N AY T");
  EXPECT_EQ(guessed_pronunciation("yossi"), "Y AA S IY");
  EXPECT_EQ(guessed_pronunciation("goldstein"), "G AA L D S T IY N");
}

TEST(AGuessedPronunciation, ReadsDigitsOneByOne) {
  EXPECT_EQ(guessed_pronunciation("42"), "F AO R T UW");
}

TEST(AGuessedPronunciation, GivesAWordWithoutAVowelOne) {
  EXPECT_EQ(guessed_pronunciation("me"), "M IY");
  EXPECT_EQ(guessed_pronunciation("brr"), "B R IY");
}

TEST(AGuessedPronunciation, IsNoneWhereAByteIsNoEnglishLetter) {
  EXPECT_EQ(guessed_pronunciation("caf\xC3\xA9"), "");
  EXPECT_EQ(guessed_pronunciation("'"), "");
  EXPECT_EQ(guessed_pronunciation(""), "");
}

}  // namespace
}  // namespace parley
