// The diagnosis on whole simulated calls: each fault of the naive agent is named first, and neither the naive agent
// without a fault nor Parley's own is blamed for anything. One caller phones them all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/account/account_builder.h"
#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"
#include "core/diagnosis/agent_log.h"
#include "core/diagnosis/diagnose.h"
#include "import/server_log.h"
#include "report/findings_text.h"
#include "report/timeline.h"
#include "sim/naive_faults.h"
#include "sim/simulator.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

SoundBank voices() {
  return {{"short.wav", mulaw_decode(voice_like(millis(900), 11))},
          {"middle.wav", mulaw_decode(voice_like(millis(1500), 12))},
          {"long.wav", mulaw_decode(voice_like(millis(2300), 13))}};
}

/// Three turns of different length, and patience at the end.
std::string polite(const std::string& agent) {
  return R"({"description": "Three turns.", "seed": 3, "agent": )" + agent + R"(, "caller": [
    {"at_ms": 800, "say": "short.wav", "text": "the short words please"},
    {"after": "agent_silent", "plus_ms": 500, "or_after_ms": 9000, "say": "long.wav", "text": "the long words please"},
    {"after": "agent_silent", "plus_ms": 1200, "or_after_ms": 9000, "say": "middle.wav", "text": "the middle words please"}]})";
}
/// He speaks into the second reply.
std::string impatient(const std::string& agent) {
  return R"({"description": "Into the reply.", "seed": 3, "agent": )" + agent + R"(, "caller": [
    {"at_ms": 800, "say": "short.wav", "text": "the short words please"},
    {"after": "agent_speaking", "plus_ms": 1200, "say": "middle.wav", "text": "the middle words please"}]})";
}

struct Heard {
  std::vector<Finding> findings;
  std::string picture;
};

Heard phone(const std::string& text) {
  const Result<Scenario> scenario = read_scenario(text, "phoned.json");
  if (!scenario.has_value()) {
    ADD_FAILURE() << scenario.error().text();
    return {};
  }
  const Result<SimulatedCall> call = simulate(*scenario, voices());
  if (!call.has_value()) {
    ADD_FAILURE() << call.error().text();
    return {};
  }
  const CallAccount account = account_of(call->far_end);
  Heard heard;
  heard.findings = diagnose(account);
  heard.picture = timeline(account, heard.findings) + "\n" + findings_text(heard.findings);
  return heard;
}

std::string naive(const std::string& fault, const std::string& more = "") {
  return R"({"kind": "naive", "fault": ")" + fault + "\"" + more + "}";
}

void expect_first(const Heard& heard, std::string_view id) {
  ASSERT_FALSE(heard.findings.empty()) << heard.picture;
  EXPECT_EQ(heard.findings.front().id, id) << heard.picture;
}

TEST(ANaiveFault, OfSilenceIsNamedFirst) {
  expect_first(phone(polite(naive("silence-from-received-frame"))), "turn-never-closes");
}

TEST(ANaiveFault, OfTheMarksNameIsNamedFirst) {
  expect_first(phone(polite(naive("mark-name-mismatch"))), "stuck-speaking");
  expect_first(phone(polite(naive("mark-name-mismatch", R"(, "greeting_ms": 800)"))), "stuck-speaking");
}

TEST(ANaiveFault, OfTheGuardIsNamedFirstWhereMarksWereSeenToWork) {
  expect_first(phone(polite(naive("guard-left-set", R"(, "greeting_ms": 800)"))), "stuck-processing");
  expect_first(phone(polite(naive("guard-left-set", R"(, "fault_on_turn": 3)"))), "stuck-processing");
  expect_first(phone(polite(naive("piece-awaited", R"(, "fault_on_turn": 3)"))), "stuck-processing");
}

TEST(ANaiveFault, OfAnsweringTwiceIsNamedFirst) {
  expect_first(phone(polite(naive("double-end-of-utterance"))), "duplicate-reply");
}

