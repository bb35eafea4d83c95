// What is asked again, what is not, and how a reply ends that ends more than itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/core/reply/studio.h"

namespace parley {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

ReplyText last_text(int turn, std::string text, AfterReply then, std::string to = {}) {
  return ReplyText{{turn}, std::move(text), true, then, std::move(to)};
}

// ---- the model ----------------------------------------------------------------------------------------------

TEST(ReplyRetry, AsksTheModelOnceMoreAQuarterOfASecondLater) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  EXPECT_THAT(studio.event(200, ReplyFailed{{1}, "429"}), ElementsAre("failed 429"));
  EXPECT_EQ(studio.deadline_ms(), 450);
  EXPECT_THAT(studio.wake(450), ElementsAre("ask 1 hello"));
  studio.text(600, 1, "Hi.");
  EXPECT_THAT(studio.speech(700, 1, 0, audio(160)), ElementsAre("play answer 160", "done answer"));
}

TEST(ReplyRetry, ApologisesWhenTheModelFailsTwice) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.event(200, ReplyFailed{{1}, "429"});
  studio.wake(450);
  EXPECT_THAT(studio.event(600, ReplyFailed{{1}, "429"}),
              ElementsAre("failed 429", "cancel 1", "play apology 320", "done apology"));
}

TEST(ReplyRetry, AsksAgainAnewInTheNextTurn) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.event(200, ReplyFailed{{1}, "429"});
  studio.wake(450);
  studio.event(600, ReplyFailed{{1}, "429"});
  studio.begin_and_ask(9000, 2);
  studio.event(9100, ReplyFailed{{2}, "429"});
  EXPECT_THAT(studio.wake(9350), ElementsAre("ask 2 hello"));
}

TEST(ReplyRetry, DoesNotAskAgainWhatTheModelRefuses) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  EXPECT_THAT(studio.event(200, ReplyFailed{{1}, "401", false}), Contains("play apology 320"));
}

TEST(ReplyRetry, DoesNotAskAgainWhereNoTimeIsLeft) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.wake(2500);
  EXPECT_THAT(studio.event(6800, ReplyFailed{{1}, "503"}), Contains("play apology 320"));
}

TEST(ReplyRetry, DoesNotAskAgainOnceTheModelHasBegunToAnswer) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "One. Two", false);
  studio.speech(200, 1, 0, audio(160));
  EXPECT_THAT(studio.event(300, ReplyFailed{{1}, "gone"}),
              ElementsAre("failed gone", "cancel 1", "play apology 320", "done apology"))
      << "what came is finished, and the apology follows";
}

TEST(ReplyRetry, AsksAgainAlsoWhileTheCallerSpeaks) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.hold(100, true);
  studio.event(200, ReplyFailed{{1}, "429"});
  EXPECT_EQ(studio.deadline_ms(), 450);
  EXPECT_THAT(studio.wake(450), ElementsAre("ask 1 hello"));
}

TEST(ReplyRetry, AsksNothingAgainOfATurnThatIsOver) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.event(200, ReplyFailed{{1}, "429"});
  EXPECT_THAT(studio.cancel(), ElementsAre("cancel 1"));
  EXPECT_FALSE(studio.has_deadline());
  EXPECT_THAT(studio.wake(450), IsEmpty());
}

// ---- the synthesiser ----------------------------------------------------------------------------------------

TEST(ReplyRetry, AsksForASentenceOnceMoreOfWhichNothingCame) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "One. Two.");
  studio.speech(200, 1, 0, audio(160));
  EXPECT_THAT(studio.event(300, SpeechFailed{{1}, 1, "503"}), ElementsAre("failed 503"));
  EXPECT_THAT(studio.wake(550), ElementsAre("synthesize 1/1 Two."));
  EXPECT_THAT(studio.speech(700, 1, 1, audio(320)), ElementsAre("play answer 320", "done answer"));
}

TEST(ReplyRetry, BeepsAndApologisesWhenTheFirstSentenceFailsTwice) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "One.");
  studio.event(200, SpeechFailed{{1}, 0, "503"});
  EXPECT_THAT(studio.wake(450), ElementsAre("synthesize 1/0 One."));
  EXPECT_THAT(studio.event(500, SpeechFailed{{1}, 0, "503"}),
              ElementsAre("failed 503", "cancel 1", "play beep 2400", "play apology 320", "done apology"));
}

TEST(ReplyRetry, ApologisesWhenASentenceBreaksOff) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "One.");
  studio.speech(200, 1, 0, audio(160), false);
  EXPECT_THAT(studio.event(300, SpeechFailed{{1}, 0, "gone"}),
              ElementsAre("failed gone", "cancel 1", "play apology 320", "done apology"))
      << "half a sentence is not said again";
}

// ---- the opener ---------------------------------------------------------------------------------------------

