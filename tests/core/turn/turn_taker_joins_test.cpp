// What the caller says while his turn is being answered, past its limit, beside his voice, or as he hangs up.
#include <gtest/gtest.h>

#include "tests/core/turn/floor_play.h"

namespace parley {
namespace {

int times(const Story& story, const std::string& part) {
  return static_cast<int>(
      std::count_if(story.begin(), story.end(), [&](const std::string& line) { return line.find(part) == 0; }));
}

/// A caller who speaks 1.5 s, breathes for `breath`, and so on; each stretch is understood at once.
Story talk(FloorPlay& play, Duration length, Duration breath) {
  Story story;
  const Instant end = play.now() + length;
  while (play.now() < end) {
    const Instant from = play.now();
    play.speak(millis(1500));
    play.partial({from, play.now()}, "and then");
    play.quiet(breath);
    for (std::string& line : play.told()) story.push_back(std::move(line));
  }
  return story;
}

// ---- the limit of a turn ------------------------------------------------------------------------------------

TEST(LongTurn, AMonologueWithShortPausesIsAnsweredPastItsLimitThoughTheCallerGoesOn) {
  FloorPlay play;
  talk(play, millis(25000), millis(200));
  const Story story = talk(play, millis(14000), millis(200));
  EXPECT_EQ(times(story, "LISTENING > PROCESSING max_utterance"), 1);
  EXPECT_EQ(times(story, "PROCESSING > LISTENING joined"), 0) << "a turn past its limit takes nothing more";
  EXPECT_GE(times(story, "release"), 1) << "his answer waits for a breath and not for an end";
}

TEST(LongTurn, OfManyJoinedPartsIsBoundedToo) {
  FloorPlay play;
  Story story;
  while (play.now() < at_millis(45000)) {
    const Instant from = play.now();
    play.speak(millis(1500));
    play.partial({from, play.now()}, "and then");
    play.quiet(millis(400));  // long enough to end an utterance: each part joins the turn before
    for (std::string& line : play.told()) {
      const bool late = play.now() > at_millis(36000);
      if (late && line.find("PROCESSING > LISTENING joined") == 0) FAIL() << "at " << to_millis(play.now());
    }
  }
  EXPECT_EQ(play.taker().state(), TurnState::kProcessing);
}

TEST(LongTurn, AVoiceWithoutAnyPauseIsAnsweredFiveSecondsPastTheLimit) {
  FloorPlay play;
  play.speak(millis(34900));
  EXPECT_EQ(play.taker().state(), TurnState::kListening);
  play.speak(millis(200));
  EXPECT_EQ(play.taker().state(), TurnState::kProcessing);
  play.told();
  play.reply_begins();
  play.speak(millis(2000));
  EXPECT_EQ(play.told(), (Story{"PROCESSING > SPEAKING first_audio #1"})) << "only a new onset takes the floor";
}

TEST(LongTurn, WithinItsLimitTheCallerStillJoins) {
  FloorPlay play;
  const Story story = talk(play, millis(12000), millis(400));
  EXPECT_GE(times(story, "PROCESSING > LISTENING joined"), 3);
}

// ---- words said into a resumed reply ------------------------------------------------------------------------

void up_to_resumed(FloorPlay& play) {
  play.answer(millis(800), "hello");
  play.speak(millis(500));
  play.noise_found();
  play.nothing(millis(600));
  play.reply_begins();
  play.told();
}

TEST(Resumed, YieldsToWordsThatComeOnlyAfterTheVoice) {
  FloorPlay play;
  up_to_resumed(play);
  play.speak(millis(600));
  play.quiet(millis(360));
  EXPECT_EQ(play.told(), (Story{"close #3"})) << "the recogniser is asked, and the reply goes on";
  play.recognise("stop please");
  EXPECT_EQ(play.told(), (Story{"interrupt #2", "SPEAKING > LISTENING barge_in #2",
                                "LISTENING > PROCESSING end_of_utterance #3", "begin #3", "text #3 stop please"}));
}

TEST(Resumed, YieldsToNeitherNoiseNorABackchannel) {
  for (const char* words : {"", "mm-hm"}) {
    FloorPlay play;
    up_to_resumed(play);
    play.speak(millis(600));
    play.quiet(millis(360));
    play.told();
    play.recognise(words);
    EXPECT_EQ(play.told(), Story{}) << words;
    EXPECT_EQ(play.taker().state(), TurnState::kSpeaking);
  }
}

TEST(Resumed, AClickIsNotEvenAskedAbout) {
  FloorPlay play;
  up_to_resumed(play);
  play.say_and_pause(millis(80));
  EXPECT_EQ(play.told(), (Story{"noise 80 ms"}));
}

TEST(Resumed, WhenTheReplyIsOverLateWordsAreATurn) {
  FloorPlay play;
  up_to_resumed(play);
  play.speak(millis(600));
  play.quiet(millis(360));
  play.reply_played();
  play.told();
  play.recognise("stop please");
  EXPECT_EQ(play.told(), Story{}) << "most of them lies under the reply that was heard";
}

// ---- words without an utterance -----------------------------------------------------------------------------

TEST(LooseWords, OfACallerTooQuietForUsAreATurn) {
  FloorPlay play;
  play.quiet(millis(3000));
  play.final_words({at_millis(1500), at_millis(2500)}, "is anybody there");
  EXPECT_EQ(play.told(),
            (Story{"LISTENING > PROCESSING end_of_utterance #1", "begin #1", "text #1 is anybody there"}));
  EXPECT_EQ(play.entered().back().utterance, millis(1500));
}

TEST(LooseWords, JoinTheTurnThatIsBeingAnswered) {
  FloorPlay play;
  play.say_and_pause(millis(800));
  play.recognise("what are your hours");
  play.told();
  play.quiet(millis(600));
  play.final_words({at_millis(1300), at_millis(1700)}, "on Sunday");
  EXPECT_EQ(play.told(),
            (Story{"drop #1", "PROCESSING > LISTENING joined #1", "LISTENING > PROCESSING end_of_utterance #2",
                   "begin #2", "text #2 what are your hours on Sunday"}));
}

TEST(LooseWords, SaidUnderOurOwnVoiceMayBeItsEchoAndAreNone) {
  FloorPlay play;
  play.answer(millis(800), "hello");
  const Instant from = play.now();
  play.quiet(millis(2000));
  play.final_words({from, from + millis(900)}, "from nine to five");
  EXPECT_EQ(play.told(), Story{});
  play.reply_played();
  play.final_words({from + millis(1000), play.now() + millis(200)}, "on weekdays");
  EXPECT_EQ(play.told(), (Story{"SPEAKING > LISTENING played #1"}));
}

TEST(LooseWords, BesideAVoiceWaitForItsEnd) {
  FloorPlay play;
  play.quiet(millis(2000));
  play.speak(millis(600));
  play.final_words({at_millis(500), at_millis(1500)}, "well");
  EXPECT_EQ(play.told(), Story{});
  play.quiet(millis(400));
  play.recognise("what are your hours");
  EXPECT_EQ(play.told().back(), "text #1 well what are your hours");
}

TEST(LooseWords, AreNotForgottenWhenTheVoiceBesideThemWasNoise) {
  FloorPlay play;
  play.quiet(millis(2000));
  play.speak(millis(600));
  play.final_words({at_millis(500), at_millis(1500)}, "are you there");
  play.noise_found();
  play.quiet(millis(20));
  EXPECT_EQ(play.told().back(), "text #1 are you there");
}

// ---- keys beside a voice ------------------------------------------------------------------------------------

TEST(KeysBesideVoice, AVoiceThatRunsWhenANumberEndsIsHeardToItsEnd) {
  FloorPlay play;
  play.press('4');
  play.quiet(millis(1500));
  play.speak(millis(800));  // the number ends meanwhile
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING dtmf #1", "begin #1", "hold", "text #1 dtmf:4"}));
  play.quiet(millis(400));
  EXPECT_EQ(play.told(), (Story{"close #1"}));
  play.recognise("is my number");
  EXPECT_EQ(play.told().back(), "text #2 dtmf:4 is my number");
}

TEST(KeysBesideVoice, NoiseThatRunsWhenANumberEndsDelaysItsAnswerAndNoMore) {
  FloorPlay play;
  play.press('4');
  play.quiet(millis(1500));
  play.speak(millis(800));
  play.told();
  play.quiet(millis(400));
  play.recognise("");
  EXPECT_EQ(play.told(), (Story{"close #1", "release"}));
}

TEST(KeysBesideVoice, AHashInMidSentenceKeepsTheSentence) {
  FloorPlay play;
  play.speak(millis(400));
  play.press('7');
  play.press('#');
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING dtmf #1", "begin #1", "hold", "text #1 dtmf:7"}));
  play.speak(millis(400));
  play.quiet(millis(400));
  play.recognise("that is it");
  EXPECT_EQ(play.told().back(), "text #2 dtmf:7 that is it");
}

// ---- hanging up ---------------------------------------------------------------------------------------------

TEST(HangUp, TheWordsOfARunningVoiceAreAwaitedAndToldAsUnanswered) {
  FloorPlay play;
  play.speak(millis(800));
  play.hang_up();
  EXPECT_EQ(play.told(), (Story{"close #1", "LISTENING > ENDED hang_up #-1"}));
  EXPECT_TRUE(play.taker().awaits_last_words());
  play.recognise("and on Sunday");
  EXPECT_EQ(play.told(), (Story{"unanswered #1 and on Sunday"}));
  EXPECT_FALSE(play.taker().awaits_last_words());
  EXPECT_EQ(play.taker().next_deadline(), kNever);
}

TEST(HangUp, WaitsTwoSecondsForWordsAndThenTakesTheLastPartial) {
  FloorPlay play;
  play.speak(millis(800));
  play.partial({at_millis(0), at_millis(700)}, "and on");
  play.hang_up();
  play.told();
  play.nothing(millis(1999));
  EXPECT_EQ(play.told(), Story{});
  play.nothing(millis(1));
  EXPECT_EQ(play.told(), (Story{"unanswered #1 and on"}));
  play.recognise("and on Sunday");
  EXPECT_EQ(play.told(), Story{}) << "told once";
}

TEST(HangUp, BeforeTheAnswerLeavesTheTurnUnanswered) {
  FloorPlay play;
  play.say_and_pause(millis(800));
  play.recognise("what are your hours");
  play.told();
  play.hang_up();
  EXPECT_EQ(play.told(), (Story{"PROCESSING > ENDED hang_up #1", "unanswered #1 what are your hours"}));
}

TEST(HangUp, WhileTheAnswerIsSaidLeavesNothingButWhatWasSaidIntoIt) {
  FloorPlay quiet;
  quiet.answer(millis(800), "hello");
  quiet.hang_up();
  EXPECT_EQ(quiet.told(), (Story{"SPEAKING > ENDED hang_up #1"}));

  FloorPlay loud;
  loud.answer(millis(800), "hello");
  loud.speak(millis(140));
  loud.hang_up();
  EXPECT_EQ(loud.told(), (Story{"close #2", "SPEAKING > ENDED hang_up #1"}));
  loud.recognise("bye");
  EXPECT_EQ(loud.told(), (Story{"unanswered #2 bye"}));
}

TEST(HangUp, LeavesANumberUnanswered) {
  FloorPlay play;
  play.press('1');
  play.press('2');
  play.hang_up();
  EXPECT_EQ(play.told().back(), "unanswered #1 dtmf:12");
}

TEST(HangUp, OfASilentCallerLeavesNothing) {
  FloorPlay play;
  play.quiet(millis(2000));
  play.hang_up();
  EXPECT_EQ(play.told().size(), 1U);
  EXPECT_EQ(play.taker().next_deadline(), kNever);
}

}  // namespace
}  // namespace parley
