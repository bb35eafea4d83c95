#include "core/account/account_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::SizeIs;

std::int64_t ms(Instant at) {
  return to_millis(at);
}

TEST(Account, TellsAGreetingATurnAndItsAnswer) {
  const CallAccount account = TraceBuilder()
                                  .agent(200, 600)
                                  .caller(1500, 1000)
                                  .agent(3300, 1200)
                                  .mark(4500, "a")
                                  .mark_back(4500, "a")
                                  .account(8000);
  ASSERT_THAT(account.replies, SizeIs(2));
  EXPECT_FALSE(account.replies[0].turn.has_value()) << "the greeting answers nobody";
  ASSERT_THAT(account.turns, SizeIs(1));
  const CallerTurn& turn = account.turns[0];
  EXPECT_EQ(turn.id, TurnId{1});
  EXPECT_NEAR(static_cast<double>(ms(turn.begin)), 1500, 40);
  EXPECT_NEAR(static_cast<double>(ms(turn.end)), 2500, 80);
  ASSERT_TRUE(turn.answered());
  EXPECT_EQ(*turn.reply, 1U);
  EXPECT_NEAR(static_cast<double>(ms(account.replies[1].begin)), 3300, 20);
  EXPECT_NEAR(static_cast<double>(ms(account.replies[1].end)), 4500, 60);
  EXPECT_EQ(ms(account.ended), 8000);
  EXPECT_TRUE(account.over);
}

TEST(Account, PlacesWordsByMediaTimeSoThatAStallMovesNothing) {
  TraceBuilder smooth;
  smooth.caller(1500, 1500);
  TraceBuilder stalled = smooth;
  stalled.stall(1800, 2600);
  const CallAccount a = smooth.account(6000);
  const CallAccount b = stalled.account(6000);
  ASSERT_THAT(a.utterances, SizeIs(1));
  ASSERT_THAT(b.utterances, SizeIs(1));
  EXPECT_EQ(a.utterances[0].begin, b.utterances[0].begin);
  EXPECT_EQ(a.utterances[0].end, b.utterances[0].end);
}

TEST(Account, PlacesTheFirstWordsRightAlthoughTheCallBeganInAStall) {
  const CallAccount account = TraceBuilder().caller(400, 1000).stall(0, 900).account(6000);
  ASSERT_THAT(account.utterances, SizeIs(1));
  EXPECT_NEAR(static_cast<double>(ms(account.utterances[0].begin)), 400, 40);
}

TEST(Account, EndsAnUtteranceWhereSilenceIsNotSent) {
  const CallAccount account = TraceBuilder().omit_silence().caller(500, 1000).caller(4000, 1000).account(8000);
  ASSERT_THAT(account.utterances, SizeIs(2));
  EXPECT_NEAR(static_cast<double>(ms(account.utterances[0].end)), 1500, 80);
}

TEST(Account, HasOneTurnForAPauseInWhichNobodyAnswers) {
  const CallAccount account = TraceBuilder().caller(500, 600).caller(1700, 900).agent(3300, 800).account(8000);
  EXPECT_THAT(account.utterances, SizeIs(2));
  ASSERT_THAT(account.turns, SizeIs(1));
  EXPECT_TRUE(account.turns[0].answered());
}

TEST(Account, HasTwoTurnsWhereTheAgentSpokeInThePause) {
  const CallAccount account = TraceBuilder().caller(500, 600).agent(1350, 300).caller(1900, 900).account(8000);
  ASSERT_THAT(account.turns, SizeIs(2));
  EXPECT_TRUE(account.turns[0].answered());
  EXPECT_FALSE(account.turns[1].answered());
}

TEST(Account, TakesAClickForNoise) {
  const CallAccount account = TraceBuilder().caller(1000, 80).account(4000);
  EXPECT_THAT(account.turns, SizeIs(0));
}

TEST(Account, TakesASteadyHumForNoise) {
  const CallAccount account = TraceBuilder().hum(1000, 900, 600).account(5000);
  ASSERT_THAT(account.utterances, SizeIs(1));
  EXPECT_EQ(account.utterances[0].kind, UtteranceKind::kNoise);
  EXPECT_THAT(account.turns, SizeIs(0));
}

TEST(Account, TakesAShortWordOverAReplyThatGoesOnForABackchannel) {
  const CallAccount account = TraceBuilder().agent(500, 3000).caller(1500, 300).account(6000);
  ASSERT_THAT(account.utterances, SizeIs(1));
  EXPECT_EQ(account.utterances[0].kind, UtteranceKind::kBackchannel);
  EXPECT_THAT(account.turns, SizeIs(0));
}

TEST(Account, TakesAShortWordThatStopsTheReplyForATurn) {
  const CallAccount account =
      TraceBuilder().agent(500, 3000, Sending::kAtOnce).caller(1500, 300).clear(1750).account(6000);
  ASSERT_THAT(account.turns, SizeIs(1));
  ASSERT_THAT(account.replies, SizeIs(1));
  EXPECT_TRUE(account.replies[0].cut);
  EXPECT_NEAR(static_cast<double>(ms(account.replies[0].end)), 1750, 120);
  ASSERT_THAT(account.clears, SizeIs(1));
  EXPECT_TRUE(account.clears[0].audible);
  ASSERT_THAT(account.interruptions, SizeIs(1));
  EXPECT_EQ(account.interruptions[0].clear, std::optional<std::size_t>(0));
}

