#include "core/reply/intents/dialogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/reply/intents/dialogue_texts.h"
#include "core/reply/intents/front_desk.h"
#include "core/reply/intents/intent_file.h"

namespace parley {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

std::shared_ptr<const IntentBook> desk() {
  static const auto book = std::make_shared<const IntentBook>(
      *read_intent_book(front_desk_text(), "agents/front_desk.json", embedded_languages()));
  return book;
}

class Talk {
 public:
  explicit Talk(std::string_view language = "en", DialogueOptions options = {})
      : dialogue_(desk(), language, options) {}
  std::string operator()(std::string_view words) {
    last = dialogue_.hear(words);
    return last.text;
  }
  /// As far as a form's confirmation of this number.
  void give_number(std::string_view number) {
    (*this)("i want to leave my number");
    (*this)("dana levy");
    (*this)(number);
  }
  DialogueReply last;

 private:
  Dialogue dialogue_;
};

TEST(Dialogue, AnswersWhatItUnderstands) {
  Talk talk;
  EXPECT_THAT(talk("um when do you open on friday"), HasSubstr("Sunday to Thursday"));
  EXPECT_EQ(talk.last.intent, "opening_hours");
  EXPECT_EQ(talk.last.then, AfterReply::kNothing);
}

TEST(Dialogue, TakesVariantsInTurn) {
  Talk talk;
  const std::string first = talk("when are you open");
  const std::string second = talk("when are you open");
  EXPECT_NE(first, second);
  EXPECT_EQ(talk("when are you open"), first);
}

TEST(Dialogue, AnswersByTheValueThatWasSaid) {
  Talk talk;
  EXPECT_THAT(talk("how much is a crown"), HasSubstr("nine hundred"));
  EXPECT_THAT(talk("and a filling"), HasSubstr("one hundred and twenty"));
}

TEST(Dialogue, AsksForTheValueThatIsMissing) {
  Talk talk;
  EXPECT_THAT(talk("how much is it"), HasSubstr("which treatment"));
  EXPECT_THAT(talk("um the teeth whitening i think"), HasSubstr("two hundred and fifty"));
}

TEST(Dialogue, AQuestionForAValueMayBeLeftForAnotherMatter) {
  Talk talk;
  talk("how much is it");
  EXPECT_THAT(talk("where are you"), HasSubstr("Garden Street"));
}

TEST(Dialogue, CollectsALeadAndReadsTheNumberBack) {
  Talk talk;
  EXPECT_THAT(talk("i'd like to make an appointment for a cleaning on monday"), HasSubstr("name"));
  EXPECT_THAT(talk("um my name is dana levy"), HasSubstr("number"));
  EXPECT_THAT(talk("five five five one two three four"), HasSubstr("five five five, one two three four"));
  EXPECT_FALSE(talk.last.lead.has_value()) << "nothing is certain yet";
  EXPECT_THAT(talk("yes that's right"), StartsWith("Thank you, Dana Levy."));
  ASSERT_TRUE(talk.last.lead.has_value());
  EXPECT_EQ(*talk.last.lead, (Lead{"Dana Levy", "5551234", "treatment: cleaning, day: monday"}));
}

TEST(Dialogue, ANumberMayComeInSeveralBreaths) {
  Talk talk;
  talk.give_number("five five five");
  EXPECT_THAT(talk.last.text, HasSubstr("go on"));
  EXPECT_THAT(talk("one two three four"), HasSubstr("five five five, one two three four"));
  EXPECT_THAT(talk("five six seven"), HasSubstr("five five five, one two three, four five six seven"));
  talk("yes");
  EXPECT_EQ(talk.last.lead->number, "5551234567");
}

TEST(Dialogue, ANumberMayBeCorrected) {
  Talk talk;
  talk.give_number("five five five one two three four");
  EXPECT_THAT(talk("no it's five five five one two three five"), HasSubstr("one two three five"));
  EXPECT_THAT(talk("no"), HasSubstr("once more"));
  EXPECT_THAT(talk("five five five one two three six"), HasSubstr("one two three six"));
  talk("correct");
  EXPECT_EQ(talk.last.lead->number, "5551236");
}

TEST(Dialogue, ANumberMayBeTyped) {
  Talk talk;
  talk.give_number("dtmf:5551234");
  EXPECT_THAT(talk.last.text, HasSubstr("press 1"));
  talk("dtmf:1");
  EXPECT_EQ(talk.last.lead->number, "5551234");
}

TEST(Dialogue, AQuestionInTheMiddleIsAnsweredAndTheFormGoesOn) {
  Talk talk;
  talk("i want to leave my number");
  talk("dana");
  EXPECT_THAT(talk("wait what are your opening hours"), testing::AllOf(HasSubstr("Thursday"), HasSubstr("number")));
  talk("five five five one two three four");
  EXPECT_THAT(talk("can you repeat that"), HasSubstr("one two three four"));
  talk("yes");
  EXPECT_TRUE(talk.last.lead.has_value());
}

TEST(Dialogue, AFormCanBeLeft) {
  Talk talk;
  talk("i want to leave my number");
  EXPECT_THAT(talk("never mind"), HasSubstr("How else can I help"));
  EXPECT_THAT(talk("when are you open"), HasSubstr("Thursday"));
  talk("i want to leave my number");
  talk("goodbye");
  EXPECT_EQ(talk.last.then, AfterReply::kHangUp);
  EXPECT_FALSE(talk.last.lead.has_value());
}

TEST(Dialogue, NoWithNothingAskedMeansNothing) {
  Talk talk;
  EXPECT_EQ(talk("no"), "How can I help you?");
  EXPECT_EQ(talk.last.then, AfterReply::kNothing);
}

TEST(Dialogue, NoToWhetherThereIsMoreIsGoodbye) {
  Talk talk;
  EXPECT_THAT(talk("thanks"), HasSubstr("else"));
  talk("no");
  EXPECT_EQ(talk.last.then, AfterReply::kHangUp);
}

TEST(Dialogue, AsksWhetherThatIsMeantWhereItNearlyUnderstood) {
  Talk talk;
  EXPECT_EQ(talk("is the museum closed"), "Do you mean our hours?");
  EXPECT_THAT(talk("yes"), HasSubstr("Thursday"));
}

TEST(Dialogue, WhoIsNotUnderstoodHearsWhatCanBeAskedThenTheKeysThenGetsAPerson) {
  Talk talk("en", {"+15550100", true});
  EXPECT_THAT(talk("the weather is fine"), testing::AllOf(StartsWith("Sorry"), HasSubstr("our hours")));
  EXPECT_THAT(talk("horses eat grass"), HasSubstr("press 1"));
  talk("colourless ideas sleep");
  EXPECT_EQ(talk.last.then, AfterReply::kTransfer);
  EXPECT_EQ(talk.last.transfer_to, "+15550100");
}

TEST(Dialogue, WithoutAPersonTheThirdTimeIsFarewell) {
  Talk talk;
  for (const char* words : {"the weather is fine", "horses eat grass", "colourless ideas sleep"}) talk(words);
  EXPECT_EQ(talk.last.then, AfterReply::kHangUp);
}

TEST(Dialogue, WhoWasUnderstoodInBetweenStartsAnew) {
  Talk talk;
  for (const char* words : {"the weather is fine", "horses eat grass", "hello", "colourless ideas sleep"})
    talk(words);
  EXPECT_EQ(talk.last.then, AfterReply::kNothing);
}

TEST(Dialogue, PutsThroughOnlyWhereSomebodyTakesCalls) {
  Talk nobody;
  nobody("let me talk to a person");
  EXPECT_EQ(nobody.last.then, AfterReply::kNothing);
  Talk somebody("en", {"+15550100", true});
  somebody("let me talk to a person");
  EXPECT_EQ(somebody.last.then, AfterReply::kTransfer);
  somebody("do not put me through");
  EXPECT_EQ(somebody.last.then, AfterReply::kNothing);
}

TEST(Dialogue, RepeatsWhatItSaid) {
  Talk talk;
  EXPECT_EQ(talk("say that again"), "I have not said anything yet.");
  const std::string answer = talk("where are you");
  EXPECT_EQ(talk("sorry can you repeat that"), answer);
  EXPECT_TRUE(talk.last.repeats);
}

TEST(Dialogue, TheKeysAreAnAlternativeToWords) {
  Talk talk("en", {"+15550100", true});
  EXPECT_THAT(talk("dtmf:1"), HasSubstr("Thursday"));
  EXPECT_THAT(talk("dtmf:9"), testing::AllOf(HasSubstr("nothing under that key"), HasSubstr("press 1")));
  EXPECT_THAT(talk("dtmf:4"), HasSubstr("type your telephone number")) << "a name cannot be typed";
  talk("dtmf:5551234");
  talk("dtmf:1");
  EXPECT_EQ(*talk.last.lead, (Lead{"", "5551234", ""}));
  talk("dtmf:0");
  EXPECT_EQ(talk.last.then, AfterReply::kTransfer);
}

TEST(Dialogue, WorksInHebrew) {
  Talk talk("he");
  EXPECT_THAT(talk("מתי אתם פותחים מחר"), HasSubstr("משמונה בבוקר"));
  EXPECT_THAT(talk("כמה עולה הלבנת שיניים"), HasSubstr("תשע מאות"));
  talk("אפשר לקבוע תור ליום שני");
  talk("קוראים לי דנה לוי");
  EXPECT_THAT(talk("אפס חמש שתיים שלוש שתיים אחת אפס אפס חמש תשע"), HasSubstr("אפס חמש שתיים, שלוש שתיים אחת"));
  talk("כן נכון");
  EXPECT_EQ(*talk.last.lead, (Lead{"דנה לוי", "0523210059", "day: monday"}));
}

TEST(Dialogue, ALineWithoutARecogniserWorksByKeyAndSaysSo) {
  Talk talk("he", {"", false});
  EXPECT_THAT(talk("שלום עליכם"), testing::AllOf(HasSubstr("מקשי הטלפון"), HasSubstr("הקישו 1")));
  EXPECT_THAT(talk("dtmf:2"), HasSubstr("רחוב הגן"));
  const Phrases phrases = dialogue_phrases(*desk(), *desk()->language("he"), "", false);
  EXPECT_THAT(phrases[PhraseId::kGreeting].text, testing::AllOf(StartsWith("שלום!"), HasSubstr("הקישו 1")));
  EXPECT_THAT(phrases[PhraseId::kNotCaught].text, HasSubstr("הקישו 1"));
}

TEST(Dialogue, AGreetingOfOnesOwnReplacesTheLanguages) {
  const Phrases phrases = dialogue_phrases(*desk(), *desk()->language("en"), "Garden Street Dental, hello!", true);
  EXPECT_EQ(phrases[PhraseId::kGreeting].text, "Garden Street Dental, hello!");
  EXPECT_EQ(phrases[PhraseId::kNotCaught].text, english().phrases[PhraseId::kNotCaught].text);
}

TEST(Dialogue, ACopyIsTheConversationAsItStood) {
  Dialogue dialogue(desk(), "en");
  dialogue.hear("i want to leave my number");
  dialogue.hear("dana");
  Dialogue before = dialogue;
  dialogue.hear("five five five");
  EXPECT_THAT(dialogue.hear("one two three four").text, HasSubstr("five five five, one two three four"));
  EXPECT_THAT(before.hear("one two three four").text, HasSubstr("go on"));
}

TEST(Dialogue, NothingSaidIsNothingUnderstood) {
  Talk talk;
  EXPECT_THAT(talk(""), Not(IsEmpty()));
  EXPECT_THAT(talk("dtmf:"), Not(IsEmpty()));
  EXPECT_EQ(talk.last.intent, "");
}

}  // namespace
}  // namespace parley
