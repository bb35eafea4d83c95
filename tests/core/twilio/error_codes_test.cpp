#include "core/twilio/error_codes.h"

#include <gtest/gtest.h>

namespace parley::twilio {
namespace {

TEST(ErrorCodes, AreFoundByNumber) {
  const ErrorCode* code = find_error_code(31951);
  ASSERT_NE(code, nullptr);
  EXPECT_EQ(code->level, Level::kWarning);
  EXPECT_EQ(code->title, "Stream - Protocol - Invalid Message");
  EXPECT_EQ(find_error_code(31922)->level, Level::kError);
  for (const ErrorCode& each : error_codes()) EXPECT_EQ(find_error_code(each.code), &each);
}

TEST(ErrorCodes, ThatDoNotExistAreNotFound) {
  for (const int code : {0, -1, 31953, 11099, 99999}) EXPECT_EQ(find_error_code(code), nullptr) << code;
}

TEST(ErrorCodes, EachSayWhatTheyAreAndWhatCuresThem) {
  for (const ErrorCode& each : error_codes()) {
    EXPECT_FALSE(each.title.empty()) << each.code;
    EXPECT_GT(each.cure.size(), 20U) << each.code;
    EXPECT_EQ(each.cure.back(), '.') << each.code;
  }
}

TEST(ErrorCodes, HaveLevelsWithNames) {
  EXPECT_EQ(name_of(Level::kWarning), "warning");
  EXPECT_EQ(name_of(Level::kError), "error");
}

}  // namespace
}  // namespace parley::twilio