TEST(ANaiveFault, OfInterruptionIsNamedFirst) {
  const std::string reply = R"(, "reply_ms": 6000)";
  expect_first(phone(impatient(naive("speaking-flag-at-queue", reply))), "barge-in-blind-tail");
  expect_first(phone(impatient(naive("barge-in-without-clear", reply))), "barge-in-no-clear");
  expect_first(phone(impatient(naive("none", reply + R"(, "barge_in": false)"))), "barge-in-ignored");
}

TEST(ANaiveFault, OfYieldingIsNamedFirst) {
  const std::string reply = R"(, "reply_ms": 6000)";
  expect_first(phone(impatient(naive("stale-frames-after-clear", reply))), "stale-audio-after-clear");
  expect_first(phone(impatient(naive("clear-waits-for-transcript", reply))), "late-clear");
}

TEST(ANaiveFault, OfTheSendLoopIsNamedFirst) {
  const std::string reply = R"(, "reply_ms": 4000)";
  expect_first(phone(polite(naive("relative-sleep", reply))), "tx-drift");
  expect_first(phone(polite(naive("blocking-send-loop", reply))), "tx-stall");
  expect_first(phone(polite(naive("partial-chunk-dropped"))), "truncated-reply");
}

TEST(ANaiveFault, OfWhatIsSentIsNamedFirst) {
  expect_first(phone(polite(naive("sixteen-kilohertz"))), "wrong-rate");
  expect_first(phone(polite(naive("linear-pcm"))), "not-mulaw");
  expect_first(phone(polite(naive("wav-header"))), "header-in-audio");
  expect_first(phone(polite(naive("silent-reply"))), "silent-audio");
  expect_first(phone(polite(naive("echo-left-on"))), "caller-echo");
  expect_first(phone(polite(naive("media-before-start"))), "clipped-greeting");
}

TEST(ANaiveFault, OfUnevenSendingIsNamedFirst) {
  const std::string reply = R"(, "reply_ms": 5000)";
  expect_first(phone(polite(naive("slow-synthesis", reply))), "underrun");
  expect_first(phone(polite(naive("send-loop-hiccups", reply))), "tx-jitter");
}

TEST(ANaiveFault, OfAnotherCodingIsNamedFirst) {
  const Heard alaw = phone(polite(naive("a-law")));
  expect_first(alaw, "not-mulaw");
  EXPECT_THAT(alaw.findings.front().causes.front().text, testing::HasSubstr("A-law"));
  const Heard compressed = phone(polite(naive("compressed-audio")));
  expect_first(compressed, "not-mulaw");
  EXPECT_THAT(compressed.findings.front().explanation, testing::HasSubstr("compressed"));
}

TEST(ANaiveFault, OfItsTurnsIsNamedFirst) {
  expect_first(phone(polite(naive("turn-dropped"))), "lost-turn");
  expect_first(phone(polite(naive("hangs-up-on-turn"))), "premature-close");
  expect_first(phone(impatient(naive("barge-in-off", R"(, "reply_ms": 6000)"))), "barge-in-ignored");
}

/// Two calls of one process, one after the other.
std::vector<CallAccount> two_calls(const std::string& fault) {
  std::vector<CallAccount> accounts;
  for (const char* before : {"0", "1"}) {
    const auto scenario =
        read_scenario(polite(naive(fault, std::string(R"(, "calls_before": )") + before)), "x.json");
    if (!scenario.has_value()) {
      ADD_FAILURE() << scenario.error().text();
      return accounts;
    }
    const auto call = simulate(*scenario, voices());
    if (call.has_value()) accounts.push_back(account_of(call->far_end));
  }
  return accounts;
}

