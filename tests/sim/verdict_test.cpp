#include "sim/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string told(const Check& check) {
  const char* outcome = check.outcome == Outcome::kMet      ? "met"
                        : check.outcome == Outcome::kFailed ? "failed"
                                                            : "skipped";
  return std::string(outcome) + ": " + check.expectation + " (" + check.actual + ")";
}

using Words = std::vector<std::string>;

/// One more expectation, of which a test needs few.
template <class Member, class Value>
Expectations expecting(Member Expectations::*member, Value value, Expectations others = {}) {
  others.*member = std::move(value);
  return others;
}

/// A call of two turns, both answered, of which the second interrupted; seconds and milliseconds are round.
///
///   caller    1.0-2.0          4.0-5.0
///   agent              2.5-4.4          6.0-8.0
class Bench {
 public:
  Bench() {
    account.utterances = {utterance(1000, 2000), utterance(4000, 5000)};
    account.stretches = {stretch(2500, 4400), stretch(6000, 8000)};
    account.replies = {reply(2500, 4400), reply(6000, 8000)};
    account.turns = {turn(0, 2000, 2500), turn(1, 5000, 6000)};
    account.turns[0].begin = at_millis(1000);
    account.turns[1].begin = at_millis(4000);
    account.clears = {ClearSent{at_millis(4200), millis(900), true}, ClearSent{at_millis(5900), {}, false}};
    account.interruptions = {Interruption{1, 0, at_millis(4000), millis(400), 0}};
    account.marks = {MarkEntry{"a", at_millis(4400), at_millis(4400), at_millis(4500)},
                     MarkEntry{"b", at_millis(7900)}};
    account.ended = at_millis(9000);
    call.agent.emplace();
    said(1, "hello");
    said(2, "stop");
    entered(TurnState::kProcessing, TurnReason::kEndOfUtterance, 1);
    entered(TurnState::kSpeaking, TurnReason::kFirstAudio, 1);
  }

  std::vector<std::string> checks(const Expectations& expect) {
    scenario.expect = expect;
    last = verdict(scenario, call, account, findings);
    std::vector<std::string> words;
    for (const Check& check : last) words.push_back(told(check));
    return words;
  }
  void said(int turn, std::string text) {
    call.agent->events.push_back({kCallStart, trace::TurnText{TurnId{turn}, std::move(text), 0}});
  }
  void entered(TurnState to, TurnReason reason, int turn) {
    trace::StateChanged state;
    state.to = to;
    state.reason = reason;
    state.turn = TurnId{turn};
    call.agent->events.push_back({kCallStart, state});
  }
  void found(std::string_view id, Severity severity) {
    Finding finding;
    finding.id = id;
    finding.severity = severity;
    findings.push_back(std::move(finding));
  }

  Scenario scenario;
  SimulatedCall call;
  CallAccount account;
  std::vector<Finding> findings;
  std::vector<Check> last;

 private:
  static Utterance utterance(std::int64_t begin_ms, std::int64_t end_ms) {
    Utterance made;
    made.begin = at_millis(begin_ms);
    made.end = at_millis(end_ms);
    return made;
  }
  static AgentStretch stretch(std::int64_t begin_ms, std::int64_t end_ms) {
    AgentStretch made;
    made.begin = at_millis(begin_ms);
    made.end = at_millis(end_ms);
    return made;
  }
  static Reply reply(std::int64_t begin_ms, std::int64_t end_ms) {
    Reply made;
    made.begin = at_millis(begin_ms);
    made.end = at_millis(end_ms);
    return made;
  }
  static CallerTurn turn(std::size_t index, std::int64_t from_ms, std::int64_t until_ms) {
    CallerTurn made;
    made.reply = index;
    made.replies = {index};
    made.waits_from = at_millis(from_ms);
    made.waits_until = at_millis(until_ms);
    return made;
  }
};

TEST(Verdict, LooksAtNothingThatIsNotExpected) {
  Bench bench;
  EXPECT_THAT(bench.checks({}), IsEmpty());
  EXPECT_TRUE(passed(bench.last));
}

TEST(Verdict, FailsForEachStepThatWaitedInVain) {
  Bench bench;
  bench.call.unmet = {"caller[2] waited for a clear"};
  EXPECT_THAT(bench.checks({}),
              ElementsAre("failed: every step of the script happens (caller[2] waited for a clear)"));
  EXPECT_FALSE(passed(bench.last));
}

TEST(Verdict, CountsTurns) {
  Bench bench;
  EXPECT_THAT(bench.checks(expecting(&Expectations::turns, 2)), ElementsAre("met: turns 2 (2)"));
  EXPECT_TRUE(passed(bench.last));
  EXPECT_THAT(bench.checks(expecting(&Expectations::turns, 3)), ElementsAre("failed: turns 3 (2)"));
  EXPECT_FALSE(passed(bench.last));
}

