#include "core/turn/turn_taker.h"

#include <gtest/gtest.h>

#include "tests/core/turn/floor_play.h"

namespace parley {
namespace {

const TimeRange kEarly{at_millis(0), at_millis(500)};

// ---- the table ----------------------------------------------------------------------------------------------

TEST(TurnTable, AllowsItsArrowsAndNoOthers) {
  using enum TurnState;
  const std::vector<std::pair<TurnState, TurnState>> arrows{
      {kListening, kProcessing}, {kListening, kEnded},    {kProcessing, kSpeaking}, {kProcessing, kListening},
      {kProcessing, kEnded},     {kSpeaking, kListening}, {kSpeaking, kEnded}};
  for (const TurnState from : {kListening, kProcessing, kSpeaking, kEnded}) {
    for (const TurnState to : {kListening, kProcessing, kSpeaking, kEnded}) {
      const bool drawn = std::find(arrows.begin(), arrows.end(), std::pair{from, to}) != arrows.end();
      EXPECT_EQ(transition_allowed(from, to), drawn) << name_of(from) << " to " << name_of(to);
    }
  }
}

// ---- one turn -----------------------------------------------------------------------------------------------

TEST(TurnTaker, AnswersAnUtteranceWithWordsAndListensAgainWhenTheReplyWasPlayed) {
  FloorPlay play;
  play.say_and_pause(millis(800));
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING end_of_utterance #1", "begin #1", "close #1"}));
  EXPECT_EQ(play.taker().phase(), TurnPhase::kTranscribing);
  play.recognise("hello");
  EXPECT_EQ(play.told(), (Story{"text #1 hello"}));
  EXPECT_EQ(play.taker().phase(), TurnPhase::kReplying);
  play.reply_begins();
  EXPECT_EQ(play.told(), (Story{"PROCESSING > SPEAKING first_audio #1"}));
  EXPECT_EQ(play.taker().phase(), TurnPhase::kPlaying);
  play.reply_sent();
  EXPECT_EQ(play.taker().phase(), TurnPhase::kDraining);
  play.reply_played();
  EXPECT_EQ(play.told(), (Story{"SPEAKING > LISTENING played #1"}));
  EXPECT_EQ(play.taker().phase(), TurnPhase::kIdle);
}

TEST(TurnTaker, ListensAgainWhenTheMarkIsOverdue) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.reply_played(TurnReason::kMarkTimeout);
  EXPECT_EQ(play.told(), (Story{"SPEAKING > LISTENING mark_timeout #1"}));
}

TEST(TurnTaker, ListensAgainWhenThereIsNothingToSayOrTheWatchdogGaveUp) {
  for (const TurnReason reason : {TurnReason::kNothingToSay, TurnReason::kGaveUp}) {
    FloorPlay play;
    play.say_and_pause(millis(800));
    play.recognise("hello");
    play.told();
    play.reply_empty(reason);
    EXPECT_EQ(play.told(), (Story{"PROCESSING > LISTENING " + std::string(name_of(reason)) + " #1"}));
  }
}

TEST(TurnTaker, AnUtteranceEndsAfterTheWholeSilenceAndNotAFrameBefore) {
  FloorPlay play;
  play.speak(millis(800));
  EXPECT_EQ(play.taker().phase(), TurnPhase::kCallerSpeaking);
  play.quiet(millis(340));
  EXPECT_EQ(play.told(), Story{});
  EXPECT_EQ(play.taker().phase(), TurnPhase::kEndpointing);
  play.quiet(millis(20));
  ASSERT_EQ(play.entered().size(), 1U);
  EXPECT_EQ(play.entered()[0].silence, millis(360));
  EXPECT_EQ(play.entered()[0].utterance, millis(1160));
  EXPECT_EQ(play.entered()[0].since, at_millis(1150));
}

TEST(TurnTaker, APauseInsideASentenceEndsNothing) {
  FloorPlay play;
  play.speak(millis(600));
  play.quiet(millis(300));
  play.speak(millis(600));
  EXPECT_EQ(play.told(), Story{});
  play.quiet(millis(400));
  ASSERT_EQ(play.closed().size(), 1U);
  EXPECT_EQ(play.closed()[0].begin, at_millis(0));
  EXPECT_EQ(play.closed()[0].end, at_millis(1860));
}

TEST(TurnTaker, TheSegmentBeginsALittleBeforeTheOnset) {
  FloorPlay play;
  play.quiet(millis(1000));
  play.say_and_pause(millis(800));
  ASSERT_EQ(play.closed().size(), 1U);
  EXPECT_EQ(play.closed()[0].begin, at_millis(700));
}

TEST(TurnTaker, AShortYesIsATurnOnlyLater) {
  FloorPlay play;
  play.speak(millis(120));
  play.quiet(millis(460));
  EXPECT_EQ(play.told(), Story{});
  play.quiet(millis(20));  // 600 ms since the onset
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING end_of_utterance #1", "begin #1", "close #1"}));
}

TEST(TurnTaker, AClickIsNoTurn) {
  FloorPlay play;
  play.say_and_pause(millis(80));
  EXPECT_EQ(play.told(), (Story{"noise 80 ms"}));
  EXPECT_EQ(play.taker().phase(), TurnPhase::kIdle);
}

TEST(TurnTaker, ALineWithoutFramesIsSilenceToo) {
  FloorPlay play;
  play.speak(millis(800));
  play.nothing(millis(1000));
  play.line_silent();
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING end_of_utterance #1", "begin #1", "close #1"}));
  EXPECT_EQ(play.closed()[0].end, at_millis(1800));
}

TEST(TurnTaker, TheFillerIsAPhaseOfProcessing) {
  FloorPlay play;
  play.say_and_pause(millis(800));
  play.recognise("hello");
  play.filler();
  EXPECT_EQ(play.taker().state(), TurnState::kProcessing);
  EXPECT_EQ(play.taker().phase(), TurnPhase::kFiller);
}

// ---- the end taken early ------------------------------------------------------------------------------------

TEST(TurnTaker, ACompleteSentenceEndsTheUtteranceSoonerAndItsLateFinalIsADuplicate) {
  FloorPlay play;
  play.speak(millis(800));
  play.partial({at_millis(0), at_millis(800)}, "what are your hours?");
  play.quiet(millis(200));
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING end_of_utterance #1", "begin #1", "close #1",
                                "text #1 what are your hours?"}));
  play.recognise("What are your hours?");
  EXPECT_EQ(play.told(), (Story{"duplicate What are your hours?"}));
}

