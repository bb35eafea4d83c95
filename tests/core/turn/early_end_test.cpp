// An utterance that ends before its whole silence: where the level fell, and what else it takes.
#include <gtest/gtest.h>

#include "tests/core/turn/floor_play.h"

namespace parley {
namespace {

const Story kEnded{"LISTENING > PROCESSING end_of_utterance #1", "begin #1", "close #1"};

FloorPlay play_with(EarlyEnd drop, int voice, int silence) {
  TurnConfig config;
  config.endpoint.drop = drop;
  FloorPlay play(config);
  play.voice_level = voice;
  play.silence_level = silence;
  return play;
}

TEST(EarlyEnd, NeedsALevelThatFellToHalf) {
  FloorPlay fallen = play_with(EarlyEnd::kWithText, 400, 200);
  fallen.speak(millis(800));
  fallen.partial({at_millis(0), at_millis(800)}, "what are your hours?");
  fallen.quiet(millis(200));
  EXPECT_EQ(fallen.taker().state(), TurnState::kProcessing);

  FloorPlay loud = play_with(EarlyEnd::kWithText, 400, 201);
  loud.speak(millis(800));
  loud.partial({at_millis(0), at_millis(800)}, "what are your hours?");
  loud.quiet(millis(340));
  EXPECT_EQ(loud.told(), Story{});
  loud.quiet(millis(20));
  EXPECT_EQ(loud.told(), kEnded) << "the whole silence ends it all the same";
}

TEST(EarlyEnd, AFallAloneEndsNothingUnlessItIsToldTo) {
  FloorPlay with_text = play_with(EarlyEnd::kWithText, 1000, 10);
  with_text.speak(millis(800));
  with_text.quiet(millis(340));
  EXPECT_EQ(with_text.told(), Story{});

  FloorPlay always = play_with(EarlyEnd::kAlways, 1000, 10);
  always.speak(millis(800));
  always.quiet(millis(180));
  EXPECT_EQ(always.told(), Story{});
  always.quiet(millis(20));
  EXPECT_EQ(always.told(), kEnded);
}

TEST(EarlyEnd, TakesNoShortUtteranceBeforeItsTime) {
  FloorPlay play = play_with(EarlyEnd::kAlways, 1000, 10);
  play.speak(millis(200));
  play.quiet(millis(380));
  EXPECT_EQ(play.told(), Story{});
  play.quiet(millis(20));
  EXPECT_EQ(play.told(), kEnded);
}

// ---- for words that are complete ------------------------------------------------------------------------------

constexpr Duration kWhole = millis(360);

FloorPlay who_said(Duration length) {
  FloorPlay play = play_with(EarlyEnd::kWithText, 1000, 10);
  play.speak(length);
  return play;
}

TEST(EarlyEnd, TakesCompleteWordsWhoseRecogniserHeardTheVoiceToItsEnd) {
  FloorPlay play = who_said(millis(800));
  play.quiet(millis(180));
  play.complete_partial({at_millis(0), at_millis(800)}, "when are you open");
  EXPECT_EQ(play.told(), Story{});
  play.quiet(millis(20));
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING end_of_utterance #1", "begin #1", "close #1",
                                "text #1 when are you open"}));
  EXPECT_TRUE(play.entered().back().text_complete);
  EXPECT_EQ(play.entered().back().silence, millis(200));
  play.recognise("when are you open");
  EXPECT_EQ(play.told(), Story{"duplicate when are you open"});
}

TEST(EarlyEnd, TakesCompleteWordsThatHaveStoodFor200MsIfTheyReachNearlyAsFarAsTheVoice) {
  FloorPlay near = who_said(millis(800));
  near.complete_partial({at_millis(0), at_millis(500)}, "when are you open");
  near.quiet(millis(200));
  EXPECT_TRUE(near.entered().back().text_complete);

  FloorPlay fresh = who_said(millis(800));
  fresh.quiet(millis(60));
  fresh.complete_partial({at_millis(0), at_millis(500)}, "when are you open");
  fresh.quiet(millis(180));
  EXPECT_EQ(fresh.told(), Story{});
  fresh.quiet(millis(20));
  EXPECT_TRUE(fresh.entered().back().text_complete);

  FloorPlay behind = who_said(millis(800));
  behind.complete_partial({at_millis(0), at_millis(480)}, "when are you open");
  behind.quiet(millis(340));
  EXPECT_EQ(behind.told(), Story{}) << "a word may have been said since";
}

