// What breaks into a reply, and what then becomes of it: voice, words, noise, the tail, and keys.
#include <gtest/gtest.h>

#include "core/turn/turn_taker.h"
#include "tests/core/turn/floor_play.h"

namespace parley {
namespace {

// ---- barge-in -----------------------------------------------------------------------------------------------

TEST(BargeIn, InterruptsAfterTheVoiceHasLastedAndKeepsTheReply) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.speak(millis(140));
  EXPECT_EQ(play.told(), Story{});
  EXPECT_EQ(play.taker().phase(), TurnPhase::kOverlap);
  const Instant onset = play.now() - millis(140);
  play.speak(millis(20));
  EXPECT_EQ(play.told(), (Story{"interrupt #1 keep", "SPEAKING > LISTENING barge_in #1"}));
  EXPECT_EQ(play.entered().back().since, onset);
  EXPECT_EQ(play.taker().phase(), TurnPhase::kCallerSpeaking);
}

TEST(BargeIn, IsTurnedOffBySetting) {
  TurnConfig config;
  config.barge_in = false;
  FloorPlay play(config);
  play.answer(millis(800), "hello");
  play.speak(millis(1000));
  EXPECT_EQ(play.told(), Story{});
  EXPECT_EQ(play.taker().state(), TurnState::kSpeaking);
}

TEST(BargeIn, ACoughInTheMiddleOfAReplyChangesNothing) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.say_and_pause(millis(120));
  EXPECT_EQ(play.told(), (Story{"noise 120 ms"}));
  EXPECT_EQ(play.taker().phase(), TurnPhase::kPlaying);
}

TEST(BargeIn, TheFirstWordForgetsTheReplyAndTheUtteranceIsATurn) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  const Instant onset = play.now();
  play.speak(millis(600));
  play.told();
  play.partial({onset, play.now()}, "wait");
  EXPECT_EQ(play.told(), (Story{"forget"}));
  play.partial({onset, play.now()}, "wait please");
  EXPECT_EQ(play.told(), Story{});
  play.quiet(millis(400));
  play.recognise("wait please");
  EXPECT_EQ(play.told(),
            (Story{"LISTENING > PROCESSING end_of_utterance #2", "begin #2", "close #2", "text #2 wait please"}));
}

TEST(BargeIn, FinalWordsForgetTheReplyWhenNoPartialCame) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.say_and_pause(millis(600));
  play.told();
  play.recognise("wait please");
  EXPECT_EQ(play.told(), (Story{"forget", "text #2 wait please"}));
}

// ---- the reply goes on --------------------------------------------------------------------------------------

TEST(Resuming, WithoutWordsTheReplyGoesOnUnderThatUtterancesTurn) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.speak(millis(600));
  const Instant voice_end = play.now();
  play.quiet(millis(360));
  play.told();
  play.recognise("");
  EXPECT_EQ(play.told(), Story{});  // neither "not caught" nor LISTENING: resuming goes first
  EXPECT_EQ(play.taker().next_deadline(), voice_end + millis(600));
  play.nothing(millis(300));
  EXPECT_EQ(play.told(), (Story{"resume #2"}));
  play.reply_begins();
  EXPECT_EQ(play.told(), (Story{"PROCESSING > SPEAKING first_audio #2"}));
}

TEST(Resuming, ABackchannelTakesNoFloor) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  const Instant onset = play.now();
  play.speak(millis(300));
  play.told();
  play.partial({onset, play.now()}, "Mm-hm");
  EXPECT_EQ(play.told(), Story{});
  play.quiet(millis(360));
  play.told();
  play.recognise("Mm-hm.");
  play.nothing(millis(300));
  EXPECT_EQ(play.told(), (Story{"resume #2"}));
}

TEST(Resuming, HappensWithinTwoSecondsOfTheVoiceWhenTheRecogniserNeverAnswers) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.speak(millis(600));
  const Instant voice_end = play.now();
  play.quiet(millis(360));
  play.told();
  play.nothing(voice_end + millis(2000) - play.now());
  EXPECT_EQ(play.told(), (Story{"overdue final #2", "resume #2"}));
}

TEST(Resuming, HappensByItsLimitThoughTheRecogniserMayTakeLonger) {
  TurnConfig config;
  config.resume_after = millis(1000);
  FloorPlay play(config);
  play.answer(millis(800), "hello");
  play.speak(millis(600));
  const Instant voice_end = play.now();
  play.quiet(millis(360));
  play.told();
  play.nothing(voice_end + millis(999) - play.now());
  EXPECT_EQ(play.told(), Story{});
  play.nothing(millis(1));
  EXPECT_EQ(play.told(), (Story{"overdue final #2", "resume #2"}));
}