TEST(TurnTaker, AnUnfinishedSentenceWaitsForTheWholeSilence) {
  FloorPlay play;
  play.speak(millis(800));
  play.partial({at_millis(0), at_millis(800)}, "what are your");
  play.quiet(millis(340));
  EXPECT_EQ(play.told(), Story{});
}

TEST(TurnTaker, AnEarlyEndCanBeTurnedOff) {
  TurnConfig config;
  config.endpoint.drop = EarlyEnd::kOff;
  FloorPlay play(config);
  play.speak(millis(800));
  play.partial({at_millis(0), at_millis(800)}, "what are your hours?");
  play.quiet(millis(340));
  EXPECT_EQ(play.told(), Story{});
}

// ---- words that come late, twice, or never ------------------------------------------------------------------

TEST(TurnTaker, AFinalThatNeverComesIsReplacedByTheLastPartial) {
  FloorPlay play;
  play.speak(millis(800));
  play.partial(kEarly, "what are");
  play.quiet(millis(360));
  play.told();
  play.nothing(millis(1180));
  EXPECT_EQ(play.told(), Story{});
  play.nothing(millis(20));
  EXPECT_EQ(play.told(), (Story{"overdue final #1", "text #1 what are"}));
}

TEST(TurnTaker, ACallerOfWhomOnlyTheBeginningWasHeardIsAskedToSayItAgainWhenTheRecogniserIsAway) {
  FloorPlay play;
  play.speak(millis(1600));
  play.partial(kEarly, "cancel");
  play.recogniser_fails();
  play.quiet(millis(360));
  play.told();
  play.nothing(millis(1200));
  EXPECT_EQ(play.told(), (Story{"overdue final #1", "not caught #1"}));
}

