#include "core/reply/language.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/call/call_language.h"
#include "core/reply/language_texts.h"

namespace parley {
namespace {

using testing::Contains;
using testing::HasSubstr;

std::string error_of(std::string_view text, const Language* base = nullptr) {
  const auto language = read_language(text, "mine.json", base);
  return language.has_value() ? "" : language.error().text();
}

TEST(Language, EnglishSaysWhatTheProgramHasAlwaysSaid) {
  EXPECT_EQ(english().phrases[PhraseId::kApology].text, "Sorry, something went wrong. Please say that again.");
  EXPECT_EQ(english().busy, "All our lines are busy. Please call again in a few minutes.");
  EXPECT_THAT(english().hears.backchannels, Contains("mm-hm"));
  EXPECT_THAT(english().once_more, testing::ElementsAre("As I said:", "Once more:"));
}

TEST(Language, EveryEmbeddedOneHasAllPhrasesAndTexts) {
  ASSERT_EQ(embedded_languages().size(), 2U);
  for (const auto& [code, language] : embedded_languages()) {
    EXPECT_EQ(code, language->code);
    for (const Phrase& phrase : language->phrases.items) EXPECT_FALSE(phrase.text.empty()) << code;
    EXPECT_FALSE(language->dialogue.menu_item.empty()) << code;
    EXPECT_THAT(language->dialogue.confirm_number, HasSubstr("{number}")) << code;
    EXPECT_THAT(language->dialogue.hint, HasSubstr("{topics}")) << code;
    EXPECT_GE(language->numbers.size(), 20U) << code;
  }
}

TEST(Language, HebrewIsHebrew) {
  EXPECT_EQ(language_of(embedded_languages(), "he").phrases[PhraseId::kGreeting].text, "שלום!");
}

TEST(Language, OneThatNobodyKnowsIsAnsweredInEnglish) {
  EXPECT_EQ(language_of(embedded_languages(), "tlh").code, "en");
}

TEST(Language, AFileChangesWhatItHoldsAndLeavesTheRest) {
  Languages languages = embedded_languages();
  const auto changed = add_language(
      languages, R"({"language": "en", "phrases": {"greeting": "Welcome!"}, "once_more": ["Again:"]})", "x");
  ASSERT_TRUE(changed.has_value()) << changed.error().text();
  EXPECT_EQ(languages["en"]->phrases[PhraseId::kGreeting].text, "Welcome!");
  EXPECT_EQ(languages["en"]->phrases[PhraseId::kFarewell].text, english().phrases[PhraseId::kFarewell].text);
  EXPECT_EQ(languages["en"]->once_more, Words{"Again:"});
  EXPECT_EQ(languages["en"]->numbers, english().numbers);
  EXPECT_EQ(english().once_more.size(), 2U) << "the program's own stays as it is";
}

TEST(Language, ANewOneHasToBeWhole) {
  EXPECT_EQ(error_of(R"({"language": "fr"})"), "mine.json:1: name is missing");
}

TEST(Language, AnErrorNamesItsPlaceAndTheNearestKey) {
  EXPECT_EQ(error_of("{\n  \"phrases\": {\n    \"greting\": \"Hi\"\n  }\n}", &english()),
            "mine.json:3: unknown key \"greting\" in phrases; the nearest known one is \"greeting\"");
  EXPECT_EQ(error_of("{\"numbers\": {\"x\": [\"ten\"]}}", &english()),
            "mine.json:1: numbers.x must be under a number from 0 to 100");
  EXPECT_THAT(error_of("{\"numbers\": {\"1\": [\"one\"]}}", &english()), HasSubstr("has no word for 0"));
  EXPECT_THAT(error_of("{\"hears\": {\"yes\": \"yes\"}}", &english()), HasSubstr("must be a list of strings"));
  EXPECT_THAT(error_of("[]", &english()), HasSubstr("must be an object"));
  EXPECT_THAT(error_of("{", &english()), HasSubstr("mine.json:1"));
}

TEST(Language, FillsTheSettingsOfACall) {
  CallConfig config;
  EXPECT_EQ(config.reply.yes, english().hears.yes) << "who is told nothing speaks English";
  EXPECT_EQ(config.turn.backchannels, english().hears.backchannels);
  const Language& hebrew = language_of(embedded_languages(), "he");
  apply_language(config, hebrew);
  EXPECT_EQ(config.reply.yes, hebrew.hears.yes);
  EXPECT_EQ(config.reply.repeat, hebrew.hears.repeat);
  EXPECT_EQ(config.reply.once_more, hebrew.once_more);
  EXPECT_EQ(config.turn.backchannels, hebrew.hears.backchannels);
  EXPECT_EQ((*config.phrases)[PhraseId::kIdlePrompt].text, hebrew.phrases[PhraseId::kIdlePrompt].text);
}

}  // namespace
}  // namespace parley