TEST(ANaiveFault, OfStateThatOutlivesACallIsNamedInTheSecond) {
  const std::vector<CallAccount> accounts = two_calls("state-leak");
  ASSERT_EQ(accounts.size(), 2U);
  EXPECT_THAT(diagnose(accounts[0]), IsEmpty());
  const std::vector<Finding> both = diagnose(accounts);
  ASSERT_FALSE(both.empty());
  EXPECT_EQ(both.front().id, "state-leak");
  EXPECT_EQ(both.front().call, 1U);
  EXPECT_THAT(diagnose(two_calls("none")), IsEmpty());
}

/// The call once more, with the agent's own log beside it.
Heard phone_with_log(const std::string& text) {
  const auto scenario = read_scenario(text, "phoned.json");
  const auto call =
      scenario.has_value() ? simulate(*scenario, voices()) : Result<SimulatedCall>(make_error("no call"));
  if (!call.has_value()) {
    ADD_FAILURE() << call.error().text();
    return {};
  }
  ServerLogReader reader;
  reader.push(call->agent_log);
  CallAccount account = account_of(call->far_end);
  const AgentLog log = agent_log_among(reader.finish(), account);
  EXPECT_TRUE(log.alignment.fine()) << log.alignment.text << "\n" << call->agent_log;
  tell_states(log, account);
  Heard heard;
  heard.findings = diagnose(std::span(&account, 1), Profile::kUnknown, std::span(&log, 1));
  heard.picture =
      log.alignment.text + "\n" + timeline(account, heard.findings) + "\n" + findings_text(heard.findings);
  return heard;
}

TEST(TheNaiveAgentsLog, TellsWhatTheWireCannot) {
  expect_first(phone_with_log(polite(naive("threshold-above-speech", R"(, "greeting_ms": 800)"))), "deaf");
  expect_first(phone_with_log(polite(naive("silence-limit-too-long"))), "eou-late");
  expect_first(phone_with_log(polite(naive("skips-processing"))), "illegal-transition");
  expect_first(phone_with_log(polite(naive("guard-left-set"))), "stuck-processing");
  expect_first(phone_with_log(polite(naive("piece-awaited"))), "stuck-processing");
  expect_first(phone_with_log(polite(naive("mark-name-mismatch"))), "stuck-speaking");
}

TEST(TheNaiveAgentsLog, TellsAnswersThatWereKeptBackFromTurnsThatWereTurnedAway) {
  const auto likely_causes = [](const Heard& heard) {
    std::string likely;
    for (const Finding& finding : heard.findings) {
      for (const Cause& cause : finding.causes) {
        if (cause.certainty == Certainty::kLikely) likely += cause.text + "\n";
      }
    }
    return likely;
  };
  EXPECT_THAT(likely_causes(phone_with_log(polite(naive("piece-awaited")))), HasSubstr("numbered pieces"));
  EXPECT_THAT(likely_causes(phone_with_log(polite(naive("guard-left-set")))), Not(HasSubstr("numbered pieces")));
}

TEST(TheNaiveAgentsLog, AddsNothingToAHealthyCall) {
  for (const std::string& scenario :
       {polite(naive("none", R"(, "greeting_ms": 800)")), impatient(naive("none", R"(, "reply_ms": 6000)"))}) {
    const Heard heard = phone_with_log(scenario);
    EXPECT_THAT(heard.findings, IsEmpty()) << heard.picture;
  }
}

TEST(AnAgentWithoutAFault, IsNotBlamed) {
  for (const std::string& agent : {naive("none"), naive("none", R"(, "pacing": "burst")"),
                                   naive("none", R"(, "pacing": "fast", "greeting_ms": 700)"),
                                   naive("none", R"(, "marks": false)"), std::string(R"({"kind": "parley"})")}) {
    for (const std::string& scenario : {polite(agent), impatient(agent)}) {
      const Heard heard = phone(scenario);
      EXPECT_THAT(heard.findings, IsEmpty()) << agent << "\n" << heard.picture;
    }
  }
}

}  // namespace
}  // namespace parley
