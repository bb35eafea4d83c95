#include "core/reply/intents/spoken_numbers.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace parley {
namespace {

std::string digits_in(std::string_view code, std::string_view text) {
  return SpokenNumbers(language_of(embedded_languages(), code)).digits_in(spoken_words(text));
}

TEST(SpokenNumbers, AreDigitsHoweverTheyAreSaid) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"five five five one two", "55512"},
      {"double five triple oh", "55000"},
      {"my number is 555-1234", "5551234"},
      {"twenty one thirty", "2130"},
      {"eight hundred five five five", "800555"},
      {"nine zero then uh four", "904"},
      {"twelve o'clock", "12"},
      {"no digits here", ""},
      {"double trouble", ""},
  };
  for (const auto& [text, digits] : cases) EXPECT_EQ(digits_in("en", text), digits) << text;
}

TEST(SpokenNumbers, AreUnderstoodInHebrew) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"אפס חמש שתיים", "052"},
      {"עשרים ואחת", "21"},
      {"חמש עשרה", "15"},
      {"פעמיים שבע", "77"},
  };
  for (const auto& [text, digits] : cases) EXPECT_EQ(digits_in("he", text), digits) << text;
}

TEST(SpokenNumbers, AreQuantitiesToo) {
  const SpokenNumbers numbers(english());
  const auto quantity = [&](std::string_view text) { return numbers.at(spoken_words(text), 0).quantity; };
  EXPECT_EQ(quantity("twenty five people"), 25);
  EXPECT_EQ(quantity("two hundred thirty"), 230);
  EXPECT_EQ(quantity("12"), 12);
  EXPECT_EQ(numbers.at(spoken_words("people"), 0).words, 0U);
}

TEST(SpokenNumbers, AreReadBackInGroups) {
  const SpokenNumbers numbers(english());
  EXPECT_EQ(numbers.read_back("5551234"), "five five five, one two three four");
  EXPECT_EQ(numbers.read_back("0521234567"), "zero five two, one two three, four five six seven");
  EXPECT_EQ(numbers.read_back("55"), "five five");
}

TEST(SpokenNumbers, HaveAnEnd) {
  std::string lengthy;
  for (int i = 0; i < 80; ++i) lengthy += "triple nine ";
  EXPECT_LE(digits_in("en", lengthy).size(), 100U);
}

}  // namespace
}  // namespace parley
