#include "speech/google/google_recognizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <cmath>
#include <fstream>

#include "core/base/json.h"
#include "files/text_file.h"
#include "tests/speech/google/service_account.h"
#include "tests/speech/google/simulated_google.h"
#include "tests/speech/own_folder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::size_t kLanguage = 3, kModel = 4;

std::vector<std::string> asked(const ProviderValues& values, const std::string& language) {
  AgentProfile profile;
  profile.language = language;
  std::vector<std::string> ways;
  for (const GoogleSpeechConfig& way : google_ways(values, profile)) {
    ways.push_back(way.language + " " + way.model + (way.enhanced ? " enhanced" : ""));
  }
  return ways;
}

TEST(GoogleWays, AreTwoCodesForHebrew) {
  EXPECT_THAT(asked({}, "he"), ElementsAre("he-IL ", "iw-IL "));
  ProviderValues values;
  values.set(kGoogleRecognizerSettings[kLanguage], "iw-IL");
  EXPECT_THAT(asked(values, "he"), ElementsAre("iw-IL ", "he-IL "));
}

TEST(GoogleWays, TakeTheTelephoneModelWhereALanguageHasIt) {
  EXPECT_THAT(asked({}, "en"), ElementsAre("en-US phone_call enhanced", "en-US "));
  EXPECT_THAT(asked({}, "fr"), ElementsAre("fr-FR "));
  EXPECT_THAT(asked({}, "pt-BR"), ElementsAre("pt-BR "));
}

TEST(GoogleWays, FollowTheSettingsInTheLanguageThatTheyName) {
  ProviderValues values;
  values.set(kGoogleRecognizerSettings[kLanguage], "en-GB");
  values.set(kGoogleRecognizerSettings[kModel], "latest_long");
  EXPECT_THAT(asked(values, "en"), ElementsAre("en-GB latest_long", "en-GB "));
  EXPECT_THAT(asked(values, "he"), ElementsAre("he-IL latest_long", "iw-IL latest_long", "he-IL "));
}

TEST(GoogleWays, GoOnWithoutPhrasesWhereThereIsNothingToTalkAbout) {
  AgentProfile profile;
  profile.intents = std::make_shared<IntentBook>();
  EXPECT_THAT(google_ways({}, profile).front().phrases, IsEmpty());
}

TEST(AGoogleRecognizer, WantsAKey) {
  const auto made = make_google_recognizer(ProviderParts{});
  ASSERT_FALSE(made.has_value());
  EXPECT_THAT(made.error().text(), testing::HasSubstr("GOOGLE_API_KEY"));
}

TEST(AGoogleRecognizer, NamesTheFileOfCredentialsThatItCannotRead) {
  ProviderParts parts;
  parts.values.set(kGoogleRecognizerSettings[1], "/nowhere/key.json");
  const auto made = make_google_recognizer(parts);
  ASSERT_FALSE(made.has_value());
  EXPECT_THAT(made.error().text(), testing::HasSubstr("/nowhere/key.json"));
}

TEST(AGoogleRecognizer, SaysWhereACredentialsFileIsThatIsNoneOfAServiceAccounts) {
  const speech_test::ServiceAccount account;
  const speech_test::OwnFolder folder;
  const std::string path = folder.file("account.json");
  const std::string whole = account.file();
  for (const std::string& file : {std::string("{}"), whole.substr(0, whole.size() / 2), std::string("SECRET")}) {
    ASSERT_TRUE(write_text_file(path, file));
    ProviderParts parts;
    parts.values.set(kGoogleRecognizerSettings[1], path);
    const auto made = make_google_recognizer(parts);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().place, path);
    EXPECT_THAT(made.error().message, testing::HasSubstr("service account"));
    EXPECT_THAT(made.error().text(), testing::Not(testing::HasSubstr("SECRET")));
    EXPECT_THAT(made.error().text(), testing::Not(testing::HasSubstr(account.private_key().substr(100, 20))));
  }
}

// ---- a recorded exchange
// ------------------------------------------------------------------------------------------

std::int64_t samples_in(const json::Value* duration) {
  return duration == nullptr ? 0 : std::llround(std::stod(*duration->as_string()) * 8000);
}

std::vector<GoogleResult> results_in(const std::string& line) {
  std::vector<GoogleResult> results;
  const Result<json::Value> message = json::parse(line, "recorded");
  EXPECT_TRUE(message.has_value());
  for (const json::Value& each : *message->find("results")->as_array()) {
    GoogleResult result;
    const json::Array& alternatives = *each.find("alternatives")->as_array();
    if (!alternatives.empty()) result.text = *alternatives[0].find("transcript")->as_string();
    result.is_final = each.find("isFinal") != nullptr;
    result.end = samples_in(each.find("resultEndTime"));
    results.push_back(std::move(result));
  }
  return results;
}

TEST(AGoogleRecognizer, UnderstandsARecordedExchange) {
  EventLoop loop;
  SimulatedGoogle google;
  auto profile = std::make_shared<AgentProfile>();
  profile->language = "he";
  ProviderParts parts;
  parts.profiles = {profile};
  std::vector<std::string> partials;
  std::vector<Final> finals;
  const auto provider = google_recognizer_on(std::make_shared<SimulatedLine>(google), parts, {});
  const auto call = provider->recognizer({loop,
                                          [&](const ProviderEvent& event) {
                                            if (const auto* some = std::get_if<Partial>(&event)) {
                                              partials.push_back(some->text);
                                            }
                                            if (const auto* all = std::get_if<Final>(&event))
                                              finals.push_back(*all);
                                          }},
                                         *profile);
  call->open();
  loop.context().poll();
  call->hear({MediaTime{0}, std::vector<std::uint8_t>(24'000, 0xFF)});
  for (int i = 0; i < 10; ++i) {
    loop.context().restart();
    loop.context().poll();
  }
  call->segment_begins(MediaTime{4000});
  std::ifstream in("fixtures/wire/google/hebrew.jsonl");
  ASSERT_TRUE(in.is_open());
  for (std::string line; std::getline(in, line);) google.listeners[0]->on_results(results_in(line));
  EXPECT_THAT(partials, ElementsAre("מה", "מה שעות הפתיחה", " שלכם"));
  ASSERT_THAT(finals, SizeIs(1)) << "nobody asked for the empty one";
  EXPECT_EQ(finals[0], (Final{{MediaTime{4000}, MediaTime{16'080}}, "מה שעות הפתיחה"}));
}

}  // namespace
}  // namespace parley
