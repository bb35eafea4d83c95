#include "core/reply/reply_machine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/core/reply/studio.h"

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// ---- an answer ----------------------------------------------------------------------------------------------

TEST(ReplyMachine, AsksTextThenSpeechThenPlaysAndIsDone) {
  Studio studio;
  EXPECT_THAT(studio.begin_and_ask(0, 1), ElementsAre("ask 1 hello"));
  EXPECT_THAT(studio.text(100, 1, "Good day. Bye."),
              ElementsAre("synthesize 1/0 Good day.", "synthesize 1/1 Bye.", "composed Good day. Bye."));
  EXPECT_THAT(studio.speech(200, 1, 0, audio(160)), ElementsAre("play answer 160"));
  EXPECT_THAT(studio.speech(300, 1, 1, audio(320)), ElementsAre("play answer 320", "done answer"));
  EXPECT_FALSE(studio.has_deadline());
}

TEST(ReplyMachine, SaysThatAnEventOfAFinishedTurnIsLate) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "Hi.");
  studio.speech(200, 1, 0, audio(160));
  EXPECT_THAT(studio.speech(300, 1, 0, audio(160)), ElementsAre("late 1 speech_audio"));
  EXPECT_THAT(studio.text(300, 1, "More."), ElementsAre("late 1 reply_text"));
  EXPECT_THAT(studio.text(300, 9, "Whose?"), ElementsAre("late 9 reply_text"));
}

TEST(ReplyMachine, CancelsAtTheProviderWhatIsNotWanted) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  EXPECT_THAT(studio.cancel(), ElementsAre("cancel 1"));
  EXPECT_THAT(studio.cancel(), IsEmpty());
  EXPECT_FALSE(studio.has_deadline());
  EXPECT_THAT(studio.text(100, 1, "Hi."), ElementsAre("late 1 reply_text"));
}

TEST(ReplyMachine, AsksNothingWithoutATurn) {
  Studio studio;
  EXPECT_THAT(studio.ask(0, "hello"), IsEmpty());
}

// ---- deadlines ----------------------------------------------------------------------------------------------

TEST(ReplyMachine, SaysOneMomentAfterTwoAndAHalfSecondsOnceATurn) {
  Studio studio;
  studio.begin_and_ask(1000, 1);
  EXPECT_EQ(studio.deadline_ms(), 3500);
  EXPECT_THAT(studio.wake(3499), IsEmpty());
  EXPECT_THAT(studio.wake(3500), ElementsAre("overdue filler", "play filler 320"));
  EXPECT_EQ(studio.deadline_ms(), 8000);
  EXPECT_THAT(studio.wake(6000), IsEmpty());
  studio.begin_and_ask(10000, 2);
  EXPECT_THAT(studio.wake(12500), ElementsAre("overdue filler", "play filler 320")) << "a turn later again";
}

TEST(ReplyMachine, PutsTheReplyBehindTheFiller) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.wake(2500);
  studio.text(3000, 1, "Hi.");
  EXPECT_THAT(studio.speech(3100, 1, 0, audio(160)), ElementsAre("play answer 160", "done answer"));
}

TEST(ReplyMachine, KeepsAFillerWithoutAudioAFiller) {
  Studio studio({}, false);
  studio.begin_and_ask(0, 1);
  EXPECT_THAT(studio.wake(2500), ElementsAre("overdue filler", "play filler 2400"))
      << "it sounds like a beep, and is still no reply";
}

TEST(ReplyMachine, HasNoDeadlineWhileItIsHeldAndMakesUpForItAfterwards) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.hold(100, true);
  EXPECT_FALSE(studio.has_deadline());
  EXPECT_THAT(studio.wake(2500), IsEmpty());
  EXPECT_THAT(studio.hold(2600, false), IsEmpty());
  EXPECT_THAT(studio.wake(2600), ElementsAre("overdue filler", "play filler 320"));
}