TEST(Verdict, CountsRepliesOfEveryTurn) {
  Bench bench;
  EXPECT_THAT(bench.checks(expecting(&Expectations::replies_per_turn, 1)),
              ElementsAre("met: replies_per_turn 1 (turn 2 had 1)"));
  bench.account.turns[0].replies = {0, 1};
  EXPECT_THAT(bench.checks(expecting(&Expectations::replies_per_turn, 1)),
              ElementsAre("failed: replies_per_turn 1 (turn 1 had 2)"));
}

TEST(Verdict, CountsMarksThatDidNotReturn) {
  Bench bench;
  EXPECT_THAT(bench.checks(expecting(&Expectations::marks_outstanding, 1)),
              ElementsAre("met: marks_outstanding 1 (1)"));
  EXPECT_THAT(bench.checks(expecting(&Expectations::marks_outstanding, 0)),
              ElementsAre("failed: marks_outstanding 0 (1)"));
}

TEST(Verdict, CountsOnlyClearsThatThrewAudioAway) {
  Bench bench;
  EXPECT_THAT(bench.checks(expecting(&Expectations::flushing_clears, 1)),
              ElementsAre("met: flushing_clears 1 (1)"));
  EXPECT_THAT(bench.checks(expecting(&Expectations::flushing_clears, 2)),
              ElementsAre("failed: flushing_clears 2 (1)"));
}

TEST(Verdict, CountsOnlyInterruptionsThatCleared) {
  Bench bench;
  bench.account.interruptions.push_back({0, 1, at_millis(7000), millis(100), std::nullopt});
  EXPECT_THAT(bench.checks(expecting(&Expectations::barge_ins, 1)), ElementsAre("met: barge_ins 1 (1)"));
  EXPECT_THAT(bench.checks(expecting(&Expectations::barge_ins, 0)), ElementsAre("failed: barge_ins 0 (1)"));
}

TEST(Verdict, TakesTheLongestWaitForAReply) {
  Bench bench;
  EXPECT_THAT(bench.checks(expecting(&Expectations::reply_within, millis(1000))),
              ElementsAre("met: reply_within_ms 1000 (1000 ms)"));
  EXPECT_THAT(bench.checks(expecting(&Expectations::reply_within, millis(999))),
              ElementsAre("failed: reply_within_ms 999 (1000 ms)"));
}

TEST(Verdict, FailsAWaitForAReplyThatNeverCame) {
  Bench bench;
  bench.account.turns[0].reply.reset();
  EXPECT_THAT(bench.checks(expecting(&Expectations::reply_within, seconds(60))),
              ElementsAre("failed: reply_within_ms 60000 (a turn was not answered)"));
  bench.account.turns.clear();
  EXPECT_THAT(bench.checks(expecting(&Expectations::reply_within, seconds(60))),
              ElementsAre("failed: reply_within_ms 60000 (the caller had no turn)"));
}

TEST(Verdict, MeasuresClearsFromTheOnset) {
  Bench bench;
  EXPECT_THAT(bench.checks(expecting(&Expectations::clear_within, millis(200))),
              ElementsAre("met: clear_within_ms 200 (200 ms)"));
  EXPECT_THAT(bench.checks(expecting(&Expectations::clear_within, millis(199))),
              ElementsAre("failed: clear_within_ms 199 (200 ms)"));
}

TEST(Verdict, MeasuresSilenceFromTheOnset) {
  Bench bench;
  EXPECT_THAT(bench.checks(expecting(&Expectations::silent_within, millis(400))),
              ElementsAre("met: silent_within_ms 400 (400 ms)"));
  EXPECT_THAT(bench.checks(expecting(&Expectations::silent_within, millis(399))),
              ElementsAre("failed: silent_within_ms 399 (400 ms)"));
}

TEST(Verdict, FailsWhereNothingWasInterrupted) {
  Bench bench;
  bench.account.interruptions.clear();
  EXPECT_THAT(bench.checks(expecting(&Expectations::silent_within, millis(200),
                                     expecting(&Expectations::clear_within, millis(200)))),
              ElementsAre("failed: clear_within_ms 200 (nothing was cleared)",
                          "failed: silent_within_ms 200 (nothing was interrupted)"));
}

TEST(Verdict, TakesTheLongestOverlap) {
  Bench bench;
  EXPECT_THAT(bench.checks(expecting(&Expectations::overlap_max, millis(400))),
              ElementsAre("met: overlap_ms_max 400 (400 ms)"));
  EXPECT_THAT(bench.checks(expecting(&Expectations::overlap_max, millis(399))),
              ElementsAre("failed: overlap_ms_max 399 (400 ms)"));
}

