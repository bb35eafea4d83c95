#include "speech/google/google_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/speech/google/service_account.h"

namespace parley {
namespace {

using speech_test::ServiceAccount;
using speech_test::WebToken;
using testing::HasSubstr;
using testing::Not;

constexpr GoogleToken::WallTime kNow{std::chrono::seconds(1'790'000'000)};

TEST(AServiceAccount, SignsWhatGoogleTakesForAToken) {
  const ServiceAccount account;
  const auto token = GoogleToken::read(account.file(), "key.json", "https://texttospeech.googleapis.com/");
  ASSERT_TRUE(token.has_value()) << token.error().text();
  const WebToken made((*token)->at(kNow));
  EXPECT_EQ(made.head, R"({"alg":"RS256","typ":"JWT","kid":"id1"})");
  EXPECT_EQ(made.claims,
            R"({"iss":"phone@project.iam.gserviceaccount.com","sub":"phone@project.iam.gserviceaccount.com",)"
            R"("aud":"https://texttospeech.googleapis.com/","iat":1790000000,"exp":1790003600})");
  EXPECT_TRUE(account.signed_this(made));
  EXPECT_FALSE(ServiceAccount().signed_this(made)) << "with another's key";
}

TEST(AServiceAccount, SignsAnewBeforeATokenLapses) {
  const ServiceAccount account;
  const auto token = GoogleToken::read(account.file(), "key.json", "x");
  ASSERT_TRUE(token.has_value());
  const std::string first = (*token)->at(kNow);
  EXPECT_EQ((*token)->at(kNow + std::chrono::minutes(54)), first);
  EXPECT_NE((*token)->at(kNow + std::chrono::minutes(56)), first);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(AServiceAccount, IsRefusedInOneSentenceWithItsPlaceAndWithoutItsKey) {
  const ServiceAccount account;
  const std::string good = account.file();
  const std::string key = account.private_key().substr(100, 24);  // in the middle of its first lines
  const std::string files[] = {
      "",
      "{}",
      "[]",
      "\xFF\xFE",
      good.substr(0, good.size() - 1),
      replaced(good, "\"client_email\"", "\"client_mail\""),
      replaced(good, "\"private_key\"", "\"key\""),
      replaced(good, key, "????????????????????????"),
      replaced(good, "-----BEGIN PRIVATE KEY-----", "-----BEGIN-----"),
      ServiceAccount(EVP_EC_gen("P-256")).file(),
      R"({"client_email":7,"private_key":["SECRET"]})",
  };
  for (const std::string& file : files) {
    const auto token = GoogleToken::read(file, "folder/key.json", "x");
    ASSERT_FALSE(token.has_value()) << file.size();
    EXPECT_EQ(token.error().place, "folder/key.json");
    EXPECT_THAT(token.error().message, HasSubstr("service account"));
    EXPECT_THAT(token.error().text(), Not(HasSubstr("\n")));
    EXPECT_THAT(token.error().text(), Not(HasSubstr(key)));
    EXPECT_THAT(token.error().text(), Not(HasSubstr("SECRET")));
  }
}

}  // namespace
}  // namespace parley