TEST(TurnTaker, ASilentRecogniserIsNoEvidenceThatNothingWasSaid) {
  FloorPlay play;
  play.say_and_pause(millis(800));
  play.told();
  play.nothing(millis(1300));
  EXPECT_EQ(play.told(), (Story{"overdue final #1"}));
  EXPECT_EQ(play.taker().state(), TurnState::kProcessing);
  EXPECT_EQ(play.taker().next_deadline(), kNever);  // the reply's own watchdog says what follows
  play.recognise("hello");
  EXPECT_EQ(play.told(), (Story{"text #1 hello"}));
}

TEST(TurnTaker, ASecondFinalOfTheSameRangeIsADuplicateWhateverItSays) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.recognise("hello there");
  EXPECT_EQ(play.told(), (Story{"duplicate hello there"}));
  play.reply_played();
  play.told();
  play.recognise("hello");
  EXPECT_EQ(play.told(), (Story{"duplicate hello"}));
}

TEST(TurnTaker, ACallerWhoRepeatsHimselfGetsAnAnswer) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.reply_played();
  play.told();
  play.say_and_pause(millis(800));
  play.recognise("hello");
  EXPECT_EQ(play.told(),
            (Story{"LISTENING > PROCESSING end_of_utterance #2", "begin #2", "close #2", "text #2 hello"}));
}

// ---- no words -----------------------------------------------------------------------------------------------

TEST(TurnTaker, ShortVoiceWithoutWordsIsPassedOverInSilence) {
  FloorPlay play;
  play.say_and_pause(millis(480));
  play.told();
  play.recognise("");
  EXPECT_EQ(play.told(), (Story{"drop #1", "PROCESSING > LISTENING no_words #1"}));
}

TEST(TurnTaker, LongVoiceWithoutWordsIsAskedForTwiceAndThenComesTheFarewell) {
  FloorPlay play;
  const Story phrases{"not caught #1", "not caught #2", "farewell #3"};
  for (const std::string& phrase : phrases) {
    play.say_and_pause(millis(520));
    play.told();
    play.recognise("");
    EXPECT_EQ(play.told(), (Story{phrase}));
    play.reply_begins();
    play.reply_played();
  }
}

TEST(TurnTaker, WordsBetweenStartTheCountAgain) {
  FloorPlay play;
  for (int i = 0; i < 2; ++i) play.answer(millis(600), ""), play.reply_played();
  play.answer(millis(600), "hello"), play.reply_played();
  play.say_and_pause(millis(600));
  play.told();
  play.recognise("");
  EXPECT_EQ(play.told(), (Story{"not caught #4"}));
}

// ---- the caller goes on in PROCESSING -----------------------------------------------------------------------

TEST(TurnTaker, WordsInProcessingJoinTheTurnUnderANewIdWithTheTextsMerged) {
  FloorPlay play;
  play.say_and_pause(millis(800));
  play.recognise("two tickets");
  play.told();
  play.speak(millis(600));
  EXPECT_EQ(play.told(), (Story{"hold"}));
  play.quiet(millis(400));
  EXPECT_EQ(play.told(), (Story{"close #1"}));
  play.recognise("to Haifa");
  EXPECT_EQ(play.told(),
            (Story{"drop #1", "release", "PROCESSING > LISTENING joined #1",
                   "LISTENING > PROCESSING end_of_utterance #2", "begin #2", "text #2 two tickets to Haifa"}));
}

TEST(TurnTaker, AWordWhileTheVoiceRunsJoinsAtOnceAndTheTurnEndsWithTheVoice) {
  FloorPlay play;
  play.say_and_pause(millis(800));
  play.recognise("two tickets");
  play.speak(millis(400));
  play.told();
  play.partial({at_millis(1200), play.now()}, "to");
  EXPECT_EQ(play.told(), (Story{"drop #1", "release", "PROCESSING > LISTENING joined #1"}));
  EXPECT_EQ(play.taker().phase(), TurnPhase::kCallerSpeaking);
  play.quiet(millis(400));
  play.recognise("to Haifa");
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING end_of_utterance #2", "begin #2", "close #2",
                                "text #2 two tickets to Haifa"}));
}

