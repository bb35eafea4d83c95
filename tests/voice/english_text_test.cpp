#include "voice/english_text.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

struct Reading {
  const char* text;
  const char* spoken;
};

class EnglishText : public testing::TestWithParam<Reading> {};

TEST_P(EnglishText, IsWhatAnEngineCanTake) {
  EXPECT_EQ(english_text(GetParam().text), GetParam().spoken);
}

INSTANTIATE_TEST_SUITE_P(
    Table, EnglishText,
    testing::Values(Reading{"We are open.", "We are open."},
                    Reading{"It\u2019s \u201Cfine\u201D \u2014 really\u2026", "It's fine , really..."},
                    Reading{"Caf\u00E9 M\u00FCller, na\u00EFve \u00DFy", "Cafe Muller, naive ssy"},
                    Reading{"**bold** and `code` [link] {x}", "bold and code link x"},
                    Reading{"Tom & Ann @ home, 50% off", "Tom and Ann at home, 50 percent off"},
                    Reading{"\u20AC1,250.50 or \u00A320, not \u20AA5.",
                            "1,250.50 euros or 20 pounds , not 5 shekels ."},
                    Reading{"$12.50 at 14:30", "$12.50 at 14:30"}, Reading{"20\u00B0", "20 degrees"},
                    Reading{"two\nlines\tand\x01more", "two lines and more"},
                    Reading{"  spaces   fold  ", "spaces fold"}, Reading{"bad \xFF\xC3 bytes", "bad bytes"},
                    Reading{"\U0001F600 smile", "smile"}, Reading{"\u05E9\u05DC\u05D5\u05DD", ""},
                    Reading{"... !? --", ""}, Reading{"", ""}));

TEST(EnglishTextOfAnyLength, IsBounded) {
  EXPECT_LE(english_text(std::string(1'000'000, 'a')).size(), kMostSpokenBytes + 16);
  std::string money;
  for (int i = 0; i < 10'000; ++i) money += "\u20AC";
  EXPECT_LE(english_text(money).size(), kMostSpokenBytes + 16);
  EXPECT_LE(english_text("\u20AC" + std::string(1'000'000, '1')).size(), kMostSpokenBytes + 16);
}

}  // namespace
}  // namespace parley
