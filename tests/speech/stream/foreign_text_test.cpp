#include "speech/stream/foreign_text.h"

#include <gtest/gtest.h>

#include "core/base/utf8.h"
#include "speech/google/google_problem.h"

namespace parley {
namespace {

TEST(ForeignText, IsOneLine) {
  EXPECT_EQ(foreign_text("a\r\n\tb\x01 c\n"), "a b c");
}

TEST(ForeignText, IsBoundedAtACharacter) {
  const std::string hebrew = "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D";
  EXPECT_EQ(foreign_text(hebrew, {}, 5), "\xD7\xA9\xD7\x9C...");
  EXPECT_TRUE(is_utf8(foreign_text(std::string(100'000, '\xD7'))));
}

TEST(ForeignText, HidesTheKeyThatItQuotes) {
  EXPECT_EQ(foreign_text("key AIza-secret is not valid (AIza-secret)", "AIza-secret"),
            "key *** is not valid (***)");
  EXPECT_EQ(foreign_text("an a", "a"), "an a") << "what is that short is no key";
}

TEST(GoogleProblems, SayWhatHelpsAndWhetherTryingAgainDoes) {
  const GoogleProblem refused = google_problem({GoogleEnd::kUnauthenticated, "bad key K-123456"}, "K-123456");
  EXPECT_EQ(refused.sentence,
            "Google refuses the key; check GOOGLE_API_KEY or GOOGLE_APPLICATION_CREDENTIALS (bad key ***)");
  EXPECT_FALSE(refused.may_pass);
  EXPECT_TRUE(google_problem({GoogleEnd::kUnavailable, ""}, "").may_pass);
  EXPECT_TRUE(google_problem({GoogleEnd::kOutOfRange, ""}, "").may_pass);
  EXPECT_EQ(google_problem({99, ""}, "").sentence, "Google's stream broke with code 99");
}

}  // namespace
}  // namespace parley