TEST(Verdict, TakesTheLongestTimeInWhichNobodySpoke) {
  Bench bench;
  EXPECT_THAT(bench.checks(expecting(&Expectations::dead_air_max, millis(1000))),
              ElementsAre("met: dead_air_ms_max 1000 (1000 ms)"));
  EXPECT_THAT(bench.checks(expecting(&Expectations::dead_air_max, millis(999))),
              ElementsAre("failed: dead_air_ms_max 999 (1000 ms)"));
}

TEST(Verdict, LooksWhenTheCallWasOver) {
  Bench bench;
  EXPECT_THAT(bench.checks(expecting(&Expectations::ends_by, seconds(9))),
              ElementsAre("met: ends_by_ms 9000 (9000 ms)"));
  EXPECT_THAT(bench.checks(expecting(&Expectations::ends_by, millis(8999))),
              ElementsAre("failed: ends_by_ms 8999 (9000 ms)"));
}

TEST(Verdict, ComparesFindingsInAnyOrderAndLeavesOutInformation) {
  Bench bench;
  bench.found("slow-response", Severity::kWarning);
  bench.found("deaf", Severity::kError);
  bench.found("note", Severity::kInfo);
  EXPECT_THAT(bench.checks(expecting(&Expectations::findings, Words{"deaf", "slow-response"})),
              ElementsAre("met: findings deaf, slow-response (slow-response, deaf)"));
  EXPECT_THAT(bench.checks(expecting(&Expectations::findings, Words{"deaf"})),
              ElementsAre("failed: findings deaf (slow-response, deaf)"));
}

TEST(Verdict, LooksAtTheFindingThatIsNamedFirst) {
  Bench bench;
  EXPECT_THAT(bench.checks(expecting(&Expectations::first_finding, "deaf")),
              ElementsAre("failed: first_finding deaf (none)"));
  bench.found("deaf", Severity::kError);
  bench.found("lost-turn", Severity::kError);
  EXPECT_THAT(bench.checks(expecting(&Expectations::first_finding, "deaf")),
              ElementsAre("met: first_finding deaf (deaf)"));
  EXPECT_THAT(bench.checks(expecting(&Expectations::first_finding, "lost-turn")),
              ElementsAre("failed: first_finding lost-turn (deaf)"));
}

TEST(Verdict, LetsInformationPassForNoFindings) {
  Bench bench;
  bench.found("note", Severity::kInfo);
  EXPECT_THAT(bench.checks(expecting(&Expectations::no_findings, true)), ElementsAre("met: no_findings (none)"));
  bench.found("slow-response", Severity::kWarning);
  EXPECT_THAT(bench.checks(expecting(&Expectations::no_findings, true)),
              ElementsAre("failed: no_findings (slow-response)"));
  EXPECT_THAT(bench.checks(expecting(&Expectations::no_findings, false)), IsEmpty());
}

TEST(Verdict, ComparesWhatWasHeard) {
  Bench bench;
  EXPECT_THAT(bench.checks(expecting(&Expectations::hears, Words{"hello", "stop"})),
              ElementsAre("met: hears hello, stop (hello, stop)"));
  EXPECT_THAT(bench.checks(expecting(&Expectations::hears, Words{"hello"})),
              ElementsAre("failed: hears hello (hello, stop)"));
}

TEST(Verdict, CountsTheWordsOfAJoinedTurnOnce) {
  Bench bench;
  bench.entered(TurnState::kListening, TurnReason::kJoined, 2);
  bench.said(3, "stop that");
  EXPECT_THAT(bench.checks(expecting(&Expectations::hears, Words{"hello", "stop that"})),
              ElementsAre("met: hears hello, stop that (hello, stop that)"));
}

TEST(Verdict, ComparesThePathOfStates) {
  Bench bench;
  EXPECT_THAT(bench.checks(expecting(&Expectations::state_path, Words{"PROCESSING", "SPEAKING"})),
              ElementsAre("met: state_path PROCESSING, SPEAKING (PROCESSING, SPEAKING)"));
  EXPECT_THAT(bench.checks(expecting(&Expectations::state_path, Words{"SPEAKING", "PROCESSING"})),
              ElementsAre("failed: state_path SPEAKING, PROCESSING (PROCESSING, SPEAKING)"));
}

TEST(Verdict, SkipsWhatOnlyOurOwnAgentShows) {
  Bench bench;
  bench.call.agent.reset();
  EXPECT_THAT(bench.checks(expecting(&Expectations::hears, Words{"hello"},
                                     expecting(&Expectations::state_path, Words{"SPEAKING"}))),
              ElementsAre("skipped: hears (only our own agent shows it)",
                          "skipped: state_path (only our own agent shows it)"));
  EXPECT_TRUE(passed(bench.last));
}

}  // namespace
}  // namespace parley
