// No state without an end, and no word lost on the way: what happens when keys, noise, words and a reply that was
// interrupted meet in an order that nobody meant.
#include <gtest/gtest.h>

#include "tests/core/turn/conversation.h"

namespace parley {
namespace {

// ---- keys ---------------------------------------------------------------------------------------------------

TEST(TurnTakerWaits, AKeyPressedAtTheEndOfASentenceHoldsTheAnswerUntilTheNumberIsComplete) {
  TurnTalk call;
  call.speak(800);
  call.pause(100);
  call.digit('5');  // the utterance is still open
  call.pause(400);
  ASSERT_EQ(call.taker.state(), TurnState::kProcessing);
  EXPECT_TRUE(call.held());
  call.final_of_segment("my number is");
  call.pause(2000);
  EXPECT_EQ(call.words(), "my number is dtmf:5");
  EXPECT_FALSE(call.held());
  EXPECT_EQ(call.taker.state(), TurnState::kProcessing);
}

TEST(TurnTakerWaits, AnAnswerWhoseFirstFrameWasOnItsWayWhenAKeyCameIsInterrupted) {
  TurnTalk call;
  call.speak(800);
  call.pause(400);
  call.final_of_segment("hello");
  call.digit('7');
  call.reply_written();
  EXPECT_EQ(call.taker.state(), TurnState::kListening);
  EXPECT_EQ(call.count<InterruptReply>(), 1U);
  call.pause(2020);
  EXPECT_EQ(call.words(), "dtmf:7");
}

TEST(TurnTakerWaits, NoiseWhileANumberIsDialledDoesNotLetTheAnswerGo) {
  TurnTalk call;
  call.speak(800);
  call.pause(400);
  call.final_of_segment("hello");
  call.digit('7');
  call.pause(300);
  call.speak(200);
  call.pause(500);
  call.final_of_segment("");
  EXPECT_TRUE(call.held()) << "the number is not complete";
  call.pause(1000);
  EXPECT_EQ(call.words(), "hello dtmf:7");
}

TEST(TurnTakerWaits, AGreetingWaitsForANumberThatIsBeingDialled) {
  TurnTalk call;
  call.pause(60);
  call.digit('1');
  call.taker.open_turn(call.now, TurnReason::kGreeting, call.decisions);
  EXPECT_TRUE(call.held());
  call.pause(2020);
  EXPECT_EQ(call.path(), "PROCESSING greeting, LISTENING caller_first, PROCESSING end_of_utterance");
  EXPECT_EQ(call.words(), "dtmf:1");
}

TEST(TurnTakerWaits, ANumberAfterASegmentWhoseWordsNeverCameIsAnsweredAllTheSame) {
  TurnConfig config;
  config.endpoint.max_utterance = millis(1000);
  TurnTalk call(config);
  call.speak(1100);
  ASSERT_EQ(call.count<CloseSegment>(), 1U);
  call.digit('#');
  call.pause(1700);  // the voice beside the key ends, and its words never come either
  EXPECT_EQ(call.words(), "dtmf:#");
}

// ---- a suspended reply --------------------------------------------------------------------------------------

TEST(TurnTakerWaits, AReplyInterruptedByCracklingGoesOn) {
  TurnTalk call;
  call.up_to_speaking("what are your hours", seconds(4));
  // Clicks of 20 ms, 60 ms apart: enough for the gate of the barge-in, never enough for the segmenter.
  for (int i = 0; i < 3; ++i) {
    call.onset = i == 0 ? call.now : call.onset;
    call.speak(20);
    call.pause(i < 2 ? 60 : 0);
  }
  call.voice_insists();
  ASSERT_EQ(call.taker.state(), TurnState::kListening);
  ASSERT_EQ(call.count<InterruptReply>(), 1U);
  call.pause(2600);
  EXPECT_EQ(call.count<ResumeReply>(), 1U);
  EXPECT_EQ(call.count<DropNoise>(), 1U);
}

TEST(TurnTakerWaits, AReplyInterruptedByLessThanTheLeastVoiceGoesOn) {
  TurnConfig config;
  config.endpoint.min_voiced = millis(400);
  TurnTalk call(config);
  call.up_to_speaking("what are your hours", seconds(4));
  call.speak(200);
  call.voice_insists();
  call.pause(2600);
  EXPECT_EQ(call.count<ResumeReply>(), 1U);
}

TEST(TurnTakerWaits, AReplyThatMightGoOnWaitsForTheWordsOfTheNextUtterance) {
  TurnTalk call;
  call.up_to_speaking("what are your hours", seconds(4));
  call.speak(200);
  call.voice_insists();
  call.taker.withdraw_voice(call.decisions);  // it was a steady noise
  call.segmenter.withdraw();
  call.pause(200);
  call.speak(1000);
  call.pause(400);
  EXPECT_EQ(call.count<ResumeReply>(), 0U) << "nobody knows yet what he said";
  call.final_of_segment("what about Sunday");
  EXPECT_EQ(call.words(), "what about Sunday");
  EXPECT_EQ(call.count<ForgetSuspended>(), 1U);
  EXPECT_EQ(call.count<ResumeReply>(), 0U);
}

TEST(TurnTakerWaits, AnAnswerToWordsThatReplacedAResumedReplyCanBeInterruptedByVoice) {
  TurnTalk call;
  call.up_to_speaking("what are your hours", seconds(4));
  call.speak(200);
  call.voice_insists();
  call.pause(620);
  call.final_of_segment("");
  call.pause(200);
  ASSERT_EQ(call.count<ResumeReply>(), 1U);
  ASSERT_EQ(call.taker.state(), TurnState::kProcessing);
  call.speak(600);
  call.partial(to_millis(call.onset), to_millis(call.now), "what about Sunday");
  ASSERT_EQ(call.taker.state(), TurnState::kListening) << "joined";
  call.pause(400);
  call.final_of_segment("what about Sunday");
  call.reply_written();
  call.audible_end = call.now + seconds(4);
  call.speak(200);
  call.voice_insists();
  EXPECT_EQ(call.taker.state(), TurnState::kListening);
  EXPECT_EQ(call.count<InterruptReply>(), 2U);
}

// ---- the caller speaks while an answer is made --------------------------------------------------------------

TEST(TurnTakerWaits, ANoiseThatDoesNotEndWhileAnAnswerIsMadeDoesNotHoldItForEver) {
  TurnTalk call;
  call.speak(800);
  call.pause(400);
  call.final_of_segment("what are your hours");
  call.speak(5020);
  ASSERT_TRUE(call.held());
  ASSERT_EQ(call.count<CloseSegment>(), 2U) << "the recogniser is asked what it is";
  call.final_of_segment("");
  EXPECT_FALSE(call.held());
  EXPECT_EQ(call.count<LineIsNoise>(), 1U);
  EXPECT_EQ(call.taker.state(), TurnState::kProcessing);
}

TEST(TurnTakerWaits, AVoiceThatDoesNotEndWhileAnAnswerIsMadeIsAnsweredWhenTheLongestTurnIsOver) {
  TurnTalk call;
  call.speak(800);
  call.pause(400);
  call.final_of_segment("what are your hours");
  call.speak(37'000);  // and the recogniser says nothing at all
  EXPECT_FALSE(call.held());
}

TEST(TurnTakerWaits, ALongSecondSentenceJoinsByItsFirstSegment) {
  TurnTalk call;
  call.speak(800);
  call.pause(400);
  call.final_of_segment("I would like");
  call.speak(5020);
  call.final_of_segment("a table for two");
  EXPECT_EQ(call.taker.state(), TurnState::kListening);
  call.pause(400);
  call.final_of_segment("tomorrow");
  EXPECT_EQ(call.words(), "I would like a table for two tomorrow");
}

TEST(TurnTakerWaits, WordsOfASecondUtteranceJoinThoughAThirdWasNoise) {
  TurnTalk call;
  call.speak(800);
  call.pause(400);
  call.final_of_segment("what are your hours");
  call.speak(500);
  call.pause(400);
  const auto* segment = call.last<CloseSegment>();
  ASSERT_NE(segment, nullptr);
  const TimeRange second = segment->range;
  call.speak(300);
  call.pause(400);
  call.final_words(to_millis(second.begin), to_millis(second.end), "on Sunday");
  call.final_of_segment("");
  EXPECT_EQ(call.words(), "what are your hours on Sunday");
}

TEST(TurnTakerWaits, AClickWhileAnAnswerIsMadeIsNoQuestionToTheRecogniser) {
  TurnTalk call;
  call.speak(800);
  call.pause(400);
  call.final_of_segment("what are your hours");
  call.speak(60);
  ASSERT_TRUE(call.held());
  call.pause(600);
  EXPECT_FALSE(call.held());
  EXPECT_EQ(call.count<CloseSegment>(), 1U);
  EXPECT_EQ(call.count<DropNoise>(), 1U);
}

// ---- noise and words ----------------------------------------------------------------------------------------

TEST(TurnTakerWaits, WordsSaidBeforeASteadyNoiseBeganAreAnswered) {
  TurnTalk call;
  call.speak(1000);
  call.pause(200);
  call.speak(540);  // an engine starts
  call.taker.withdraw_voice(call.decisions);
  call.segmenter.withdraw();
  call.pause(500);
  EXPECT_EQ(call.taker.state(), TurnState::kProcessing);
  call.final_of_segment("what are your hours");
  EXPECT_EQ(call.words(), "what are your hours");
}

TEST(TurnTakerWaits, ASteadyVoiceWithWordsIsNoNoise) {
  TurnTalk call;
  call.speak(540);
  call.partial(0, 540, "no");
  call.taker.withdraw_voice(call.decisions);
  call.segmenter.withdraw();
  call.pause(500);
  call.final_of_segment("nooo");
  EXPECT_EQ(call.words(), "nooo");
}

TEST(TurnTakerWaits, AnEmptyResultThatNobodyAskedForDropsNoVoice) {
  TurnTalk call;
  call.pause(1000);
  call.speak(400);
  call.final_words(0, 1060, "");  // a recogniser that cuts by itself: there was silence
  EXPECT_EQ(call.count<LineIsNoise>(), 0U);
  call.speak(400);
  call.pause(400);
  call.final_of_segment("hello");
  EXPECT_EQ(call.words(), "hello");
}

// ---- the end ------------------------------------------------------------------------------------------------

TEST(TurnTakerWaits, WhatTheCallerIsSayingOverAReplyIsStillRecognisedWhenHeHangsUp) {
  TurnTalk call;
  call.up_to_speaking("what are your hours", seconds(4));
  call.speak(140);
  const std::size_t before = call.count<CloseSegment>();
  call.taker.hang_up(call.now, call.decisions);
  EXPECT_EQ(call.count<CloseSegment>(), before + 1);
}

}  // namespace
}  // namespace parley
