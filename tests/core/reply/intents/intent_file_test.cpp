#include "core/reply/intents/intent_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/reply/intents/front_desk.h"
#include "core/reply/intents/spoken_words.h"

namespace parley {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Result<IntentBook> read(std::string_view text) {
  return read_intent_book(text, "mine.json", embedded_languages());
}

std::string error_of(std::string_view text) {
  const auto book = read(text);
  return book.has_value() ? "" : book.error().text();
}

/// A file with one intent, whose members these are.
std::string with_intent(std::string_view members) {
  return R"({"slots": {"size": {"values": {"big": {"en": ["big", "large"]}, "small": {"en": "small"}}}, "number": {"kind": "phone"}},
 "intents": [{"name": "one", )" +
         std::string(members) + "}]}";
}

TEST(IntentFile, TheEmbeddedOneIsReadInBothLanguages) {
  const auto book = read_intent_book(front_desk_text(), "agents/front_desk.json", embedded_languages());
  ASSERT_TRUE(book.has_value()) << book.error().text();
  EXPECT_THAT(book->languages(), ElementsAre("en", "he"));
  EXPECT_GE(book->intents().size(), 10U);
  for (const Intent& intent : book->intents()) {
    EXPECT_TRUE(intent.examples.contains("en")) << intent.name;
    EXPECT_TRUE(intent.examples.contains("he")) << intent.name;
  }
}

TEST(IntentFile, FactsArePutIntoAnswers) {
  const auto book = read(R"({"facts": {"place": {"en": "Main Street"}},
    "intents": [{"name": "where", "examples": {"en": "where"}, "answers": {"en": "At {place}."}}]})");
  ASSERT_TRUE(book.has_value()) << book.error().text();
  EXPECT_THAT(texts_in(book->intents()[0].answers, "en"), ElementsAre("At Main Street."));
}

TEST(IntentFile, AnErrorNamesItsPlaceAndWhatWouldBeRight) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({"intents": []})", "mine.json:1: intents must be a list with an intent or more"},
      {R"({"intnts": []})", "must be a list"},
      {R"({"intents": [{"name": "a", "examples": {"en": "hi"}, "answers": {"en": "Hi."}}], "slot": {}})",
       "unknown key \"slot\"; the nearest known one is \"slots\""},
      {with_intent(R"("examples": {"en": "a {sise} one"}, "answers": {"en": "Yes."})"),
       "mine.json:2: intents[0].examples with \"a {sise} one\" names the slot \"sise\", which is not there; the "
       "nearest is \"size\""},
      {with_intent(R"("examples": {"en": "open [now"}, "answers": {"en": "Yes."})"), "\"open [now\" lacks a \"]\""},
      {with_intent(R"("examples": {"fr": "bonjour"})"), "is in a language that the agent does not know"},
      {with_intent(R"("examples": {"en": "hi"})"), "intents[0].answers has nothing in \"en\""},
      {with_intent(R"("answers": {"en": "Yes."})"), "intents[0].examples are missing"},
      {with_intent(R"("examples": {"en": "hi"}, "answers": {"en": "At {plce}."})"),
       "has {plce}, for which there is nothing"},
      {with_intent(R"("examples": {"en": "hi"}, "then": "hangup")"), "then must be \"answer\", \"hang_up\""},
      {with_intent(R"("examples": {"en": "hi"}, "then": "hang_up", "key": "12")"),
       "must be one key of the telephone"},
      {with_intent(R"("examples": {"en": "hi"}, "then": "hang_up", "key": "1")"), "needs a topic"},
      {with_intent(R"("examples": {"en": "hi"}, "collect": ["nmber"])"), "the nearest is \"number\""},
      {with_intent(R"("examples": {"en": "hi"}, "answers_by": "size")"), "belong together"},
      {with_intent(R"("examples": {"en": "hi"}, "answers_by": "size", "answers_of": {"bg": {"en": "Yes."}})"),
       "is no value of the slot \"size\"; the nearest is \"big\""},
      {with_intent(R"("examples": {"en": "hi"}, "answers": {"en": "Hi."}, "if_no": "two")"), "names no intent"},
      {with_intent(R"("exampels": {"en": "hi"}, "answers": {"en": "Hi."})"),
       "unknown key \"exampels\" in intents[0]; the nearest known one is \"examples\""},
      {with_intent(R"("examples": {"en": "hi"}, "then": "transfer", "transfer_to": "the desk")"),
       "intents[0].transfer_to must be a telephone number"},
      {with_intent(R"("examples": {"en": "hi"}, "answers_by": "size", "answers_of": {"big": {"en": "Yes."}})"),
       "intents[0].answers_of has nothing for \"small\" in \"en\""},
      {R"({"slots": {"size": {"kind": "choice"}}, "intents": []})", "slots.size.values are missing"},
      {R"({"slots": {"size": {"kind": "chioce"}}, "intents": []})", "kind must be \"choice\""},
      {R"({"intents": 7)", "mine.json:1"},
  };
  for (const auto& [text, message] : cases) EXPECT_THAT(error_of(text), HasSubstr(message)) << text;
}

