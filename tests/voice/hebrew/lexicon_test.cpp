#include "voice/hebrew/lexicon.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "voice/characters.h"

namespace parley::hebrew {
namespace {

std::string found(const Lexicon& lexicon, const char* word) {
  const std::string* phonemes = lexicon.find(characters_of(word));
  return phonemes == nullptr ? "nothing" : *phonemes;
}

TEST(AHebrewLexicon, TakesPointsSpellingsAndPhonemes) {
  const auto lexicon =
      Lexicon::read("# a comment\n\nשָׁלוֹם\n  תוכנית \t תׇּכְנִית\r\nemail = 'imejl\nת״ז = te?ud'at zeh'ut", "words");
  ASSERT_TRUE(lexicon.has_value());
  EXPECT_EQ(lexicon->size(), 4U);
  EXPECT_EQ(found(*lexicon, "שלום"), "Sal'om");
  EXPECT_EQ(found(*lexicon, "תוכנית"), "toXn'it");
  EXPECT_EQ(found(*lexicon, "email"), "'imejl");
  EXPECT_EQ(found(*lexicon, "ת\"ז"), "te?ud'at zeh'ut");
  EXPECT_EQ(found(*lexicon, "אחר"), "nothing");
}

TEST(AHebrewLexicon, NamesTheLineThatIsWrong) {
  EXPECT_EQ(Lexicon::read("שָׁלוֹם\nשלום", "words").error().text(), "words:2: has no vowel points");
  EXPECT_EQ(Lexicon::read("א בָּ ג", "words").error().text(),
            "words:1: must be a word, a spelling and a word, or a word = phonemes");
  EXPECT_EQ(Lexicon::read("= a", "words").error().text(), "words:1: has no word");
  EXPECT_EQ(Lexicon::read("\xFF\xFE", "words").error().text(), "words:1: is no UTF-8");
  EXPECT_EQ(Lexicon::read(std::string(1000, 'a') + " = b", "words").error().text(), "words:1: is too long a word");
}

TEST(TheBuiltInHebrewLexicon, HoldsOnlyPhonemesThatTheEngineHas) {
  const auto lexicon = Lexicon::read(lexicon_text(), "he.lexicon");
  ASSERT_TRUE(lexicon.has_value()) << lexicon.error().text();
  EXPECT_GT(lexicon->size(), 600U);
  std::string text(lexicon_text());
  std::size_t at = 0;
  while ((at = text.find(" = ", at)) != std::string::npos) {
    at += 3;
    std::string phonemes = text.substr(at, text.find('\n', at) - at);
    EXPECT_EQ(phonemes.find_first_not_of("abdefghijklmnoprstuvzXSZ?Q\"' "), std::string::npos) << phonemes;
    EXPECT_NE(phonemes.find('\''), std::string::npos) << phonemes << " has no stress";
  }
}

}  // namespace
}  // namespace parley::hebrew