TEST(ReplyMachine, ApologisesAfterSevenSecondsAndSaysGoodbyeTheSecondTimeRunning) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.wake(2500);
  EXPECT_THAT(studio.wake(6999), IsEmpty());
  EXPECT_THAT(studio.wake(7000), ElementsAre("overdue reply", "cancel 1", "play apology 320", "done apology"));
  studio.begin_and_ask(10000, 2);
  studio.wake(12500);
  EXPECT_THAT(studio.wake(17000),
              ElementsAre("overdue reply", "cancel 2", "play farewell 320", "done farewell, goodbye"));
}

TEST(ReplyMachine, ForgetsAnApologyOnceItHasAnswered) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.wake(7000);
  studio.begin_and_ask(10000, 2);
  studio.text(10100, 2, "Hi.");
  studio.speech(10200, 2, 0, audio(160));
  studio.begin_and_ask(20000, 3);
  EXPECT_THAT(studio.wake(27000), ElementsAre("overdue reply", "cancel 3", "play apology 320", "done apology"));
}

TEST(ReplyMachine, FinishesWhatCameWhenTheProviderStopsForOneAndAHalfSeconds) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "Good day. Bye.");
  studio.speech(1000, 1, 0, audio(160), false);
  EXPECT_EQ(studio.deadline_ms(), 2500);
  studio.speech(1400, 1, 0, audio(160), false);
  EXPECT_EQ(studio.deadline_ms(), 2900) << "new audio, new patience";
  EXPECT_THAT(studio.wake(2900),
              ElementsAre("overdue provider_stall", "cancel 1", "play apology 320", "done apology"));
}

// ---- failures -----------------------------------------------------------------------------------------------

TEST(ReplyMachine, BeepsAndApologisesWhenNoSentenceCouldBeSpoken) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "Hi.");
  EXPECT_THAT(studio.event(200, SpeechFailed{{1}, 0, "no voice", false}),
              ElementsAre("failed no voice", "cancel 1", "play beep 2400", "play apology 320", "done apology"));
}

TEST(ReplyMachine, OnlyBeepsWhereTheApologyHasNoSoundEither) {
  Studio studio({}, false);
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "Hi.");
  EXPECT_THAT(studio.event(200, SpeechFailed{{1}, 0, "no voice", false}),
              ElementsAre("failed no voice", "cancel 1", "play beep 2400", "done beep"));
}

TEST(ReplyMachine, EndsTheCallWhenTheVoiceIsGoneForTheSecondTimeRunning) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "Hi.");
  studio.event(200, SpeechFailed{{1}, 0, "no voice", false});
  studio.begin_and_ask(9000, 2);
  studio.text(9100, 2, "Hi.");
  EXPECT_THAT(
      studio.event(9200, SpeechFailed{{2}, 0, "no voice", false}),
      ElementsAre("failed no voice", "cancel 2", "play beep 2400", "play farewell 320", "done farewell, goodbye"));
}

TEST(ReplyMachine, AVoiceThatCameBackMayFailOnceMore) {
  Studio studio;
  for (int turn = 1; turn < 6; turn += 2) {
    studio.begin_and_ask(turn * 9000, turn);
    studio.text(turn * 9000 + 100, turn, "Hi.");
    EXPECT_THAT(studio.event(turn * 9000 + 200, SpeechFailed{{turn}, 0, "no voice", false}),
                ElementsAre("failed no voice", testing::_, "play beep 2400", "play apology 320", "done apology"));
    studio.begin_and_ask(turn * 9000 + 4000, turn + 1);
    studio.text(turn * 9000 + 4100, turn + 1, "Ho.");
    studio.speech(turn * 9000 + 4200, turn + 1, 0, audio(160));
  }
}

TEST(ReplyMachine, ApologisesWhenTheVoiceFailsInMidReply) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "One. Two.");
  studio.speech(200, 1, 0, audio(160));
  EXPECT_THAT(studio.event(300, SpeechFailed{{1}, 1, "no voice", false}),
              ElementsAre("failed no voice", "cancel 1", "play apology 320", "done apology"));
}

TEST(ReplyMachine, ApologisesWhenTheModelFails) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  EXPECT_THAT(studio.event(200, ReplyFailed{{1}, "refused", false}),
              ElementsAre("failed refused", "cancel 1", "play apology 320", "done apology"));
  EXPECT_THAT(studio.event(300, ReplyFailed{{1}, "again"}), ElementsAre("failed again")) << "once is enough";
}

