#include "agent/number_profiles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/reply/intents/intent_file.h"

namespace parley {
namespace {

using testing::HasSubstr;

Result<std::shared_ptr<const IntentBook>> load(const std::string& file) {
  if (file != "desk.json") return make_error("there is no such file", file);
  auto book =
      read_intent_book(R"({"intents": [{"name": "a", "examples": {"en": "hi"}, "answers": {"en": "Hi."}}]})", file,
                       embedded_languages());
  if (!book) return book.error();
  return std::make_shared<const IntentBook>(std::move(*book));
}

Result<NumberProfiles> read(std::string_view text) {
  AgentProfile fallback;
  fallback.voice = "slt";
  fallback.prompt = "Be brief.";
  fallback.transfer_to = "+15550199";
  return read_number_profiles(text, "numbers.json", fallback, embedded_languages(), load);
}

std::string error_of(std::string_view text) {
  const auto profiles = read(text);
  return profiles.has_value() ? "" : profiles.error().text();
}

TEST(NumberProfiles, GiveEachNumberItsOwnAndAllOthersTheDefault) {
  const auto profiles = read(R"({
    "default": {"greeting": "Hello, front desk.", "history": 5},
    "+1 555-0100": {"language": "he", "greeting": "שלום"},
    "+15550101": {"intents": "desk.json", "transfer_to": "sip:desk@example.com"}})");
  ASSERT_TRUE(profiles.has_value()) << profiles.error().text();
  EXPECT_EQ(profiles->profile_for("+15550100")->greeting, "שלום");
  EXPECT_EQ(profiles->profile_for("+15550101")->transfer_to, "sip:desk@example.com");
  EXPECT_NE(profiles->profile_for("+15550101")->intents, nullptr);
  EXPECT_EQ(profiles->profile_for("+15559999")->greeting, "Hello, front desk.");
  EXPECT_EQ(profiles->profile_for("")->greeting, "Hello, front desk.");
  EXPECT_EQ(profiles->profiles().size(), 3U);
}

TEST(NumberProfiles, LeaveAsItWasWhatAnEntryDoesNotSay) {
  const auto profiles = read(R"({"default": {"history": 5}, "+15550101": {"prompt": "Be kind."}})");
  ASSERT_TRUE(profiles.has_value()) << profiles.error().text();
  const ProfilePtr profile = profiles->profile_for("+15550101");
  EXPECT_EQ(profile->prompt, "Be kind.");
  EXPECT_EQ(profile->history, 5) << "as in default";
  EXPECT_EQ(profile->voice, "slt") << "as the server's settings say";
}

TEST(NumberProfiles, DoNotSpeakAnotherLanguageWithAVoiceOfTheFirst) {
  const auto profiles = read(R"({"+15550100": {"language": "he"}})");
  ASSERT_TRUE(profiles.has_value()) << profiles.error().text();
  EXPECT_EQ(profiles->profile_for("+15550100")->voice, "");
  EXPECT_EQ(profiles->profile_for("+15550100")->transfer_to, "+15550199");
}

TEST(NumberProfiles, AreToldWhoIsUnderstood) {
  auto profiles = read(R"({"+15550100": {"language": "he"}})");
  ASSERT_TRUE(profiles.has_value());
  profiles->tell_who_is_understood([](std::string_view language) { return language == "en"; });
  EXPECT_FALSE(profiles->profile_for("+15550100")->hears);
  EXPECT_TRUE(profiles->profile_for("")->hears);
}

TEST(NumberProfiles, AreCalledByTheirNumbers) {
  const auto profiles = read(R"({"+1 555 0102": {}, "default": {}, "+15550101": {}})");
  ASSERT_TRUE(profiles.has_value()) << profiles.error().text();
  EXPECT_EQ(profiles->names(), (std::vector<std::string>{"default", "+15550102", "+15550101"}));
  EXPECT_EQ(NumberProfiles().names(), std::vector<std::string>{""}) << "of one there is nothing to tell apart";
}

TEST(NumberProfiles, SayWhatIsWrongAndWhere) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{\n\"555\": {}}", "numbers.json:2: \"555\" is neither a number"},
      {"{\"+15550100\": {}, \"+1-555-0100\": {}}", "\"+1-555-0100\" is given twice"},
      {"{\"default\": {\"langage\": \"en\"}}", "the nearest known one is \"language\""},
      {"{\"default\": {\"language\": \"hb\"}}", "the nearest is \"he\""},
      {"{\"default\": {\"intents\": \"dsk.json\"}}", "intents cannot be used: dsk.json: there is no such file"},
      {"{\"default\": {\"intents\": \"desk.json\", \"language\": \"he\"}}",
       "in which the intents have no examples"},
      {"{\"default\": {\"history\": -1}}", "must be between 0 and 200"},
      {"{\"+15550100\": {\"transfer_to\": \"the desk\"}}", "\"+15550100\".transfer_to must be a telephone number"},
      {"{\"default\": []}", "must be an object"},
      {"[]", "must be an object"},
      {"{", "numbers.json:1"},
  };
  for (const auto& [text, message] : cases) EXPECT_THAT(error_of(text), HasSubstr(message)) << text;
}

}  // namespace
}  // namespace parley
