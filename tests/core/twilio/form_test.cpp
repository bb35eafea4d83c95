#include "core/twilio/form.h"

#include <gtest/gtest.h>

namespace parley::twilio {
namespace {

Form read(std::string_view text) {
  const Result<Form> form = parse_form(text);
  EXPECT_TRUE(form.has_value()) << text;
  return form.has_value() ? *form : Form{};
}

TEST(Form, ReadsWhatTwilioPosts) {
  EXPECT_EQ(read("From=%2B14158675309&CallStatus=in-progress&ToCity="),
            (Form{{"From", "+14158675309"}, {"CallStatus", "in-progress"}, {"ToCity", ""}}));
}

TEST(Form, TakesAPlusForASpaceAndAnEscapedOneForAPlus) {
  EXPECT_EQ(read("a=one+two%20three%2B"), (Form{{"a", "one two three+"}}));
}

TEST(Form, KeepsRepeatedNamesInOrder) {
  EXPECT_EQ(read("Digits=5678&Digits=1234&Digits=1234"),
            (Form{{"Digits", "5678"}, {"Digits", "1234"}, {"Digits", "1234"}}));
}

TEST(Form, GivesAnyTextAMeaning) {
  const struct {
    std::string_view text;
    Form meaning;
  } cases[] = {
      {"", {}},
      {"&&", {}},
      {"=", {{"", ""}}},
      {"a", {{"a", ""}}},
      {"a=b=c", {{"a", "b=c"}}},
      {"a=%", {{"a", "%"}}},
      {"a=%4", {{"a", "%4"}}},
      {"a=%zz%41", {{"a", "%zzA"}}},
      {"%61=%c3%a9", {{"a", "\xC3\xA9"}}},
      {"a=%00", {{"a", std::string("\0", 1)}}},
  };
  for (const auto& [text, meaning] : cases) EXPECT_EQ(read(text), meaning) << text;
}

TEST(Form, RefusesMoreThanItsLimits) {
  const Result<Form> fields = parse_form("a=1&b=2&c=3", {.fields = 2});
  ASSERT_FALSE(fields.has_value());
  EXPECT_EQ(fields.error().text(), "byte 8: a form has more than 2 fields");
  EXPECT_FALSE(parse_form("a=1&b=2", {.bytes = 6}).has_value());
  EXPECT_TRUE(parse_form("a=1&b=2", {.bytes = 7, .fields = 2}).has_value());
}

TEST(Form, IsWrittenAsBrowsersWriteIt) {
  EXPECT_EQ(write_form({{"From", "+1 415"}, {"a*b-c.d_e", "~'\xC3\xA9"}, {"", ""}}),
            "From=%2B1+415&a*b-c.d_e=%7E%27%C3%A9&=");
}

TEST(Form, ReadsBackEveryByteItWrites) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  const Form form{{all, all}, {"x", "&="}};
  EXPECT_EQ(read(write_form(form)), form);
}

TEST(Form, FindsTheFirstFieldOfAName) {
  const Form form{{"a", "1"}, {"a", "2"}};
  ASSERT_NE(find_field(form, "a"), nullptr);
  EXPECT_EQ(*find_field(form, "a"), "1");
  EXPECT_EQ(find_field(form, "A"), nullptr);
}

TEST(PercentEncoding, LeavesAPlusAloneOutsideOfForms) {
  EXPECT_EQ(percent_decode("a+b%2Fc%"), "a+b/c%");
}

}  // namespace
}  // namespace parley::twilio