TEST(ReplyMachine, BeepsForAPhraseWithoutAudio) {
  Studio studio({}, false);
  EXPECT_THAT(studio.say(0, 1, PhraseId::kNotCaught), ElementsAre("play beep 2400", "done not caught"));
}

TEST(ReplyMachine, OffersHelpForAnEmptyReplyAndApologisesTheNextTime) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  EXPECT_THAT(studio.text(100, 1, "  "), ElementsAre("play fallback 320", "done fallback"));
  studio.begin_and_ask(1000, 2);
  EXPECT_THAT(studio.text(1100, 2, ""), ElementsAre("play apology 320", "done apology"));
  studio.begin_and_ask(2000, 3);
  studio.text(2100, 3, "Hi.");
  studio.speech(2200, 3, 0, audio(160));
  studio.begin_and_ask(3000, 4);
  EXPECT_THAT(studio.text(3100, 4, ""), ElementsAre("play fallback 320", "done fallback"))
      << "not running any more";
}

// ---- hold ---------------------------------------------------------------------------------------------------

TEST(ReplyMachine, KeepsAudioBackWhileHeldAndGivesItOnRelease) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.hold(50, true);
  studio.text(100, 1, "One. Two.");
  EXPECT_THAT(studio.speech(200, 1, 0, audio(160)), IsEmpty());
  EXPECT_THAT(studio.speech(300, 1, 1, audio(320)), IsEmpty());
  EXPECT_THAT(studio.hold(400, false), ElementsAre("play answer 160", "play answer 320", "done answer"));
}

TEST(ReplyMachine, KeepsAPhraseBackWhileHeld) {
  Studio studio;
  studio.hold(0, true);
  EXPECT_THAT(studio.say(0, 0, PhraseId::kGreeting), IsEmpty());
  EXPECT_THAT(studio.hold(500, false), ElementsAre("play greeting 320", "done greeting"));
}

TEST(ReplyMachine, DropsAHeldPhraseThatIsNotWanted) {
  Studio studio;
  studio.hold(0, true);
  studio.say(0, 0, PhraseId::kGreeting);
  studio.cancel();
  EXPECT_THAT(studio.hold(500, false), IsEmpty());
}

TEST(ReplyMachine, StartsNoBeepOverTheCaller) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "Hi.");
  studio.hold(150, true);
  EXPECT_THAT(studio.event(200, SpeechFailed{{1}, 0, "no voice", false}), ElementsAre("failed no voice"));
  studio.hold(7500, false);
  EXPECT_THAT(studio.wake(7500), ElementsAre("overdue reply", "cancel 1", "play apology 320", "done apology"));
}

// ---- suspension ---------------------------------------------------------------------------------------------

TEST(ReplyMachine, ResumesWithWhatWasUnheardThenWithWhatCameMeanwhile) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "One. Two.");
  studio.speech(200, 1, 0, audio(800, 1));
  studio.machine().suspend(audio(480, 2));
  EXPECT_TRUE(studio.machine().has_suspended());
  EXPECT_FALSE(studio.has_deadline());
  EXPECT_THAT(studio.speech(300, 1, 1, audio(160, 3)), IsEmpty()) << "kept, neither played nor late";
  EXPECT_THAT(studio.resume(1000, 2), ElementsAre("play answer 480", "play answer 160", "done answer"));
  EXPECT_FALSE(studio.machine().has_suspended());
}

TEST(ReplyMachine, GoesOnHearingTheProviderUnderItsOldTurnAfterAResume) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "One. Two.");
  studio.speech(200, 1, 0, audio(800));
  studio.machine().suspend(audio(480));
  EXPECT_THAT(studio.resume(1000, 2), ElementsAre("play answer 480"));
  EXPECT_THAT(studio.speech(1100, 1, 1, audio(160)), ElementsAre("play answer 160", "done answer"));
}

TEST(ReplyMachine, ResumesAReplyThatHadComeWhole) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "One.");
  studio.speech(200, 1, 0, audio(800));
  studio.machine().suspend(audio(480));
  EXPECT_THAT(studio.resume(1000, 2), ElementsAre("play answer 480", "done answer"));
}

