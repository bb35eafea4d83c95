#include "core/measure/latency.h"

#include <gtest/gtest.h>

#include "core/measure/state_measurements.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

LatencyMeasurements told_of(const TraceBuilder& builder, std::int64_t end_ms) {
  const trace::CallTrace trace = builder.ends(end_ms);
  return latency_of(account_of(trace), trace);
}

double ms(const Sample& sample) {
  return static_cast<double>(sample.max()) / 1000.0;
}

TEST(Latency, OfAResponseRunsFromTheEndOfSpeechToTheFirstSound) {
  const LatencyMeasurements told =
      told_of(TraceBuilder().agent(200, 600).caller(1500, 1000).agent(3300, 1200), 8000);
  ASSERT_EQ(told.response.count(), 1);
  EXPECT_NEAR(ms(told.response), 800.0, 80.0);
  ASSERT_EQ(told.first_audio.count(), 1);
  EXPECT_NEAR(ms(told.first_audio), 200.0, 40.0);
  EXPECT_EQ(told.unanswered, 0);
}

TEST(Latency, CountsATurnThatNobodyAnswered) {
  const LatencyMeasurements told = told_of(TraceBuilder().agent(200, 600).caller(1500, 1000), 9000);
  EXPECT_TRUE(told.response.empty());
  EXPECT_EQ(told.unanswered, 1);
}

TEST(Latency, OfYieldingRunsFromTheOnsetToTheClear) {
  const LatencyMeasurements told = told_of(TraceBuilder().agent(500, 4000).caller(2000, 1500).clear(2400), 8000);
  ASSERT_EQ(told.yield.count(), 1);
  EXPECT_NEAR(ms(told.yield), 400.0, 60.0);
  const LatencyMeasurements ignored = told_of(TraceBuilder().agent(500, 4000).caller(2000, 1500), 8000);
  EXPECT_EQ(ignored.not_yielded, 1);
  EXPECT_TRUE(ignored.yield.empty());
}

TEST(Latency, OfAMarkIsItsTripAndWhatItTookBeyondPlayout) {
  const LatencyMeasurements told =
      told_of(TraceBuilder().agent(1000, 1000).mark(1900, "a").mark_back(2150, "a").mark(5000, "lost"), 8000);
  ASSERT_EQ(told.mark_trip.count(), 1);
  EXPECT_EQ(told.mark_trip.max(), 250'000);
  EXPECT_NEAR(ms(told.mark_excess), 150.0, 25.0);
  EXPECT_EQ(told.marks_missing, 1);
}

TEST(Latency, DoesNotTakeAMarkThatAClearReleasedForOne) {
  const LatencyMeasurements told =
      told_of(TraceBuilder().agent(1000, 1000).mark(1900, "a").clear(1950).mark_back(2600, "a"), 8000);
  EXPECT_TRUE(told.mark_trip.empty());
}

TEST(Latency, OfTheDecisionThatATurnEndedNeedsStates) {
  TraceBuilder builder;
  builder.caller(1500, 1000).agent(3300, 1200);
  EXPECT_TRUE(told_of(builder, 8000).end_of_turn.empty());
  builder.state(2860, TurnState::kListening, TurnState::kProcessing);
  const LatencyMeasurements told = told_of(builder, 8000);
  ASSERT_EQ(told.end_of_turn.count(), 1);
  EXPECT_NEAR(ms(told.end_of_turn), 360.0, 80.0);
}

TEST(Latency, OfStagesRunsFromRequestToFirstAnswer) {
  const auto asked = [](ProviderRequest request) { return trace::ProviderAsked{std::move(request)}; };
  const auto said = [](ProviderEvent event) { return trace::ProviderSaid{std::move(event)}; };
  TraceBuilder builder;
  builder.event(1000, asked(FinishSegment{TurnId{1}, 0, {}}))
      .event(1120, said(Final{{}, "hello"}))
      .event(1130, asked(AskReply{TurnId{1}, "hello"}))
      .event(1530, said(ReplyText{TurnId{1}, "well", false}))
      .event(1630, said(ReplyText{TurnId{1}, ".", true}))
      .event(1640, asked(Synthesize{TurnId{1}, 0, "well."}))
      .event(1740, said(SpeechAudio{TurnId{1}, 0, {}, false}))
      .event(1840, said(SpeechAudio{TurnId{1}, 0, {}, true}))
      .event(2000, asked(AskReply{TurnId{2}, "gone"}))
      .event(2100, asked(CancelTurn{TurnId{2}}))
      .event(2900, said(ReplyText{TurnId{2}, "late", true}));
  const LatencyMeasurements told = told_of(builder, 4000);
  EXPECT_EQ(told.recognizer.max(), 120'000);
  EXPECT_EQ(told.recognizer.count(), 1);
  EXPECT_EQ(told.model.max(), 400'000);
  EXPECT_EQ(told.model.count(), 1) << "a cancelled request has no latency";
  EXPECT_EQ(told.synthesis.max(), 100'000);
  EXPECT_EQ(told.synthesis.count(), 1);
}

TEST(States, HaveOneOrderOfTravel) {
  using enum TurnState;
  EXPECT_TRUE(is_legal_transition(kListening, kProcessing));
  EXPECT_TRUE(is_legal_transition(kProcessing, kSpeaking));
  EXPECT_TRUE(is_legal_transition(kProcessing, kListening));
  EXPECT_TRUE(is_legal_transition(kSpeaking, kListening));
  EXPECT_TRUE(is_legal_transition(kSpeaking, kEnded));
  EXPECT_FALSE(is_legal_transition(kListening, kSpeaking));
  EXPECT_FALSE(is_legal_transition(kSpeaking, kProcessing));
  TraceBuilder builder;
  builder.state(100, kListening, kProcessing).state(200, kProcessing, kSpeaking).state(900, kSpeaking, kProcessing);
  const StateMeasurements told = states_of(builder.account(3000));
  EXPECT_EQ(told.transitions, 3);
  EXPECT_EQ(told.illegal, 1);
}

}  // namespace
}  // namespace parley
