#include "voice/hebrew/niqqud.h"

#include <gtest/gtest.h>

#include "voice/characters.h"

namespace parley::hebrew {
namespace {

struct Pointed {
  const char* word;
  const char* phonemes;
};

class PointedWord : public testing::TestWithParam<Pointed> {};

TEST_P(PointedWord, IsSpokenAsItIsPointed) {
  EXPECT_EQ(phonemes_of_pointed(characters_of(GetParam().word)), GetParam().phonemes) << GetParam().word;
}

INSTANTIATE_TEST_SUITE_P(Vowels, PointedWord,
                         testing::Values(Pointed{"שָׁלוֹם", "Sal'om"}, Pointed{"תּוֹדָה", "tod'a"},
                                         Pointed{"סְלִיחָה", "sliX'a"}, Pointed{"הוּא", "h'u"}, Pointed{"הִיא", "h'i"},
                                         Pointed{"אֵיפֹה", "ejf'o"}, Pointed{"שִׂמְחָה", "simX'a"},
                                         Pointed{"קֻפָּה", "kup'a"}, Pointed{"חׇכְמָה", "XoXm'a"},
                                         Pointed{"צָהֳרַיִם", "tsahoQ\"'ajim"}, Pointed{"בָּאֵר", "ba?'eQ\""}));
INSTANTIATE_TEST_SUITE_P(Consonants, PointedWord,
                         testing::Values(Pointed{"כַּף", "k'af"}, Pointed{"כָּבוֹד", "kav'od"}, Pointed{"פִּיל", "p'il"},
                                         Pointed{"סוֹף", "s'of"}, Pointed{"צָרִיךְ", "tsaQ\"'iX"},
                                         Pointed{"ג'וּק", "dZ'uk"}, Pointed{"צ'ִיפּ", "tS'ip"},
                                         Pointed{"ז׳ָקֵט", "Zak'et"}, Pointed{"עַל", "'al"},
                                         Pointed{"לַעֲזוֹר", "la?az'oQ\""}, Pointed{"לִרְאוֹת", "liQ\"?'ot"},
                                         Pointed{"מָצָא", "mats'a"}, Pointed{"שֶׁלָּהּ", "Sel'a"},
                                         Pointed{"עָלָיו", "al'av"}, Pointed{"אֵלֶיךָ", "el'eXa"},
                                         Pointed{"קַוִּים", "kav'im"}));
INSTANTIATE_TEST_SUITE_P(Shevas, PointedWord,
                         testing::Values(Pointed{"לְבַד", "lev'ad"}, Pointed{"מְאוֹד", "me?'od"},
                                         Pointed{"שְׁנַיִם", "Sn'ajim"}, Pointed{"שְׁאֵלָה", "Se?el'a"},
                                         Pointed{"מְדַבְּרִים", "medabQ\"'im"}, Pointed{"יִשְׁמְרוּ", "jiSmeQ\"'u"},
                                         Pointed{"מִסְפָּר", "misp'aQ\""}, Pointed{"בְּסֵדֶר", "bes'edeQ\""}));
INSTANTIATE_TEST_SUITE_P(
    Stress, PointedWord,
    testing::Values(Pointed{"עֶרֶב", "'eQ\"ev"}, Pointed{"סֵפֶר", "s'efeQ\""}, Pointed{"בֹּקֶר", "b'okeQ\""},
                    Pointed{"שַׁעַר", "S'a?aQ\""}, Pointed{"רֶגַע", "Q\"'ega"}, Pointed{"שֶׁבַע", "S'eva"},
                    Pointed{"אַרְבַּע", "aQ\"b'a"}, Pointed{"רוּחַ", "Q\"'uaX"}, Pointed{"יוֹדֵעַ", "jod'ea"},
                    Pointed{"פָּתוּחַ", "pat'uaX"}, Pointed{"אֲנַחְנוּ", "an'aXnu"}, Pointed{"אָמַרְתִּי", "am'aQ\"ti"},
                    Pointed{"אַתֶּם", "at'em"}, Pointed{"לָהֶם", "lah'em"}, Pointed{"יְרוּשָׁלַיִם", "jeQ\"uSal'ajim"},
                    Pointed{"בַּ֫יִת", "b'ajit"}, Pointed{"דֶּלֶת", "d'elet"}, Pointed{"מְדַבֵּר", "medab'eQ\""}));

TEST(APointedWord, IsToldFromOneWithoutVowels) {
  EXPECT_TRUE(has_vowels(characters_of("שָׁלוֹם")));
  EXPECT_TRUE(has_vowels(characters_of("הוּא")));
  EXPECT_FALSE(has_vowels(characters_of("שלום")));
  EXPECT_FALSE(has_vowels(characters_of("שּ")));
}

TEST(APointedWord, MayBeAnything) {
  for (const char* word : {"", "ְ", "ּ", "ו", "וּ", "ו֫", "אְ", "ְְְ", "יּ", "abc", "ה", "חַ", "וֹ", "'"}) {
    static_cast<void>(phonemes_of_pointed(characters_of(word)));
  }
  EXPECT_EQ(phonemes_of_pointed(U""), "");
}

}  // namespace
}  // namespace parley::hebrew