TEST(TurnTaker, NoiseInProcessingHoldsTheReplyAndReleasesIt) {
  FloorPlay play;
  play.say_and_pause(millis(800));
  play.recognise("hello");
  play.told();
  play.say_and_pause(millis(80));
  EXPECT_EQ(play.told(), (Story{"hold", "noise 80 ms", "release"}));
}

TEST(TurnTaker, VoiceWithoutWordsInProcessingReleasesTheReplyOnceThatIsKnown) {
  FloorPlay play;
  play.say_and_pause(millis(800));
  play.recognise("hello");
  play.told();
  play.say_and_pause(millis(400));
  EXPECT_EQ(play.told(), (Story{"hold", "close #1"}));
  play.recognise("");
  EXPECT_EQ(play.told(), (Story{"release"}));
}

TEST(TurnTaker, AHeldReplyIsReleasedWhenTheRecogniserNeverAnswers) {
  FloorPlay play;
  play.say_and_pause(millis(800));
  play.recognise("hello");
  play.say_and_pause(millis(400));
  play.told();
  play.nothing(millis(1200));
  EXPECT_EQ(play.told(), (Story{"overdue final #1", "release"}));
}

TEST(TurnTaker, WordsThatFollowBeforeTheFirstFinalAreOneTurn) {
  FloorPlay play;
  play.say_and_pause(millis(800));
  play.say_and_pause(millis(600));
  play.told();
  ASSERT_EQ(play.closed().size(), 2U);
  play.final_words(play.closed()[0], "two tickets");
  EXPECT_EQ(play.told(), Story{});
  play.final_words(play.closed()[1], "to Haifa");
  EXPECT_EQ(play.told(),
            (Story{"drop #1", "release", "PROCESSING > LISTENING joined #1",
                   "LISTENING > PROCESSING end_of_utterance #2", "begin #2", "text #2 two tickets to Haifa"}));
}

// ---- long turns ---------------------------------------------------------------------------------------------

TEST(TurnTaker, ALongUtteranceIsCutForTheRecogniserButIsOneTurn) {
  FloorPlay play;
  play.speak(millis(5000));
  EXPECT_EQ(play.told(), (Story{"close forced #1"}));
  play.recognise("one");
  play.speak(millis(1000));
  play.quiet(millis(400));
  play.recognise("two");
  EXPECT_EQ(play.told(),
            (Story{"LISTENING > PROCESSING end_of_utterance #1", "begin #1", "close #1", "text #1 one two"}));
  EXPECT_EQ(play.closed()[0].end, play.closed()[1].begin);
}

TEST(TurnTaker, AForcedSegmentThatIsSaidToBeEmptyWasTheNoiseOfTheLine) {
  FloorPlay play;
  play.speak(millis(5000));
  play.told();
  play.recognise("");
  EXPECT_EQ(play.told(), (Story{"line is noise", "noise 5000 ms"}));
  EXPECT_EQ(play.taker().state(), TurnState::kListening);
  EXPECT_FALSE(play.taker().utterance_open());
}

