#include "core/reply/intents/spoken_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> forms(std::string_view text) {
  std::vector<std::string> all;
  for (const SpokenWord& word : spoken_words(text)) all.push_back(word.form);
  return all;
}

TEST(SpokenWords, AreSmallLettersWithoutPunctuation) {
  EXPECT_EQ(joined(spoken_words("  Hello, WORLD! How's 24/7? ")), "hello world how's 24 7");
}

TEST(SpokenWords, OfAContractionAreComparedOneByOne) {
  EXPECT_EQ(forms("what's"), forms("what is"));
  EXPECT_EQ(forms("I can't"), forms("i can not"));
  EXPECT_EQ(forms("they’re"), forms("they are")) << "with the apostrophe of print";
  EXPECT_EQ(joined(spoken_words("i don't know")), "i don't know") << "and are said as they were";
}

TEST(SpokenWords, OfEnglishAreComparedWithoutTheirEndings) {
  EXPECT_EQ(forms("opening opens opened"), (std::vector<std::string>{"open", "open", "open"}));
  EXPECT_EQ(forms("prices"), forms("price"));
  EXPECT_EQ(forms("addresses"), forms("address"));
  EXPECT_EQ(forms("is"), (std::vector<std::string>{"is"}));
}

TEST(SpokenWords, OfHebrewHaveNeitherPointsNorFinalLetters) {
  EXPECT_EQ(forms("שָׁלוֹם"), forms("שלומ"));
  EXPECT_EQ(joined(spoken_words("שָׁלוֹם!")), "שלום");
  EXPECT_EQ(forms("בית־ספר").size(), 2U) << "a maqaf separates";
  EXPECT_EQ(forms("צה״ל").size(), 1U) << "gershayim stand within an acronym";
}

TEST(SpokenWords, AreBoundedWhateverIsSaid) {
  std::string lengthy;
  for (int i = 0; i < 500; ++i) lengthy += "word ";
  EXPECT_LE(spoken_words(lengthy).size(), 2 * kMostSpokenWords);
}

TEST(SpokenWords, AreNothingWhereThereIsNoText) {
  EXPECT_THAT(forms(" '' -- \xff\xfe ?"), IsEmpty());
}

TEST(HebrewParticles, AreTakenOffOneAfterTheOther) {
  EXPECT_THAT(without_particles("ובבית"), ElementsAre("בבית", "בית"));
  EXPECT_THAT(without_particles("לי"), IsEmpty()) << "two letters have to be left";
  EXPECT_THAT(without_particles("table"), IsEmpty());
}

}  // namespace
}  // namespace parley