TEST(ReplyOpener, BeginsAReplyWhoseVoiceIsSlow) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(300, 1, "Hi.");
  EXPECT_EQ(studio.deadline_ms(), 1000);
  EXPECT_THAT(studio.wake(1000), ElementsAre("overdue opener", "play answer 320"));
  EXPECT_THAT(studio.speech(1200, 1, 0, audio(160)), ElementsAre("play answer 160", "done answer"));
}

TEST(ReplyOpener, IsFollowedByAnApologyWhereNothingComes) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(300, 1, "Hi.");
  studio.wake(1000);
  EXPECT_EQ(studio.deadline_ms(), 2540) << "a provider's stall after its end";
  EXPECT_THAT(studio.wake(2540), Contains("play apology 320"));
}

TEST(ReplyOpener, IsNotSaidAfterAFillerNorWithoutAudioNorOverTheCaller) {
  Studio late;
  late.begin_and_ask(0, 1);
  late.wake(2500);
  late.text(2600, 1, "Hi.");
  EXPECT_THAT(late.wake(3400), IsEmpty());
  Studio mute({}, false);
  mute.begin_and_ask(0, 1);
  mute.text(300, 1, "Hi.");
  EXPECT_THAT(mute.wake(1000), IsEmpty());
  Studio held;
  held.begin_and_ask(0, 1);
  held.text(300, 1, "Hi.");
  held.hold(500, true);
  EXPECT_THAT(held.wake(1000), IsEmpty());
}

// ---- endings ------------------------------------------------------------------------------------------------

TEST(ReplyEnding, HangsUpAfterTheWordsThatAskForIt) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.event(100, last_text(1, "Bye.", AfterReply::kHangUp));
  EXPECT_THAT(studio.speech(200, 1, 0, audio(160)), ElementsAre("play answer 160", "done answer, goodbye"));
}

TEST(ReplyEnding, TransfersToTheNumberThatIsNamed) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.event(100, last_text(1, "Hold on.", AfterReply::kTransfer, "+14155550100"));
  EXPECT_THAT(studio.speech(200, 1, 0, audio(160)),
              ElementsAre("play answer 160", "done answer, transfer to +14155550100"));
}

TEST(ReplyEnding, IsNoTransferWithoutANumber) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  EXPECT_THAT(studio.event(100, last_text(1, "Hold on.", AfterReply::kTransfer, "the boss")),
              Contains("failed the reply asks for a transfer and names no number"));
  EXPECT_THAT(studio.speech(200, 1, 0, audio(160)), ElementsAre("play answer 160", "done answer"));
}

TEST(ReplyEnding, HasWordsOfItsOwnWhereTheReplyHasNone) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  EXPECT_THAT(studio.event(100, last_text(1, "", AfterReply::kHangUp)),
              ElementsAre("play farewell 320", "done farewell, goodbye"));
  studio.begin_and_ask(1000, 2);
  EXPECT_THAT(studio.event(1100, last_text(2, "", AfterReply::kTransfer, "sip:desk@example.com")),
              ElementsAre("play answer 320", "done answer, transfer to sip:desk@example.com"));
}

TEST(ReplyEnding, ComesAlsoWhereTheReplyFindsNoVoice) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.event(100, last_text(1, "Bye.", AfterReply::kHangUp));
  EXPECT_THAT(studio.event(200, SpeechFailed{{1}, 0, "401", false}),
              ElementsAre("failed 401", "cancel 1", "play farewell 320", "done farewell, goodbye"));
}

TEST(ReplyEnding, IsSaidWholeHoweverLong) {
  ReplyConfig config;
  config.max_speaking = seconds(1);
  Studio studio(config);
  studio.begin_and_ask(0, 1);
  studio.text(50, 1, "A first sentence that takes all of the time. A second one. ", false);
  EXPECT_THAT(studio.event(100, last_text(1, "Goodbye.", AfterReply::kHangUp)),
              ElementsAre("synthesize 1/1 A second one.", "synthesize 1/2 Goodbye.",
                          "composed A first sentence that takes all of the time. A second one. Goodbye."));
  studio.speech(200, 1, 0, audio(24'000));
  studio.speech(300, 1, 1, audio(8'000));
  EXPECT_THAT(studio.speech(400, 1, 2, audio(160)), ElementsAre("play answer 160", "done answer, goodbye"));
}

TEST(ReplyEnding, KnowsWhatCanBeDialled) {
  for (const char* good : {"+14155550100", "100", "sip:desk@example.com", "sips:a@b"})
    EXPECT_TRUE(is_dialable(good)) << good;
  for (const char* bad : {"", "+", "1", "the boss", "+1 415", "sip:", "sip:@b", "sip:a@", "sip:a b@c", "<Number>",
                          "+123456789012345678901"}) {
    EXPECT_FALSE(is_dialable(bad)) << bad;
  }
}

}  // namespace
}  // namespace parley
