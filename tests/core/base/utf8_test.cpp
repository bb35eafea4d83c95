#include "core/base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace parley {
namespace {

TEST(Utf8, AcceptsTextOfEveryLength) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("plain ascii, longer than eight bytes"));
  EXPECT_TRUE(is_utf8("רגע, חושב…"));
  EXPECT_TRUE(is_utf8("12345678🟢"));
  EXPECT_TRUE(is_utf8("\xF4\x8F\xBF\xBF"));  // U+10FFFF
}

TEST(Utf8, RefusesWhatIsNoText) {
  EXPECT_FALSE(is_utf8("\x80"));              // a continuation without a lead
  EXPECT_FALSE(is_utf8("\xC0\xAF"));          // an overlong slash
  EXPECT_FALSE(is_utf8("\xE0\x9F\xBF"));      // overlong, three bytes
  EXPECT_FALSE(is_utf8("\xF0\x8F\xBF\xBF"));  // overlong, four bytes
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // a surrogate
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));  // over U+10FFFF
  EXPECT_FALSE(is_utf8("\xF5\x80\x80\x80"));
  EXPECT_FALSE(is_utf8("12345678\xE2\x80"));  // cut off
  EXPECT_FALSE(
      is_utf8("1234567\xFF"
              "89"));
}

TEST(Utf8, TellsTheLengthOfOneSequence) {
  const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x9F\xA2\xFF";
  EXPECT_EQ(utf8_sequence_length(text, 0), 1U);
  EXPECT_EQ(utf8_sequence_length(text, 1), 2U);
  EXPECT_EQ(utf8_sequence_length(text, 2), 0U);
  EXPECT_EQ(utf8_sequence_length(text, 3), 3U);
  EXPECT_EQ(utf8_sequence_length(text, 6), 4U);
  EXPECT_EQ(utf8_sequence_length(text, 10), 0U);
}

}  // namespace
}  // namespace parley