TEST(Account, MeasuresTheAgentByWhatIsHeardAndNotByWhatIsSent) {
  const CallAccount account =
      TraceBuilder().agent_silence(500, 2000).agent(2500, 1000, Sending::kAtOnce).account(6000);
  ASSERT_THAT(account.replies, SizeIs(1));
  EXPECT_NEAR(static_cast<double>(ms(account.replies[0].begin)), 2500, 60);
  EXPECT_NEAR(static_cast<double>(ms(account.replies[0].end)), 3500, 60);
}

TEST(Account, KeepsTheLedgerOfMarks) {
  const CallAccount account = TraceBuilder()
                                  .agent(500, 1000, Sending::kAtOnce)
                                  .mark(500, "played")
                                  .mark_back(1500, "played")
                                  .agent(2000, 2000, Sending::kAtOnce)
                                  .mark(2000, "flushed")
                                  .clear(3000)
                                  .mark_back(3000, "flushed")
                                  .mark_back(3100, "never sent")
                                  .agent(4000, 500)
                                  .mark(4500, "lost")
                                  .account(6000);
  ASSERT_THAT(account.marks, SizeIs(3));
  EXPECT_EQ(ms(account.marks[0].reached), 1500);
  EXPECT_EQ(ms(account.marks[0].returned), 1500);
  EXPECT_FALSE(account.marks[0].cleared);
  EXPECT_TRUE(account.marks[1].cleared);
  EXPECT_FALSE(account.marks[2].has_returned());
  EXPECT_EQ(account.unmatched_marks, 1);
}

TEST(Account, LinksALateAnswerToTheTurnThatWaitedForIt) {
  // He speaks again just before the answer to his first turn comes; his second is answered later.
  const CallAccount account =
      TraceBuilder().caller(500, 800).caller(3000, 1500).agent(3200, 400).agent(5500, 800).account(9000);
  ASSERT_THAT(account.turns, SizeIs(2));
  ASSERT_THAT(account.replies, SizeIs(2));
  EXPECT_EQ(account.turns[0].reply, ReplyIndex(0));
  EXPECT_EQ(account.turns[1].reply, ReplyIndex(1));
}

TEST(Account, PartsAnAnswerThatQueuedUpBehindTheReplyItInterrupts) {
  const CallAccount account = TraceBuilder()
                                  .agent(500, 5000, Sending::kAtOnce, 7)
                                  .caller(1500, 1000)
                                  .agent(3800, 1000, Sending::kAtOnce, 8)
                                  .account(9000);
  ASSERT_THAT(account.replies, SizeIs(2));
  EXPECT_NEAR(static_cast<double>(ms(account.replies[1].begin)), 5500, 60);
  ASSERT_THAT(account.turns, SizeIs(1));
  EXPECT_EQ(account.turns[0].reply, ReplyIndex(1));
}

TEST(Account, CountsWhatCannotBeReadAndGoesOn) {
  const CallAccount account = TraceBuilder()
                                  .event(100, trace::Message{trace::Direction::kFromAgent, "{\"event\":", kNever})
                                  .event(110, trace::Message{trace::Direction::kToAgent, "", kNever})
                                  .agent(500, 500)
                                  .account(2000);
  EXPECT_EQ(account.unreadable, 2);
  EXPECT_THAT(account.replies, SizeIs(1));
}

TEST(Account, SurvivesMediaTimeThatJumps) {
  trace::CallTrace trace = TraceBuilder().caller(500, 1000).caller(3000, 1000).ends(6000);
  const auto media = [](std::int64_t timestamp) {
    twilio::Media message;
    message.timestamp_ms = timestamp;
    message.payload.assign(std::vector<std::uint8_t>(160, 0xFF));
    std::string text;
    twilio::write(twilio::Inbound{message}, text);
    return trace::Message{trace::Direction::kToAgent, text, kNever};
  };
  for (const std::int64_t timestamp : {std::int64_t{0}, std::int64_t{999'999'999'999}, INT64_MAX}) {
    trace.events.insert(trace.events.begin() + static_cast<std::ptrdiff_t>(trace.events.size() / 2),
                        {trace.events[trace.events.size() / 2].at, media(timestamp), trace::kNotAnInput});
  }
  const CallAccount account = account_of(trace);
  EXPECT_THAT(account.turns, SizeIs(2));
}

TEST(Account, IsTheSameAskedAtEveryEventOrOnce) {
  const trace::CallTrace trace = TraceBuilder().agent(200, 600).caller(1500, 1000).agent(3300, 1200).ends(6000);
  AccountBuilder builder(trace.header);
  std::size_t most = 0;
  for (std::size_t i = 0; i < trace.events.size(); ++i) {
    builder.add(trace.events[i], static_cast<EventIndex>(i));
    most = std::max(most, builder.so_far().replies.size());
  }
  const CallAccount whole = account_of(trace);
  EXPECT_EQ(most, whole.replies.size());
  ASSERT_EQ(builder.so_far().turns.size(), whole.turns.size());
  EXPECT_EQ(builder.so_far().turns[0].end, whole.turns[0].end);
}

}  // namespace
}  // namespace parley
