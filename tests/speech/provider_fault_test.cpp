#include "speech/provider_fault.h"

#include <gtest/gtest.h>

namespace parley {
namespace {

const ProviderName kWho{"openai", "sk-secret-0123456789", "OPENAI_API_KEY"};

TEST(AProvidersRefusal, IsASentenceWithItsCure) {
  struct Case {
    int status;
    std::string body;
    std::string reason;
    bool may_retry;
  };
  const std::vector<Case> cases{
      {401, R"({"error":{"message":"Incorrect API key provided: sk-secret-0123456789."}})",
       "openai refused the key (HTTP 401); see OPENAI_API_KEY", false},
      {403, "", "openai refused the key (HTTP 403); see OPENAI_API_KEY", false},
      {400, R"({"error":{"message":"no such field"}})", "openai refused the request (HTTP 400): no such field",
       false},
      {404, R"({"error":"model 'x' not found"})",
       "openai has nothing at this address or of this name (HTTP 404): model 'x' not found", false},
      {429, R"({"error":{"message":"slow down","code":"rate_limit_exceeded"}})",
       "openai is asked too often (HTTP 429): slow down", true},
      {429, R"({"error":{"message":"pay","code":"insufficient_quota"}})",
       "openai: the account has nothing left (HTTP 429): pay", false},
      {500, "<html>oops</html>", "openai failed (HTTP 500)", true},
      {503, R"({"detail":"warming up"})", "openai failed (HTTP 503): warming up", true},
      {422, R"({"detail":{"status":"x","message":"bad voice"}})",
       "openai refused the request (HTTP 422): bad voice", false},
      {400, R"({"err_code":"X","err_msg":"bad model"})", "openai refused the request (HTTP 400): bad model", false},
      {400, R"([{"error":{"code":400,"message":"bad voice"}}])", "openai refused the request (HTTP 400): bad voice",
       false},
      {302, "", "openai answered with a redirection (HTTP 302); set its final address", false},
  };
  for (const Case& one : cases) {
    const ProviderFault fault = fault_of_status(kWho, one.status, one.body);
    EXPECT_EQ(fault.reason, one.reason);
    EXPECT_EQ(fault.may_retry, one.may_retry) << one.reason;
  }
  EXPECT_EQ(fault_of_status({"openai", "", "OPENAI_API_KEY"}, 401, "").reason,
            "openai wants a key (HTTP 401); see OPENAI_API_KEY");
}

TEST(WhatIsShown, HoldsNoPartOfTheKey) {
  EXPECT_EQ(shown(kWho, "key sk-secret-0123456789 is bad"), "key *** is bad");
  EXPECT_EQ(shown(kWho, "key sk-secret*****"), "key ********");
  EXPECT_EQ(shown(kWho, "ends in 456789."), "ends in ***.");
  EXPECT_EQ(shown(kWho, "no more than secre"), "no more than secre");
  EXPECT_EQ(shown({"x", "", ""}, "token " + std::string(60, 'a') + " is bad"), "token *** is bad");
  EXPECT_EQ(shown({"x", "abc", ""}, "xabcx ab"), "x***x ab");
}

TEST(WhatIsShown, IsOneShortLineOfText) {
  EXPECT_EQ(shown(kWho,
                  "a\r\n\tb\x01 c\xFF"
                  "d"),
            "a b c d");
  EXPECT_EQ(shown(kWho, "שלום"), "שלום");
  const std::string words = [] {
    std::string out;
    for (int i = 0; i < 100; ++i) out += "word ";
    return out;
  }();
  EXPECT_LE(shown(kWho, words).size(), 163U);
  EXPECT_TRUE(shown(kWho, words).ends_with("..."));
}

TEST(AnAnswerThatNeverCame, IsASentenceToo) {
  using Kind = HttpTrouble::Kind;
  EXPECT_EQ(fault_of_trouble(kWho, {Kind::kConnect, false, "Connection refused"}).reason,
            "openai could not be reached: Connection refused");
  EXPECT_EQ(fault_of_trouble(kWho, {Kind::kLate, true, "nothing came for 4000 ms"}).reason,
            "openai stopped in the middle of its answer: nothing came for 4000 ms");
  EXPECT_EQ(fault_of_trouble(kWho, {Kind::kBroken, true, "reset"}).reason, "openai broke off its answer: reset");
  EXPECT_TRUE(fault_of_trouble(kWho, {Kind::kBroken, false, "reset"}).may_retry);
  EXPECT_FALSE(fault_of_trouble(kWho, {Kind::kTooLarge, true, "x"}).may_retry);
}

}  // namespace
}  // namespace parley