TEST(TurnTaker, PastItsLimitATurnEndsAtTheFirstUnvoicedMoment) {
  FloorPlay play;
  play.speak(millis(31'000));
  play.told();
  play.quiet(millis(40));
  EXPECT_EQ(play.told(), Story{});
  play.quiet(millis(20));
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING max_utterance #1", "begin #1", "close #1"}));
}

TEST(TurnTaker, AVoiceThatNeverPausesIsAnsweredAnywayAndOnlyANewOnsetInterrupts) {
  FloorPlay play;
  play.speak(millis(34'980));
  play.told();
  play.speak(millis(20));
  ASSERT_FALSE(play.told().empty());
  EXPECT_EQ(play.entered().back().reason, TurnReason::kMaxUtterance);
  for (const TimeRange& range : play.closed()) play.final_words(range, "on and on");
  play.reply_begins();
  play.told();
  play.speak(millis(1000));
  EXPECT_EQ(play.told(), Story{});
  play.quiet(millis(100));
  play.speak(millis(300));
  EXPECT_EQ(play.told(), (Story{"interrupt #1 keep", "SPEAKING > LISTENING barge_in #1"}));
}

// ---- the greeting -------------------------------------------------------------------------------------------

TEST(TurnTaker, TheGreetingIsTurnZeroAndPassesThroughProcessing) {
  FloorPlay play;
  play.greet();
  play.reply_begins();
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING greeting #0", "PROCESSING > SPEAKING first_audio #0"}));
  EXPECT_EQ(play.entered()[0].utterance, Duration{});
  EXPECT_EQ(play.entered()[0].silence, Duration{});
}

TEST(TurnTaker, TheGreetingIsDroppedAtTheFirstWordOfACallerWhoSpeaksFirst) {
  FloorPlay play;
  play.greet();
  play.speak(millis(300));
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING greeting #0", "hold"}));
  play.partial({at_millis(0), at_millis(300)}, "hi");
  EXPECT_EQ(play.told(), (Story{"drop #0", "release", "PROCESSING > LISTENING caller_first #0"}));
  play.quiet(millis(400));
  play.recognise("hi");
  EXPECT_EQ(play.told(),
            (Story{"LISTENING > PROCESSING end_of_utterance #1", "begin #1", "close #1", "text #1 hi"}));
}

TEST(TurnTaker, TheGreetingIsSaidAfterNoise) {
  FloorPlay play;
  play.greet();
  play.say_and_pause(millis(400));
  play.told();
  play.recognise("");
  EXPECT_EQ(play.told(), (Story{"release"}));
  play.reply_begins();
  EXPECT_EQ(play.told(), (Story{"PROCESSING > SPEAKING first_audio #0"}));
}

TEST(TurnTaker, TheGreetingWaitsForACallerWhoIsAlreadySpeaking) {
  FloorPlay play;
  play.speak(millis(200));
  play.greet();
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING greeting #0", "hold"}));
}

TEST(TurnTaker, NothingIsSaidUnaskedUnlessTheFloorIsFree) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  play.greet();
  EXPECT_EQ(play.told(), Story{});
}

TEST(TurnTaker, AnInterruptedGreetingIsNotKept) {
  FloorPlay play;
  play.greet();
  play.reply_begins();
  play.told();
  play.speak(millis(200));
  EXPECT_EQ(play.told(), (Story{"interrupt #0", "SPEAKING > LISTENING barge_in #0"}));
}

// ---- hang-up ------------------------------------------------------------------------------------------------

TEST(TurnTaker, AHangUpFlushesTheOpenUtteranceInListeningAndInSpeaking) {
  FloorPlay listening;
  listening.speak(millis(500));
  listening.hang_up();
  EXPECT_EQ(listening.told(), (Story{"close #1", "LISTENING > ENDED hang_up #-1"}));

  FloorPlay speaking;
  speaking.answer(millis(800), "hello");
  speaking.speak(millis(100));
  speaking.hang_up();
  EXPECT_EQ(speaking.told(), (Story{"close #2", "SPEAKING > ENDED hang_up #1"}));
}

TEST(TurnTaker, AHangUpEndsOnceAndNothingFollows) {
  FloorPlay play;
  play.say_and_pause(millis(800));
  play.press('1');
  play.told();
  play.hang_up();
  EXPECT_EQ(play.told(), (Story{"PROCESSING > ENDED hang_up #1"}));
  play.hang_up();
  play.recognise("hello");
  EXPECT_EQ(play.told(), (Story{"unanswered #1 hello dtmf:1"})) << "what was awaited is told";
  EXPECT_EQ(play.taker().next_deadline(), kNever);
  play.recognise("hello");
  play.say_and_pause(millis(800));
  play.press('2');
  play.line_silent();
  play.reply_begins();
  play.nothing(seconds(60));
  EXPECT_EQ(play.told(), Story{});
}

}  // namespace
}  // namespace parley