TEST(Resuming, SteadyNoiseThatInterruptedIsWithdrawnAndTheReplyGoesOnThroughProcessing) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.speak(millis(500));
  play.told();
  play.noise_found();
  EXPECT_EQ(play.told(), (Story{"noise 500 ms"}));
  play.nothing(millis(599));
  EXPECT_EQ(play.told(), Story{});
  play.nothing(millis(1));
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING resume #2", "resume #2"}));
}

TEST(Resuming, ClicksThatInterruptedWithoutAnyStretchOfSpeechDoNotSilenceTheReplyForGood) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.clicks_insist(play.now());
  EXPECT_EQ(play.told(), (Story{"interrupt #1 keep", "SPEAKING > LISTENING barge_in #1"}));
  play.quiet(millis(600));
  EXPECT_EQ(play.told(), (Story{"noise 0 ms"}));
  play.quiet(millis(700));
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING resume #2", "resume #2"}));
}

TEST(Resuming, WaitsWhileTheCallerIsVoiced) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.speak(millis(500));
  play.noise_found();
  play.quiet(millis(400));
  play.told();
  play.speak(millis(1000));
  EXPECT_EQ(play.told(), Story{});
  play.quiet(millis(360));
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING end_of_utterance #2", "begin #2", "close #2"}));
  play.recognise("");
  play.nothing(millis(300));
  EXPECT_EQ(play.told(), (Story{"resume #2"}));
}

TEST(Resuming, CanBeTurnedOffAndThenTheVoiceIsAskedAbout) {
  TurnConfig config;
  config.resume_after = Duration{};
  FloorPlay play(config);
  play.answer(millis(800), "hello");
  play.say_and_pause(millis(600));
  EXPECT_EQ(play.told()[0], "interrupt #1");
  play.recognise("");
  EXPECT_EQ(play.told(), (Story{"not caught #2"}));
}

TEST(Resuming, AResumedReplyYieldsToWordsOnly) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.speak(millis(500));
  play.noise_found();
  play.nothing(millis(600));
  play.reply_begins();
  play.told();
  const Instant onset = play.now();
  play.speak(millis(600));
  EXPECT_EQ(play.told(), Story{});
  play.partial({onset, play.now()}, "okay");
  EXPECT_EQ(play.told(), Story{});
  play.partial({onset, play.now()}, "okay stop");
  EXPECT_EQ(play.told(), (Story{"interrupt #2", "SPEAKING > LISTENING barge_in #2"}));
  play.quiet(millis(400));
  play.recognise("okay stop");
  EXPECT_EQ(play.told(),
            (Story{"LISTENING > PROCESSING end_of_utterance #3", "begin #3", "close #3", "text #3 okay stop"}));
}

TEST(Resuming, TheReplyAfterAResumedOneYieldsToVoiceAgain) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.speak(millis(500));
  play.noise_found();
  play.nothing(millis(600));
  play.reply_begins();
  play.reply_played();
  play.answer(millis(800), "hello");
  play.speak(millis(200));
  EXPECT_EQ(play.told(), (Story{"interrupt #3 keep", "SPEAKING > LISTENING barge_in #3"}));
}

// ---- the tail -----------------------------------------------------------------------------------------------

TEST(TailSpeech, VoiceAfterTheAudibleEndIsAnOrdinaryTurn) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.outlook.audible_end = play.now();
  const Instant onset = play.now();
  play.speak(millis(60));
  EXPECT_EQ(play.told(), (Story{"SPEAKING > LISTENING tail_speech #1"}));
  EXPECT_EQ(play.entered().back().since, onset);
  play.speak(millis(600));
  play.quiet(millis(400));
  play.recognise("and when");
  EXPECT_EQ(play.told(),
            (Story{"LISTENING > PROCESSING end_of_utterance #2", "begin #2", "close #2", "text #2 and when"}));
}

TEST(TailSpeech, VoiceThatInsistsInTheLast200MsClearsNothing) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.outlook.audible_end = play.now() + millis(350);
  play.speak(millis(160));  // 190 ms are left
  EXPECT_EQ(play.told(), (Story{"SPEAKING > LISTENING tail_speech #1"}));
}

TEST(TailSpeech, VoiceThatInsistsEarlierInterrupts) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.outlook.audible_end = play.now() + millis(360);
  play.speak(millis(160));  // 200 ms are left
  EXPECT_EQ(play.told(), (Story{"interrupt #1 keep", "SPEAKING > LISTENING barge_in #1"}));
}