TEST(ReplyMachine, KeepsASuspendedReplyWhileTheNextTurnIsAsked) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "One. Two.");
  studio.speech(200, 1, 0, audio(800));
  studio.machine().suspend(audio(480));
  studio.begin(500, 2);
  EXPECT_THAT(studio.resume(1000, 2), ElementsAre("play answer 480"));
}

TEST(ReplyMachine, CancelsASuspendedReplyThatIsForgottenIfItWasStillInTheMaking) {
  Studio studio;
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "One. Two.");
  studio.speech(200, 1, 0, audio(800));
  studio.machine().suspend(audio(480));
  EXPECT_THAT(studio.forget(), ElementsAre("cancel 1"));
  EXPECT_THAT(studio.resume(1000, 2), IsEmpty());
  EXPECT_THAT(studio.speech(1100, 1, 1, audio(160)), ElementsAre("late 1 speech_audio"));
}

// ---- length -------------------------------------------------------------------------------------------------

ReplyConfig one_second() {
  ReplyConfig config;
  config.max_speaking = seconds(1);
  config.per_character = millis(100);
  return config;
}

/// The first sentence of turn 1 is said; the second was kept back and is offered.
std::vector<std::string> offered(Studio& studio) {
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "Eight ch. Another ten.");
  return studio.speech(200, 1, 0, audio(6400));
}

TEST(ReplyMachine, OffersWhatWouldBeTooLong) {
  Studio studio(one_second());
  EXPECT_THAT(offered(studio), ElementsAre("play answer 6400", "play offer 320", "done answer"));
}

TEST(ReplyMachine, SpeaksTheRestAfterAYesWithoutAskingTheModel) {
  Studio studio(one_second());
  offered(studio);
  EXPECT_THAT(studio.begin_and_ask(5000, 2, "Yes, please."), ElementsAre("synthesize 1/1 Another ten."));
  EXPECT_THAT(studio.speech(5200, 1, 1, audio(1600)), ElementsAre("play answer 1600", "done answer"));
}

TEST(ReplyMachine, DropsTheRestAfterOtherWords) {
  Studio studio(one_second());
  offered(studio);
  EXPECT_THAT(studio.begin_and_ask(5000, 2, "what else"), ElementsAre("cancel 1", "ask 2 what else"));
  studio.text(5100, 2, "Hi.");
  studio.speech(5200, 2, 0, audio(160));
  EXPECT_THAT(studio.begin_and_ask(9000, 3, "yes"), ElementsAre("ask 3 yes")) << "nothing is on offer any more";
}

TEST(ReplyMachine, FadesAFirstSentenceThatKnowsNoPauseOneSecondPastTheLimit) {
  Studio studio(one_second());
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "Aaah.");
  EXPECT_THAT(studio.speech(200, 1, 0, audio(24000)),
              ElementsAre("play answer 16000", "play offer 320", "done answer"));
  EXPECT_THAT(studio.begin_and_ask(5000, 2, "yes"), ElementsAre("play answer 8000", "done answer"));
}

TEST(ReplyMachine, CutsALongSentenceAtAPauseAfterTheLimit) {
  Studio studio(one_second());
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "Aaah.");
  std::vector<std::uint8_t> sound = audio(24000);
  std::fill(sound.begin() + 9600, sound.begin() + 9920, std::uint8_t{0xFF});
  EXPECT_THAT(studio.speech(200, 1, 0, sound), ElementsAre("play answer 9600", "play offer 320", "done answer"));
}

TEST(ReplyMachine, SaysEverythingWithoutALimit) {
  ReplyConfig config = one_second();
  config.max_speaking = Duration{};
  Studio studio(config);
  studio.begin_and_ask(0, 1);
  studio.text(100, 1, "Eight ch. Another ten.");
  studio.speech(200, 1, 0, audio(24000));
  EXPECT_THAT(studio.speech(300, 1, 1, audio(24000)), ElementsAre("play answer 24000", "done answer"));
}

}  // namespace
}  // namespace parley
