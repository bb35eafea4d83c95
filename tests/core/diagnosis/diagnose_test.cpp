#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// What must not be called a fault: legal and unusual servers, and callers who do what people do.

TEST(AHealthyCall, IsLeftAloneWhenRepliesAreSentInOneBurst) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 4000, Sending::kAtOnce)
                  .mark(2200, "a")
                  .mark_back(6200, "a")
                  .caller(7000, 800)
                  .agent(8600, 3000, Sending::kAtOnce)
                  .findings(14000),
              IsEmpty());
}

TEST(AHealthyCall, IsLeftAloneWithoutAnyMark) {
  EXPECT_THAT(TraceBuilder()
                  .agent(100, 600)
                  .caller(1500, 1000)
                  .agent(3200, 1000)
                  .caller(5200, 800)
                  .agent(6800, 1000)
                  .findings(10000),
              IsEmpty());
}

TEST(AHealthyCall, IsLeftAloneWithSilenceFramesBetweenReplies) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 1000)
                  .agent_silence(3200, 3000)
                  .caller(4000, 800)
                  .agent(6200, 1000)
                  .agent_silence(7200, 2000)
                  .findings(10000),
              IsEmpty());
}

TEST(AHealthyCall, IsLeftAloneWithAClearOnAnEmptyBufferBeforeEveryReply) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .clear(2190)
                  .agent(2200, 1000)
                  .caller(4200, 1000)
                  .clear(5890)
                  .agent(5900, 1000)
                  .findings(9000),
              IsEmpty());
}

TEST(AHealthyCall, IsLeftAloneWhenTheCallerTalksRightBeforeTheEnd) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 1000)
                  .mark(3100, "a")
                  .mark_back(3200, "a")
                  .caller(4200, 1000)
                  .findings(8800),
              IsEmpty());
}

TEST(AHealthyCall, IsLeftAloneWhenHeHangsUpInMidReply) {
  EXPECT_THAT(TraceBuilder().caller(500, 1000).agent(2200, 4500, Sending::kAtOnce).mark(2200, "a").findings(4000),
              IsEmpty());
}

TEST(AHealthyCall, IsLeftAloneWhenAMarkComesBackLate) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 1000)
                  .mark(3100, "a")
                  .mark_back(5000, "a")
                  .caller(6000, 1000)
                  .agent(7700, 1000)
                  .findings(11000),
              IsEmpty());
}

TEST(AHealthyCall, IsLeftAloneWhenAHumBeginsAndGoes) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 1000)
                  .mark(3100, "a")
                  .mark_back(3200, "a")
                  .hum(5000, 1200, 500)
                  .findings(12000),
              IsEmpty());
}

TEST(AHealthyCall, IsLeftAloneWhenTheCallerSpeaksBeforeTheGreeting) {
  EXPECT_THAT(TraceBuilder().caller(0, 900).agent(1700, 800).caller(3500, 800).agent(5100, 800).findings(8000),
              IsEmpty());
}

TEST(AHealthyCall, IsLeftAloneWhenOneAnswerIsForBothHalvesOfASentence) {
  EXPECT_THAT(TraceBuilder().caller(500, 500).caller(1500, 1200).agent(3500, 1000).findings(8000), IsEmpty());
}

TEST(AHealthyCall, IsLeftAloneWhenNobodySpeaksAtAll) {
  EXPECT_THAT(TraceBuilder().findings(20000), IsEmpty());
}

TEST(Findings, AreRankedWithErrorsBeforeWarnings) {
  // A slow answer (warning) comes first in time, a lost turn (error) later.
  const std::vector<Finding> findings = TraceBuilder()
                                            .caller(500, 1000)
                                            .agent(4300, 1000)
                                            .caller(6500, 1000)
                                            .caller(11500, 1000)
                                            .agent(13200, 1000)
                                            .findings(16000);
  EXPECT_THAT(ids_of(findings), ElementsAre("lost-turn", "slow-response"));
  EXPECT_EQ(exit_code(findings), 1);
}

TEST(Findings, OfWarningsAloneLeaveTheExitCodeGood) {
  EXPECT_EQ(exit_code(TraceBuilder().caller(500, 1000).agent(4300, 1000).findings(9000)), 0);
}

TEST(Findings, AreNotRaisedByWhatIsOnlyForInformation) {
  // A dropped turn; later a wait that a monologue of one burst (information) belongs to as well.
  std::vector<Finding> findings(2);
  findings[0].id = "a";
  findings[0].at = at_millis(100);
  findings[1].id = "b";
  findings[1].at = at_millis(200);
  findings[1].explains = {{"front-loading", kNoTurn, Severity::kInfo}, {"caller-echo", kNoTurn, Severity::kInfo}};
  EXPECT_THAT(ids_of(by_rank(findings)), ElementsAre("a", "b"));
  findings[1].explains.push_back({"lost-turn", TurnId{1}, Severity::kWarning});
  EXPECT_THAT(ids_of(by_rank(findings)), ElementsAre("b", "a"));
}

TEST(Findings, NameTheirLikelyCausesFirst) {
  const std::vector<Finding> findings = TraceBuilder()
                                            .caller(500, 1000)
                                            .agent(2200, 1500)
                                            .mark(3600, "x")
                                            .mark_back(3700, "x")
                                            .caller(4700, 1200)
                                            .findings(12'000);
  ASSERT_FALSE(findings.empty());
  const auto& causes = findings.front().causes;
  EXPECT_TRUE(std::is_sorted(causes.begin(), causes.end(),
                             [](const Cause& a, const Cause& b) { return a.certainty < b.certainty; }));
}

TEST(Findings, PointAtEventsOfTheTrace) {
  TraceBuilder call;
  call.caller(500, 1000).agent(2200, 1500).mark(3600, "x").mark_back(3700, "x").caller(4700, 1200);
  const trace::CallTrace trace = call.ends(12000);
  const std::vector<Finding> findings = diagnose(account_of(trace));
  ASSERT_FALSE(findings.empty());
  const Fact& fact = findings.front().evidence.front();
  const auto* message = std::get_if<trace::Message>(&trace.events[static_cast<std::size_t>(fact.event)].what);
  ASSERT_NE(message, nullptr);
  EXPECT_THAT(std::string(message->text), HasSubstr("\"mark\":{\"name\":\"x\"}"));
  EXPECT_EQ(message->direction, trace::Direction::kToAgent);
}

TEST(Findings, NameEveryCallTheyWereFoundIn) {
  TraceBuilder slow;
  slow.caller(500, 1000).agent(4300, 1000);
  const std::vector<CallAccount> calls{TraceBuilder().account(3000), slow.account(9000)};
  Evidence evidence;
  evidence.calls = calls;
  const std::vector<Finding> findings = diagnose(evidence);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].call, 1U);
}

}  // namespace
}  // namespace parley
