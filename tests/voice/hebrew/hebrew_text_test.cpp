#include "voice/hebrew/hebrew_text.h"

#include <gtest/gtest.h>

#include <string>

#include "voice/characters.h"
#include "voice/hebrew/guess.h"

namespace parley::hebrew {
namespace {

struct Reading {
  const char* text;
  const char* speech;
};

class HebrewSpeech : public testing::TestWithParam<Reading> {};

TEST_P(HebrewSpeech, IsWhatWasWritten) {
  EXPECT_EQ(speech_of(GetParam().text), GetParam().speech) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Words, HebrewSpeech,
    testing::Values(Reading{"שלום!", "[[Sal'om]]."}, Reading{"רגע, חושב…", "[[Q\"'ega]], [[XoS'ev]]."},
                    Reading{"איך אפשר לעזור?", "[['ejX efS'aQ\" la?az'oQ\"]]?"},
                    Reading{"תודה שהתקשרת. להתראות.", "[[tod'a SehitkaS'aQ\"ta]]. [[lehitQ\"a?'ot]]."},
                    Reading{"זֶה סֵפֶר טוֹב", "[[z'e s'efeQ\" t'ov]]"}, Reading{"בֵּית־סֵפֶר", "[[b'ejt s'efeQ\"]]"}));
INSTANTIATE_TEST_SUITE_P(Prefixes, HebrewSpeech,
                         testing::Values(Reading{"ושלום", "[[veSal'om]]"}, Reading{"שהטלפון", "[[Sehat'elefon]]"},
                                         Reading{"מחיפה", "[[meXejf'a]]"},
                                         Reading{"לירושלים", "[[lejeQ\"uSal'ajim]]"},
                                         Reading{"ב-5", "[[beXam'eS]]"},
                                         Reading{"ל־10 דקות", "[[le'eseQ\" dak'ot]]"}));
INSTANTIATE_TEST_SUITE_P(
    Numbers, HebrewSpeech,
    testing::Values(Reading{"בשעה 14:30", "[[beSa?'a St'ajim vaX'etsi aXaQ\"'ej hatsohoQ\"'ajim]]"},
                    Reading{"ב-3.5.2026", "[[beSloS'a bem'aj alp'ajim esQ\"'im veS'eS]]"},
                    Reading{"₪12.50", "[[Sn'em as'aQ\" Skal'im veXamiS'im agoQ\"'ot]]"},
                    Reading{"50 ₪.", "[[XamiS'im Skal'im]]."}, Reading{"50 ש\"ח.", "[[XamiS'im Skal'im]]."},
                    Reading{"$20", "[[esQ\"'im d'olaQ\"]]"}, Reading{"5%", "[[XamiS'a aXuz'im]]"},
                    Reading{"3 ימים", "[[SloS'a jam'im]]"}, Reading{"2 דקות", "[[St'ej dak'ot]]"},
                    Reading{"050-123-4567",
                            "[['efes Xam'eS 'efes]], [[aX'at St'ajim Sal'oS]], [[aQ\"b'a Xam'eS S'eS S'eva]]"},
                    Reading{"+972 3", "[[pl'us t'eSa S'eva St'ajim Sal'oS]]"},
                    Reading{"*27", "[[koXav'it St'ajim S'eva]]"}, Reading{"007", "[['efes 'efes S'eva]]"},
                    Reading{"9:00-12:00", "[[t'eSa ?'ad St'em esQ\"'e batsohoQ\"'ajim]]"},
                    Reading{"3.5", "[[Sal'oS nekud'a Xam'eS]]"},
                    Reading{"1,250", "[['elef mat'ajim veXamiS'im]]"}));
INSTANTIATE_TEST_SUITE_P(Latin, HebrewSpeech,
                         testing::Values(Reading{"Zoom", "[[z'um]]"}, Reading{"SMS", "[['es 'em 'es]]"},
                                         Reading{"USB", "[[j'u 'es b'i]]"}, Reading{"hello", "[[h'elo]]"},
                                         Reading{"a@b.com", "[['ej StQ\"'udel b'i nekud'a k'om]]"}));
INSTANTIATE_TEST_SUITE_P(Nothing, HebrewSpeech,
                         testing::Values(Reading{"", ""}, Reading{"...?!", ""}, Reading{"[[", ""},
                                         Reading{"\xFF", ""}, Reading{"😀", ""}));

TEST(HebrewSpeechOfAnything, NeverCarriesBracketsOfTheTextAndIsBounded) {
  EXPECT_EQ(speech_of("[[שלום]]"), "[[Sal'om]]");
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "9שa";
  EXPECT_LT(speech_of(text).size(), 100'000U);
  EXPECT_LT(speech_of(std::string(1'000'000, '7')).size(), 100'000U);
}

TEST(AHebrewWordThatNobodyKnows, IsGuessedSoThatItCanBeSpoken) {
  const auto guess = [](const char* word) { return guess_unpointed(characters_of(word)); };
  EXPECT_EQ(guess("מחשב"), "maXS'ev");
  EXPECT_EQ(guess("שולחן"), "SolX'an");
  EXPECT_EQ(guess("ילד"), "jal'ad");
  EXPECT_EQ(guess("כתובת"), "katov'at");
  EXPECT_EQ(guess("חלונות"), "Xalon'ot");
  EXPECT_EQ(guess("תפריטים"), "tafQ\"it'im");
  EXPECT_EQ(guess("בית"), "b'it");
  EXPECT_EQ(guess("אב"), "'av");
  EXPECT_EQ(guess("ב"), "b'a");
  EXPECT_EQ(guess("צ'יפס"), "tSif'as");
}

TEST(AHebrewWordThatNobodyKnows, NeverHasMoreThanThreeConsonantsTogether) {
  const std::u32string letters = characters_of("אבגהוחילמנער שתקפצ'סטדזכ");
  std::uint32_t state = 1;
  for (int i = 0; i < 3000; ++i) {
    std::u32string word;
    for (std::uint32_t length = 1U + static_cast<std::uint32_t>(i) % 9U; word.size() < length;) {
      state = state * 1664525U + 1013904223U;
      word += letters[(state >> 16U) % letters.size()];
    }
    int run = 0;
    for (const char c : guess_unpointed(word)) {
      const bool vowel = std::string("aeiou").find(c) != std::string::npos;
      const bool mark = c == '\'' || c == '"' || c == '?';
      run = vowel ? 0 : run + (mark ? 0 : 1);
      ASSERT_LE(run, 5) << guess_unpointed(word);  // "tS" and "dZ" are two letters and one sound
    }
  }
}

}  // namespace
}  // namespace parley::hebrew