TEST(EarlyEnd, WaitsForTheWholeSilenceWhereTheWordsAreTakenBack) {
  FloorPlay play = who_said(millis(800));
  play.complete_partial({at_millis(0), at_millis(800)}, "when are you open");
  play.partial({at_millis(0), at_millis(800)}, "when are you open on");
  play.quiet(millis(340));
  EXPECT_EQ(play.told(), Story{});
  play.quiet(kWhole - millis(340));
  EXPECT_EQ(play.told(), kEnded);
  EXPECT_FALSE(play.entered().back().text_complete);
}

TEST(EarlyEnd, TakesNoCompleteWordsWhereTheLevelHasNotFallen) {
  FloorPlay play = play_with(EarlyEnd::kWithText, 400, 201);
  play.speak(millis(800));
  play.complete_partial({at_millis(0), at_millis(800)}, "when are you open");
  play.quiet(millis(340));
  EXPECT_EQ(play.told(), Story{});
}

TEST(EarlyEnd, TakesNoCompleteWordsWhereItIsTurnedOff) {
  FloorPlay play = play_with(EarlyEnd::kOff, 1000, 10);
  play.speak(millis(800));
  play.complete_partial({at_millis(0), at_millis(800)}, "when are you open");
  play.quiet(millis(340));
  EXPECT_EQ(play.told(), Story{});
}

TEST(EarlyEnd, WordsThatWereCompleteBeforeTheCallerWentOnEndNothing) {
  FloorPlay play = who_said(millis(800));
  play.complete_partial({at_millis(0), at_millis(800)}, "when are you open");
  play.quiet(millis(120));
  play.speak(millis(600));
  play.quiet(millis(340));
  EXPECT_EQ(play.told(), Story{});
  play.quiet(kWhole - millis(340));
  EXPECT_EQ(play.told(), kEnded);
}

TEST(EarlyEnd, WhatIsSaidOnBeforeTheAnswerJoinsItsQuestion) {
  FloorPlay play = who_said(millis(800));
  play.complete_partial({at_millis(0), at_millis(800)}, "when are you open");
  play.quiet(millis(240));
  play.told();
  play.speak(millis(400));
  EXPECT_EQ(play.told(), Story{"hold"});
  play.partial({at_millis(1040), at_millis(1400)}, "on sunday");
  EXPECT_EQ(play.told(), (Story{"drop #1", "release", "PROCESSING > LISTENING joined #1"}));
  play.recognise("when are you open");
  EXPECT_EQ(play.told(), Story{"duplicate when are you open"});
  play.quiet(kWhole);
  play.recognise("on sunday");
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING end_of_utterance #2", "begin #2", "close #2",
                                "text #2 when are you open on sunday"}));
}

/// The agent begins to answer at once, 220 ms after the voice, and the caller goes on after this pause.
FloorPlay who_goes_on_after(Duration pause) {
  FloorPlay play = who_said(millis(800));
  play.complete_partial({at_millis(0), at_millis(800)}, "when are you open");
  play.quiet(millis(220));
  play.reply_begins();
  play.quiet(pause - millis(220));
  play.told();
  play.speak(millis(400));
  return play;
}

TEST(EarlyEnd, WhatIsSaidOnIntoTheAnswerWithinTheWholeSilenceIsAnsweredWithItsQuestion) {
  FloorPlay play = who_goes_on_after(millis(340));
  EXPECT_EQ(play.told(), (Story{"interrupt #1", "SPEAKING > LISTENING barge_in #1"}));
  play.quiet(kWhole);
  play.recognise("on sunday");
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING end_of_utterance #2", "begin #2", "close #2",
                                "text #2 when are you open on sunday"}));
}

TEST(EarlyEnd, AQuestionWhoseAnswerWasStoppedByAHumIsAnsweredAllTheSame) {
  FloorPlay play = who_goes_on_after(millis(340));
  EXPECT_EQ(play.told(), (Story{"interrupt #1", "SPEAKING > LISTENING barge_in #1"}));
  play.noise_found();
  play.quiet(millis(40));
  EXPECT_EQ(play.told(), (Story{"noise 400 ms", "LISTENING > PROCESSING end_of_utterance #2", "begin #2",
                                "text #2 when are you open"}));
  play.reply_begins();
  play.told();
}

TEST(EarlyEnd, WhatIsSaidLaterIntoTheAnswerIsATurnOfItsOwn) {
  FloorPlay play = who_goes_on_after(millis(360));
  EXPECT_EQ(play.told(), (Story{"interrupt #1 keep", "SPEAKING > LISTENING barge_in #1"}));
  play.quiet(kWhole);
  play.recognise("on sunday");
  EXPECT_EQ(play.told(), (Story{"LISTENING > PROCESSING end_of_utterance #2", "begin #2", "close #2", "forget",
                                "text #2 on sunday"}));
}

}  // namespace
}  // namespace parley
