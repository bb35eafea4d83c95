#include "core/reply/intents/complete_phrases.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "core/reply/intents/dialogue.h"
#include "core/reply/intents/front_desk.h"
#include "core/reply/intents/intent_file.h"

namespace parley {
namespace {

IntentBook book_from(std::string_view intents) {
  const std::string file = R"({"slots": {
      "dish": {"kind": "choice", "values": {"soup": {"en": ["soup"]}, "onion": {"en": ["onion", "onion soup"]}}},
      "when": {"kind": "time"}, "who": {"kind": "name"}, "phone": {"kind": "phone"}, "day": {"kind": "day"}},
    "intents": [)" + std::string(intents) +
                           "]}";
  auto book = read_intent_book(file, "t.json", embedded_languages());
  EXPECT_TRUE(book.has_value()) << (book.has_value() ? "" : book.error().text());
  return book.has_value() ? std::move(*book) : IntentBook();
}

/// An intent that is answered and has a topic.
IntentBook answering(std::string_view examples) {
  return book_from(R"({"name": "one", "topic": {"en": "it"}, "answers": {"en": "Yes."}, "examples": {"en": [)" +
                   std::string(examples) + "]}}");
}

bool complete(const IntentBook& book, std::string_view words, bool asked = false) {
  return book.complete_phrases("en")->contains(spoken_words(words), asked);
}

TEST(CompletePhrases, HoldNothingThatIsEndless) {
  const IntentBook book = answering(R"("when do you close")");
  EXPECT_TRUE(complete(book, "please when do you close please"));
  std::string endless = "when do you close";
  for (int i = 0; i < 20'000; ++i) endless += " please";
  EXPECT_FALSE(complete(book, endless));
}

TEST(CompletePhrases, HoldAnExampleWordByWordAndNothingElse) {
  const IntentBook book = answering(R"("when do you close", "is there parking")");
  EXPECT_TRUE(complete(book, "When do you close?"));
  EXPECT_TRUE(complete(book, "is there parking"));
  for (const char* words : {"when do you", "when you close", "do you close when", "when do you close on",
                            "so to speak when do you close", "is there", ""}) {
    EXPECT_FALSE(complete(book, words)) << words;
  }
}

TEST(CompletePhrases, HoldNoPhraseThatAnExampleContinues) {
  const IntentBook book = answering(R"("where are you [located]", "is it open", "is it open on {day}")");
  EXPECT_FALSE(complete(book, "where are you"));
  EXPECT_TRUE(complete(book, "where are you located"));
  EXPECT_FALSE(complete(book, "is it open"));
  EXPECT_TRUE(complete(book, "is it open on friday"));
}

TEST(CompletePhrases, AreContinuedByExamplesOfOtherIntentsToo) {
  const IntentBook book = book_from(
      R"({"name": "one", "topic": {"en": "it"}, "answers": {"en": "Yes."}, "examples": {"en": ["can you help"]}},
         {"name": "two", "answers": {"en": "No."}, "examples": {"en": ["can you help me move house"]}})");
  EXPECT_FALSE(complete(book, "can you help"));
}

TEST(CompletePhrases, TakeChoicesWithTheirKnownEnds) {
  const IntentBook book = answering(R"("how much is the {dish}")");
  EXPECT_TRUE(complete(book, "how much is the soup"));
  EXPECT_TRUE(complete(book, "how much is the onion soup"));
  EXPECT_FALSE(complete(book, "how much is the onion")) << "soup may follow";
  EXPECT_FALSE(complete(book, "how much is the car"));
}

TEST(CompletePhrases, HoldNoNameNumberOrTimeForTheseGoOn) {
  const IntentBook book = answering(
      R"("come at {when}", "this is {who}", "my number is {phone}", "this is the end", "come at once please sir")");
  EXPECT_FALSE(complete(book, "come at five"));
  EXPECT_FALSE(complete(book, "this is dana"));
  EXPECT_FALSE(complete(book, "my number is five five five one two three four"));
  EXPECT_FALSE(complete(book, "this is the end")) << "it may be a name";
}

TEST(CompletePhrases, DoNotCountCourtesies) {
  const IntentBook book = answering(R"("when do you close", "thank you")");
  EXPECT_TRUE(complete(book, "hello when do you close please"));
  EXPECT_TRUE(complete(book, "yes okay when do you close"));
  EXPECT_FALSE(complete(book, "hello"));
  EXPECT_FALSE(complete(book, "hello okay"));
}

TEST(CompletePhrases, HoldASingleWordOnlyInAnswerToAQuestion) {
  const IntentBook book = answering(R"("{dish}", "hours")");
  EXPECT_FALSE(complete(book, "hours"));
  EXPECT_FALSE(complete(book, "soup"));
  EXPECT_TRUE(complete(book, "soup", true));
  EXPECT_FALSE(complete(book, "onion", true));
}

TEST(CompletePhrases, HoldNothingThatCannotBeTakenBackAndNoGreeting) {
  const IntentBook book = book_from(
      R"({"name": "bye", "then": "hang_up", "topic": {"en": "a"}, "examples": {"en": ["that is all"]}},
         {"name": "person", "then": "transfer", "topic": {"en": "b"}, "examples": {"en": ["put me through"]}},
         {"name": "lead", "topic": {"en": "c"}, "collect": ["who", "phone"], "examples": {"en": ["call me back"]}},
         {"name": "hi", "answers": {"en": "Hi."}, "examples": {"en": ["good morning there"]}},
         {"name": "again", "then": "repeat", "examples": {"en": ["what was that"]}})");
  for (const char* words : {"that is all", "put me through", "call me back", "good morning there"}) {
    EXPECT_FALSE(complete(book, words)) << words;
  }
  EXPECT_TRUE(complete(book, "what was that"));
}

// ---- with the front desk that is embedded ---------------------------------------------------------------------

Dialogue front_desk_dialogue(std::string_view language = "en") {
  return Dialogue(std::make_shared<const IntentBook>(
                      *read_intent_book(front_desk_text(), "agents/front_desk.json", embedded_languages())),
                  language);
}

TEST(CompletePhrases, OfTheFrontDeskAreItsQuestions) {
  const Dialogue dialogue = front_desk_dialogue();
  for (const char* words :
       {"what are your opening hours", "when are you open", "where are you located", "how much is a crown",
        "what's the price of whitening", "are you open on monday", "is there parking", "do you take insurance"}) {
    EXPECT_TRUE(dialogue.is_complete(words)) << words;
  }
  for (const char* words : {"what are your", "where are you", "i want to make an appointment", "thank you", "hello",
                            "are you open on", "yes", "no", "goodbye", "can i talk to someone", "hours"}) {
    EXPECT_FALSE(dialogue.is_complete(words)) << words;
  }
}

TEST(CompletePhrases, OfTheFrontDeskAreThereInHebrewToo) {
  const Dialogue dialogue = front_desk_dialogue("he");
  EXPECT_TRUE(dialogue.is_complete("באיזו קומה אתם"));
  EXPECT_TRUE(dialogue.is_complete("אתם פתוחים ביום ראשון"));
  EXPECT_FALSE(dialogue.is_complete("איפה אתם")) << "נמצאים may follow";
}

TEST(CompletePhrases, AreNoneWhileALeadIsCollected) {
  Dialogue dialogue = front_desk_dialogue();
  EXPECT_TRUE(dialogue.is_complete("is there parking"));
  dialogue.hear("i want to leave my number");
  EXPECT_FALSE(dialogue.is_complete("is there parking"));
}

TEST(CompletePhrases, HoldTheAnswerToWhatTheAgentAsked) {
  Dialogue dialogue = front_desk_dialogue();
  EXPECT_FALSE(dialogue.is_complete("whitening"));
  dialogue.hear("what are your prices");
  EXPECT_TRUE(dialogue.is_complete("whitening"));
}

}  // namespace
}  // namespace parley
