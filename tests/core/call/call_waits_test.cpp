// Whole calls through the machine's doors: no way of speaking, falling silent or hanging up leaves one waiting.
#include <gtest/gtest.h>

#include "tests/core/call/call_driver.h"

namespace parley {
namespace {

TEST(CallWaits, AQuestionIsAnsweredAndTheFloorGivenBackWhenTheMarkReturns) {
  CallDriver call;
  call.silence(millis(500));
  call.ask("what are your hours");
  call.reply_text("From nine to five.");
  call.reply_audio(seconds(1), true);
  EXPECT_EQ(call.call.state(), TurnState::kSpeaking);
  call.silence(seconds(2));
  EXPECT_EQ(call.path(), "PROCESSING end_of_utterance, SPEAKING first_audio, LISTENING played");
  ASSERT_EQ(call.noted<trace::MarkSent>().size(), 1U);
  EXPECT_EQ(call.noted<trace::MarkSent>().front().name, "assistant_tts_end:1");
  EXPECT_EQ(call.frames_sent, 60) << "a second of speech and 200 ms of silence";
  EXPECT_EQ(call.clears_sent, 1);
  EXPECT_EQ(call.frames_while_listening, 0);
}

TEST(CallWaits, WithoutItsMarkAReplyEndsByTheComputedPlayout) {
  CallDriver call;
  call.marks_return = false;
  call.silence(millis(500));
  call.ask("what are your hours");
  call.reply_text("From nine to five.");
  call.reply_audio(seconds(1), true);
  call.silence(seconds(2));
  EXPECT_EQ(call.path(), "PROCESSING end_of_utterance, SPEAKING first_audio, LISTENING mark_timeout");
}

TEST(CallWaits, VoiceIntoAPauseOfTheSynthesiserIsAnInterruptionAndNotTheEndOfTheReply) {
  CallDriver call;
  call.silence(millis(500));
  call.ask("what are your hours");
  call.reply_text("From nine to five.");
  call.reply_audio(millis(600), false);
  call.silence(millis(1000));  // the far end has run dry; more is on its way
  call.receive(twilio::MarkReturned{0, Sid("MZ1"), "of an earlier reply"});
  ASSERT_EQ(call.call.state(), TurnState::kSpeaking);
  call.voice(millis(300));
  EXPECT_EQ(call.noted<trace::BargeIn>().size(), 1U);
  EXPECT_EQ(call.call.state(), TurnState::kListening);
  call.reply_audio(seconds(2), true);
  call.voice(millis(600));
  EXPECT_EQ(call.frames_while_listening, 0) << "the caller has the floor";
}

TEST(CallWaits, AReplySpokenIntoAtItsVeryEndCountsAsHeard) {
  CallDriver call;
  call.silence(millis(500));
  call.ask("what are your hours");
  call.reply_text("From nine to five.");
  call.reply_audio(seconds(1), true);
  call.silence(millis(1040));  // the trailing silence plays
  ASSERT_EQ(call.call.state(), TurnState::kSpeaking);
  call.voice(millis(400));
  EXPECT_EQ(call.noted<trace::BargeIn>().size(), 0U);
  ASSERT_EQ(call.noted<trace::Heard>().size(), 1U);
  EXPECT_EQ(call.noted<trace::Heard>().front().heard_ms, 1000);
  EXPECT_EQ(call.noted<trace::Heard>().front().turn, TurnId{1});
}

TEST(CallWaits, AReplySpokenIntoAtItsEndSendsNothingMoreWhileTheCallerHasTheFloor) {
  CallDriver call;
  call.silence(millis(500));
  call.ask("what are your hours");
  call.reply_text("From nine to five.");
  call.reply_audio(seconds(1), true);
  call.silence(millis(1000));  // the last sound plays; its silence and its mark are still to go out
  ASSERT_EQ(call.call.state(), TurnState::kSpeaking);
  call.voice(millis(400));
  EXPECT_EQ(call.noted<trace::StateChanged>().back().reason, TurnReason::kTailSpeech);
  EXPECT_EQ(call.frames_while_listening, 0);
  EXPECT_TRUE(call.noted<trace::MarkSent>().empty());
  call.silence(millis(500));
  call.finish_segment("and on Sunday");
  call.reply_text("We are closed.");
  call.reply_audio(seconds(1), true);
  call.silence(seconds(2));
  EXPECT_EQ(call.noted<trace::StateChanged>().back().reason, TurnReason::kPlayed) << "the next reply has its mark";
}

// ---- farewell -----------------------------------------------------------------------------------------------

/// One turn is allowed; the second is answered with a farewell of 800 ms that has just begun.
void up_to_farewell(CallDriver& call) {
  call.silence(millis(500));
  call.ask("what are your hours");
  call.reply_text("From nine to five.");
  call.reply_audio(seconds(1), true);
  call.silence(seconds(2));
  call.ask("and on Sunday");
  ASSERT_EQ(call.call.state(), TurnState::kSpeaking);
}

CallConfig one_turn() {
  CallConfig config = CallDriver::quiet_config();
  config.max_turns = 1;
  return config;
}

TEST(CallWaits, AFarewellClosesAfterItsMark) {
  CallDriver call(one_turn());
  up_to_farewell(call);
  call.silence(millis(900));
  EXPECT_FALSE(call.closed()) << "it is still playing";
  call.silence(millis(300));
  EXPECT_EQ(call.close_reason, "farewell");
}

TEST(CallWaits, AFarewellClosesThoughTheCallerSaysByeIntoItsEnd) {
  CallDriver call(one_turn());
  up_to_farewell(call);
  call.silence(millis(840));
  call.voice(millis(80));
  call.silence(seconds(2));  // the driver may take its time to close
  EXPECT_EQ(call.noted<trace::BargeIn>().size(), 0U);
  EXPECT_EQ(call.close_reason, "farewell");
  EXPECT_EQ(call.closes, 1);
}

TEST(CallWaits, AFarewellWhoseMarkNeverComesClosesThoughTheCallerSpeaksIntoItsEnd) {
  CallDriver call(one_turn());
  call.marks_return = false;
  up_to_farewell(call);
  call.silence(millis(840));
  call.voice(millis(80));
  call.silence(seconds(2));
  EXPECT_EQ(call.close_reason, "farewell");
}

// ---- filler -------------------------------------------------------------------------------------------------

TEST(CallWaits, AnAnswerBehindAFillerWaitsForACallerWhoSpeaksOverTheFiller) {
  CallDriver call;
  call.silence(millis(500));
  call.ask("what are your hours");
  call.silence(millis(2460));
  ASSERT_EQ(call.call.phase(), TurnPhase::kFiller);
  call.reply_text("From nine to five.");
  call.reply_audio(seconds(2), true);  // it queues behind 800 ms of filler
  call.voice(millis(1000));
  EXPECT_EQ(call.call.state(), TurnState::kProcessing) << "SPEAKING is never entered while the caller is voiced";
  EXPECT_EQ(call.clears_sent, 2) << "one before the filler, one that cuts it";
  call.silence(millis(600));
  call.finish_segment("");
  EXPECT_EQ(call.call.state(), TurnState::kSpeaking) << "it was noise: the held answer plays";
  const int before = call.frames_sent;
  call.silence(seconds(3));
  EXPECT_GT(call.frames_sent, before + 100) << "all of it";
  EXPECT_EQ(call.noted<trace::StateChanged>().back().reason, TurnReason::kPlayed);
}

TEST(CallWaits, AnAnswerBehindAFillerIsDroppedForACallerWhoSpeaksWords) {
  CallDriver call;
  call.silence(millis(500));
  call.ask("what are your hours");
  call.silence(millis(2460));
  call.reply_text("From nine to five.");
  call.reply_audio(seconds(2), true);
  call.voice(millis(600));
  call.silence(millis(600));
  const int before = call.frames_sent;
  call.finish_segment("on Sunday");
  call.silence(seconds(1));
  EXPECT_EQ(call.frames_sent, before);
  ASSERT_NE(call.last_request<AskReply>(), nullptr);
  EXPECT_EQ(call.last_request<AskReply>()->text, "what are your hours on Sunday");
}

// ---- a line that takes nothing ------------------------------------------------------------------------------

TEST(CallWaits, AReplyThatTheLineDoesNotTakeIsGivenUpWhole) {
  CallDriver call;
  call.silence(millis(500));
  call.ask("what are your hours");
  call.reply_text("From nine to five.");
  call.reply_audio(millis(400), false);
  ASSERT_EQ(call.call.state(), TurnState::kSpeaking);
  call.hold_writes = true;
  call.reply_audio(seconds(4), true);
  call.silence(seconds(7));
  ASSERT_EQ(call.call.state(), TurnState::kListening);
  call.write_all();
  const int before = call.frames_sent;
  call.silence(seconds(3));
  EXPECT_EQ(call.frames_sent, before) << "nothing more is said once the floor is given back";
}

// ---- the end ------------------------------------------------------------------------------------------------

TEST(CallWaits, TheProviderOfASuspendedReplyIsToldWhenTheCallIsOver) {
  CallDriver call;
  call.silence(millis(500));
  call.ask("what are your hours");
  call.reply_text("From nine to five.");
  call.reply_audio(seconds(2), false);
  call.silence(millis(400));
  call.voice(millis(400));
  ASSERT_EQ(call.noted<trace::BargeIn>().size(), 1U);
  ASSERT_EQ(call.requested<CancelTurn>(), 0U) << "it may go on";
  call.receive(twilio::Stop{});
  EXPECT_EQ(call.requested<CancelTurn>(), 1U);
  call.finish_segment("and on Sunday");
  EXPECT_EQ(call.requested<CloseRecognizer>(), 1U);
}

TEST(CallWaits, TheWordsOfACallerWhoHangsUpInMidSentenceAreToldBeforeTheSummary) {
  CallDriver call;
  call.silence(millis(500));
  call.voice(millis(900));
  call.receive(twilio::Stop{});
  EXPECT_EQ(call.path(), "ENDED hang_up");
  EXPECT_TRUE(call.noted<trace::CallSummary>().empty()) << "the recogniser has not spoken";
  EXPECT_EQ(call.requested<CloseRecognizer>(), 0U);
  call.finish_segment("and on Sunday");
  ASSERT_EQ(call.noted<trace::Unanswered>().size(), 1U);
  EXPECT_EQ(call.noted<trace::Unanswered>().front().text, "and on Sunday");
  EXPECT_EQ(call.noted<trace::CallSummary>().size(), 1U);
  EXPECT_EQ(call.requested<CloseRecognizer>(), 1U);
  EXPECT_EQ(call.call.next_deadline(), kNever);
}

TEST(CallWaits, ARecogniserThatNeverAnswersDelaysTheEndByTwoSeconds) {
  CallDriver call;
  call.silence(millis(500));
  call.voice(millis(900));
  call.receive(twilio::Stop{});
  call.call.handle(call.now, ConnectionEvent{Closed{"gone"}});
  call.silence(millis(1980));
  EXPECT_TRUE(call.noted<trace::CallSummary>().empty());
  call.silence(millis(40));
  ASSERT_EQ(call.noted<trace::CallSummary>().size(), 1U);
  EXPECT_TRUE(call.noted<trace::CallSummary>().front().stopped);
  EXPECT_EQ(call.frames_sent, 0);
}

TEST(CallWaits, AKeyPressedWhileTheFirstFrameIsOnItsWayOutInterruptsAtOnce) {
  CallDriver call;
  call.silence(millis(500));
  call.ask("what are your hours");
  call.hold_writes = true;
  call.reply_text("From nine to five.");
  call.reply_audio(seconds(2), true);
  ASSERT_EQ(call.call.state(), TurnState::kProcessing) << "nothing has been written yet";
  call.receive(twilio::Dtmf{0, Sid("MZ1"), '1'});
  call.write_all();
  EXPECT_EQ(call.call.state(), TurnState::kListening);
  EXPECT_EQ(call.noted<trace::BargeIn>().size(), 1U);
  const int before = call.frames_sent;
  call.silence(seconds(3));
  ASSERT_EQ(call.requested<AskReply>(), 2U);
  EXPECT_EQ(call.last_request<AskReply>()->text, "dtmf:1");
  EXPECT_EQ(call.frames_sent, before);
}

TEST(CallWaits, ACallEndsOnceThoughStopAndCloseBothCome) {
  CallDriver call;
  call.silence(millis(200));
  call.receive(twilio::Stop{});
  call.call.handle(call.now, ConnectionEvent{Closed{"gone"}});
  call.receive(twilio::Stop{});
  EXPECT_EQ(call.noted<trace::CallSummary>().size(), 1U);
  EXPECT_EQ(call.path(), "ENDED hang_up");
  EXPECT_EQ(call.call.next_deadline(), kNever);
}

// ---- what breaks the protocol -------------------------------------------------------------------------------

TEST(CallWaits, WhatIsNoMessageOrNotOursIsNotedAndChangesNothing) {
  CallDriver call;
  call.receive(twilio::Malformed{"no JSON"});
  call.receive(twilio::Unknown{"surprise"});
  twilio::Media stray;
  stray.stream_sid = Sid("MZ2");
  call.receive(stray);
  twilio::Start again;
  again.stream_sid = Sid("MZ2");
  call.receive(again);
  EXPECT_EQ(call.noted<trace::Violation>().size(), 4U);
  call.silence(millis(500));
  call.ask("hello");
  EXPECT_EQ(call.requested<AskReply>(), 1U);
}

}  // namespace
}  // namespace parley