TEST(TailSpeech, AVoiceThatRunsOnWhenTheReplyHasBeenPlayedIsATurn) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.speak(millis(120));
  play.reply_played();
  EXPECT_EQ(play.told(), (Story{"SPEAKING > LISTENING played #1"}));
  play.speak(millis(600));
  play.quiet(millis(400));
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING end_of_utterance #2", "begin #2", "close #2"}));
}

// ---- keys ---------------------------------------------------------------------------------------------------

TEST(Keys, AHashEndsANumberAtOnce) {
  FloorPlay play;
  for (const char key : {'1', '2', '3'}) play.press(key);
  EXPECT_EQ(play.told(), Story{});
  play.press('#');
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING dtmf #1", "begin #1", "text #1 dtmf:123"}));
}

TEST(Keys, AHashAloneIsANumberToo) {
  FloorPlay play;
  play.press('#');
  EXPECT_EQ(play.told().back(), "text #1 dtmf:#");
}

TEST(Keys, APauseEndsANumberAndEachKeyBeginsItAnew) {
  FloorPlay play;
  play.press('4');
  play.nothing(millis(1999));
  play.press('2');
  play.nothing(millis(1999));
  EXPECT_EQ(play.told(), Story{});
  play.nothing(millis(1));
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING dtmf #1", "begin #1", "text #1 dtmf:42"}));
}

TEST(Keys, ANumberIsBounded) {
  FloorPlay play;
  for (int i = 0; i < 1000; ++i) play.press('7');
  play.nothing(millis(2000));
  EXPECT_EQ(play.told().back(), "text #1 dtmf:" + std::string(64, '7'));
}

TEST(Keys, TwoNumbersAreTwoTurns) {
  FloorPlay play;
  play.press('1'), play.press('#');
  play.reply_begins(), play.reply_played();
  play.told();
  play.press('1'), play.press('#');
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING dtmf #2", "begin #2", "text #2 dtmf:1"}));
}

TEST(Keys, InProcessingTheReplyIsHeldAndTheTurnsJoin) {
  FloorPlay play;
  play.say_and_pause(millis(800));
  play.recognise("my number is");
  play.told();
  play.press('4');
  EXPECT_EQ(play.told(), (Story{"hold"}));
  play.press('#');
  const Story story = play.told();
  ASSERT_EQ(story.size(), 6U);
  EXPECT_EQ((Story{story.begin(), story.begin() + 3}),
            (Story{"drop #1", "release", "PROCESSING > LISTENING joined #1"}));
  EXPECT_EQ(story[4], "begin #2");
  EXPECT_EQ(story[5], "text #2 my number is dtmf:4");
}

TEST(Keys, AKeyInterruptsAReplyAndNeverSuspendsIt) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.press('1');
  EXPECT_EQ(play.told(), (Story{"interrupt #1", "SPEAKING > LISTENING dtmf #1"}));
  play.press('#');
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING dtmf #2", "begin #2", "text #2 dtmf:1"}));
}

TEST(Keys, AKeyForgetsASuspendedReply) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.speak(millis(500));
  play.noise_found();
  play.told();
  play.press('1');
  EXPECT_EQ(play.told(), (Story{"forget"}));
  play.nothing(millis(1000));
  EXPECT_EQ(play.told(), Story{});
}

TEST(Keys, TheToneOfAKeyIsNoVoice) {
  FloorPlay before;
  before.speak(millis(100));
  before.press('1');
  EXPECT_EQ(before.told(), (Story{"noise 100 ms"}));
  EXPECT_FALSE(before.taker().utterance_open());

  FloorPlay after;
  after.press('1');
  after.say_and_pause(millis(120));
  EXPECT_EQ(after.told(), Story{});
}

TEST(Keys, AVoiceThatBeganLongBeforeTheKeyStays) {
  FloorPlay play;
  play.speak(millis(200));
  play.press('1');
  EXPECT_TRUE(play.taker().utterance_open());
  EXPECT_EQ(play.told(), Story{});
}

TEST(Keys, PressedBeforeAnUtteranceEndsTheyHoldItsReply) {
  FloorPlay play;
  play.speak(millis(800));
  play.press('4');
  play.quiet(millis(400));
  play.recognise("my number is");
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING end_of_utterance #1", "begin #1", "close #1", "hold",
                                "text #1 my number is"}));
  play.press('#');
  EXPECT_EQ(play.told().back(), "text #2 my number is dtmf:4");
}

}  // namespace
}  // namespace parley
