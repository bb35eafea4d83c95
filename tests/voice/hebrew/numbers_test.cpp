#include "voice/hebrew/numbers.h"

#include <gtest/gtest.h>

namespace parley::hebrew {
namespace {

struct Count {
  std::int64_t number;
  const char* feminine;
  const char* masculine;
};

class HebrewNumber : public testing::TestWithParam<Count> {};

TEST_P(HebrewNumber, IsCountedInBothGenders) {
  EXPECT_EQ(spoken_number(GetParam().number, Gender::kFeminine), GetParam().feminine);
  EXPECT_EQ(spoken_number(GetParam().number, Gender::kMasculine), GetParam().masculine);
}

INSTANTIATE_TEST_SUITE_P(
    Table, HebrewNumber,
    testing::Values(
        Count{0, "'efes", "'efes"}, Count{1, "aX'at", "eX'ad"}, Count{2, "St'ajim", "Sn'ajim"},
        Count{8, "Sm'one", "Smon'a"}, Count{10, "'eseQ\"", "asaQ\"'a"}, Count{12, "St'em esQ\"'e", "Sn'em as'aQ\""},
        Count{20, "esQ\"'im", "esQ\"'im"}, Count{21, "esQ\"'im veaX'at", "esQ\"'im veeX'ad"},
        Count{22, "esQ\"'im uSt'ajim", "esQ\"'im uSn'ajim"}, Count{33, "SloS'im veSal'oS", "SloS'im uSloS'a"},
        Count{100, "me?'a", "me?'a"}, Count{101, "me?'a veaX'at", "me?'a veeX'ad"},
        Count{115, "me?'a veXam'eS esQ\"'e", "me?'a veXamiS'a as'aQ\""},
        Count{365, "Sl'oS me?'ot SiS'im veXam'eS", "Sl'oS me?'ot SiS'im veXamiS'a"}, Count{1000, "'elef", "'elef"},
        Count{2026, "alp'ajim esQ\"'im veS'eS", "alp'ajim esQ\"'im veSiS'a"},
        Count{3000, "Sl'oSet alaf'im", "Sl'oSet alaf'im"}, Count{10000, "as'eQ\"et alaf'im", "as'eQ\"et alaf'im"},
        Count{15000, "XamiS'a as'aQ\" 'elef", "XamiS'a as'aQ\" 'elef"}, Count{1'000'000, "milj'on", "milj'on"},
        Count{2'000'001, "Sn'ej milj'on veaX'at", "Sn'ej milj'on veeX'ad"}));

TEST(HebrewNumbers, BeyondTheirWordsAreDigits) {
  EXPECT_EQ(spoken_number(1'000'000'000, Gender::kFeminine).substr(0, 12), "aX'at 'efes ");
  EXPECT_FALSE(spoken_number(-1, Gender::kFeminine).empty());
}

TEST(HebrewNumbers, BeforeANounHaveTheirOwnTwoAndNoOne) {
  EXPECT_EQ(spoken_count(2, Gender::kFeminine), "St'ej");
  EXPECT_EQ(spoken_count(2, Gender::kMasculine), "Sn'ej");
  EXPECT_EQ(spoken_count(1, Gender::kMasculine), "");
  EXPECT_EQ(spoken_count(3, Gender::kMasculine), "SloS'a");
}

TEST(HebrewDigits, ArePronouncedOneByOneWithPausesBetweenGroups) {
  EXPECT_EQ(spoken_digits("03-12"), "'efes Sal'oS]], [[aX'at St'ajim");
  EXPECT_EQ(spoken_digits(""), "");
  EXPECT_EQ(spoken_digits("-"), "");
}

TEST(HebrewDecimals, AreReadDigitByDigitBehindThePoint) {
  EXPECT_EQ(spoken_decimal("12.05", Gender::kFeminine), "St'em esQ\"'e nekud'a 'efes Xam'eS");
  EXPECT_EQ(spoken_decimal("1,250", Gender::kMasculine), "'elef mat'ajim veXamiS'im");
}

TEST(HebrewTimes, AreToldAsPeopleTellThem) {
  EXPECT_EQ(spoken_time("14:30"), "St'ajim vaX'etsi aXaQ\"'ej hatsohoQ\"'ajim");
  EXPECT_EQ(spoken_time("9:00"), "t'eSa");
  EXPECT_EQ(spoken_time("08:15"), "Sm'one vaQ\"'eva");
  EXPECT_EQ(spoken_time("12:05"), "St'em esQ\"'e veXam'eS dak'ot batsohoQ\"'ajim");
  EXPECT_EQ(spoken_time("19:45"), "S'eva veaQ\"ba?'im veXam'eS ba?'eQ\"ev");
  EXPECT_EQ(spoken_time("23:10"), "aX'at esQ\"'e ve'eseQ\" bal'ajla");
  EXPECT_EQ(spoken_time("0:00"), "Xats'ot");
  for (const char* no_time : {"24:00", "12:60", "12:5", "123:00", ":30", "12:", "1a:30", ""}) {
    EXPECT_FALSE(spoken_time(no_time).has_value()) << no_time;
  }
}

TEST(HebrewDates, NameTheMonth) {
  EXPECT_EQ(spoken_date("3.5.2026"), "SloS'a bem'aj alp'ajim esQ\"'im veS'eS");
  EXPECT_EQ(spoken_date("21/12"), "esQ\"'im veeX'ad bedets'embeQ\"");
  EXPECT_EQ(spoken_date("1/1/26"), "eX'ad bejanu?'aQ\" alp'ajim esQ\"'im veS'eS");
  for (const char* no_date : {"3.5", "0/5", "32/1", "1/13", "1/2/", "a/b", "/", "1/2/3/4", "1/1/12345"}) {
    EXPECT_FALSE(spoken_date(no_date).has_value()) << no_date;
  }
}

TEST(HebrewMoney, IsCountedInItsCoins) {
  EXPECT_EQ(spoken_amount("50", Currency::kShekel), "XamiS'im Skal'im");
  EXPECT_EQ(spoken_amount("1", Currency::kShekel), "S'ekel eX'ad");
  EXPECT_EQ(spoken_amount("2", Currency::kShekel), "Sn'ej Skal'im");
  EXPECT_EQ(spoken_amount("12.50", Currency::kShekel), "Sn'em as'aQ\" Skal'im veXamiS'im agoQ\"'ot");
  EXPECT_EQ(spoken_amount("1,200.00", Currency::kDollar), "'elef umat'ajim d'olaQ\"");
  EXPECT_EQ(spoken_amount("3.5", Currency::kEuro), "SloS'a nekud'a Xam'eS 'euQ\"o");
}

}  // namespace
}  // namespace parley::hebrew