TEST(IntentFile, TwoIntentsCannotHaveOneName) {
  EXPECT_EQ(error_of(R"({"intents": [
    {"name": "a", "examples": {"en": "hi"}, "answers": {"en": "A."}},
    {"name": "a", "examples": {"en": "bye"}, "answers": {"en": "B."}}]})"),
            "mine.json:3: intents[1].name is the name of another intent already");
}

TEST(IntentFile, AValueWithoutAnAnswerOfItsOwnMayHaveTheCommonOne) {
  EXPECT_EQ(error_of(with_intent(R"("examples": {"en": "hi"}, "answers": {"en": "Hi."}, "answers_by": "size",
    "answers_of": {"big": {"en": "Yes."}})")),
            "");
}

TEST(IntentFile, TwoIntentsCannotHaveOneKey) {
  EXPECT_THAT(error_of(R"({"intents": [
    {"name": "a", "topic": {"en": "a"}, "key": "1", "answers": {"en": "A."}},
    {"name": "b", "topic": {"en": "b"}, "key": "1", "answers": {"en": "B."}}]})"),
              testing::StartsWith("mine.json:3: intents[1].key is the key of \"a\" already"));
}

TEST(ExpectedSentences, AreEveryExampleWithItsValuesWrittenOut) {
  const auto book = read(with_intent(R"("examples": {"en": "a {size} one [please]"}, "answers": {"en": "Yes."})"));
  ASSERT_TRUE(book.has_value()) << book.error().text();
  const auto& all = book->expected_sentences("en");
  for (const char* sentence :
       {"a big one", "a large one", "a small one", "a large one please", "yes", "that's right"}) {
    EXPECT_THAT(all, Contains(sentence));
  }
  EXPECT_THAT(book->expected_sentences("he"), IsEmpty());
}

TEST(ExpectedSentences, HoldWhatAnswersTheQuestionsOfALead) {
  const auto book = read(with_intent(R"("examples": {"en": "call me"}, "collect": ["number"])"));
  ASSERT_TRUE(book.has_value()) << book.error().text();
  const auto digits = [](const std::string& sentence) { return sentence.find("seven") != std::string::npos; };
  const auto& all = book->expected_sentences("en");
  EXPECT_GT(std::count_if(all.begin(), all.end(), digits), 20);
}

TEST(ExpectedSentences, AreSmallLettersAndSingleSpacesAndBounded) {
  const auto book = read_intent_book(front_desk_text(), "agents/front_desk.json", embedded_languages());
  ASSERT_TRUE(book.has_value());
  for (const char* language : {"en", "he"}) {
    const auto& all = book->expected_sentences(language);
    EXPECT_GT(all.size(), 500U);
    EXPECT_LE(all.size(), 4000U);
    for (const std::string& sentence : all) {
      EXPECT_EQ(sentence, joined(spoken_words(sentence))) << "as it is when it comes back";
      EXPECT_THAT(sentence, Not(HasSubstr("  ")));
    }
  }
}

TEST(ExpectedSentences, AreTheSameEveryTime) {
  const auto first = read_intent_book(front_desk_text(), "a", embedded_languages());
  const auto second = read_intent_book(front_desk_text(), "b", embedded_languages());
  EXPECT_EQ(first->expected_sentences("en"), second->expected_sentences("en"));
}

}  // namespace
}  // namespace parley
