// What the agent's own log adds to the findings: the wire shows the same silence for many faults, and the log tells
// which it was. Logs come in the clothes in which people paste them.
#include "core/diagnosis/agent_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/diagnosis/diagnose.h"
#include "tests/core/account/trace_builder.h"
#include "tests/core/measure/written_log.h"

namespace parley {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Judged {
  std::vector<Finding> findings;
  std::string alignment;

  const Finding* find(std::string_view id) const {
    const auto found =
        std::find_if(findings.begin(), findings.end(), [&](const auto& each) { return each.id == id; });
    return found == findings.end() ? nullptr : &*found;
  }
};

Judged judge(CallAccount account, const WrittenLog& log) {
  const AgentLog told = agent_log_of(log.call(), account);
  tell_states(told, account);
  return {diagnose(std::span(&account, 1), Profile::kUnknown, std::span(&told, 1)), told.alignment.text};
}

bool has_log_line(const Finding& finding) {
  return std::any_of(finding.evidence.begin(), finding.evidence.end(),
                     [](const Fact& fact) { return fact.log_line > 0; });
}

const std::string kStart = "WS_START sid=MZ00000000000000000000000000000001 mode=AI";

/// After its first reply nothing ever comes: the wire alone takes it for stuck-speaking.
CallAccount dead_after_first_reply() {
  return TraceBuilder()
      .caller(500, 1000)
      .agent(2200, 1500)
      .mark(3600, "tts_1")
      .mark_back(3850, "tts_1")
      .caller(5200, 1200)
      .account(13'000);
}

WrittenLog first_turn(LogClothing clothing = LogClothing::kClock) {
  WrittenLog log(clothing);
  log.line(20, kStart)
      .line(2050, "STATE -> PROCESSING | len=16000 | silence_ms=560")
      .line(2150, "STATE -> SPEAKING | turn=1")
      .line(3570, "MARK_SENT: tts_1 (queued)");
  return log;
}

TEST(AgentLog, TellsStuckSpeakingFromTheWireGuess) {
  WrittenLog log = first_turn();
  log.line(13'030, "WS_STOP sid=MZ00000000000000000000000000000001 rx=650 tx=75");
  const Judged judged = judge(dead_after_first_reply(), log);
  ASSERT_FALSE(judged.findings.empty());
  const Finding& first = judged.findings.front();
  EXPECT_EQ(first.id, "stuck-speaking") << judged.alignment;
  EXPECT_THAT(first.causes.front().text, HasSubstr("and not that it came back"));
  EXPECT_TRUE(has_log_line(first));
  EXPECT_THAT(first.more_evidence, IsEmpty()) << "there is a log";
}

TEST(AgentLog, TurnsStuckSpeakingToStuckProcessingWithTheStepThatHung) {
  for (const LogClothing clothing : {LogClothing::kClock, LogClothing::kIso, LogClothing::kBare,
                                     LogClothing::kContainer, LogClothing::kHosting, LogClothing::kWholeSeconds}) {
    WrittenLog log = first_turn(clothing);
    log.line(3880, "MARK_ACK: tts_1 -> LISTENING")
        .line(7000, "STATE -> PROCESSING | len=19200 | silence_ms=600")
        .line(7200, "ASR_TEXT: מה שעות הפתיחה | dur_ms=200");
    const Judged judged = judge(dead_after_first_reply(), log);
    ASSERT_FALSE(judged.findings.empty()) << judged.alignment;
    EXPECT_EQ(judged.findings.front().id, "stuck-processing") << judged.alignment;
    EXPECT_THAT(judged.findings.front().causes.front().text, HasSubstr("the model never answered"))
        << judged.alignment;
  }
}

TEST(AgentLog, NamesTheErrorThatWasSwallowed) {
  WrittenLog log = first_turn();
  log.line(3880, "MARK_ACK: tts_1 -> LISTENING")
      .line(7000, "STATE -> PROCESSING | len=19200 | silence_ms=600")
      .line(7900, "❌ ASR_ERR: deadline exceeded");
  const Judged judged = judge(dead_after_first_reply(), log);
  ASSERT_NE(judged.find("stuck-processing"), nullptr) << judged.alignment;
  EXPECT_THAT(judged.find("stuck-processing")->causes.front().text, HasSubstr("ASR_ERR: deadline exceeded"));
}

TEST(AgentLog, TellsThatItWasListeningAndHeardNothing) {
  WrittenLog log = first_turn();
  log.line(3880, "MARK_ACK: tts_1 -> LISTENING");
  const Judged judged = judge(dead_after_first_reply(), log);
  ASSERT_FALSE(judged.findings.empty());
  EXPECT_EQ(judged.findings.front().id, "deaf") << judged.alignment;
}

TEST(AgentLog, DoesNotCallAnAgentDeafThatWroteDownWhatItHeard) {
  WrittenLog log = first_turn();
  log.line(3880, "MARK_ACK: tts_1 -> LISTENING")
      .line(6500, "🟢 Final: are you open today")
      .line(6510, "DEDUP: same utterance ignored");
  const Judged judged = judge(dead_after_first_reply(), log);
  EXPECT_EQ(judged.find("deaf"), nullptr) << judged.alignment;
  ASSERT_NE(judged.find("stuck-processing"), nullptr) << judged.alignment;
  EXPECT_THAT(judged.find("stuck-processing")->causes.front().text, HasSubstr("dropped as a duplicate"));
}

/// The answer comes 2.8 s after the end of speech; the wire knows only the sum.
CallAccount slow_answers() {
  return TraceBuilder()
      .caller(500, 1000)
      .agent(4300, 1000)
      .mark(5200, "tts_1")
      .mark_back(5350, "tts_1")
      .caller(6500, 1000)
      .agent(10'300, 1000)
      .mark(11'200, "tts_2")
      .mark_back(11'350, "tts_2")
      .account(14'000);
}

WrittenLog slow_log(std::int64_t commit_after, std::int64_t silence) {
  WrittenLog log;
  log.line(20, kStart);
  std::int64_t turn = 0;
  for (const std::int64_t end : {1500, 7500}) {
    const std::string silent = std::to_string(silence);
    const std::string name = "tts_" + std::to_string(++turn);
    log.line(end + commit_after, "STATE -> PROCESSING | len=16000 | silence_ms=" + silent)
        .line(end + commit_after + 150, "ASR_TEXT: hello | dur_ms=150")
        .line(end + 2600, "LLM_REPLY: hi")
        .line(end + 2760, "STATE -> SPEAKING | turn=" + std::to_string(turn))
        .line(end + 3670, "MARK_SENT: " + name)
        .line(end + 3880, "MARK_ACK: " + name + " -> LISTENING");
  }
  return log;
}

TEST(AgentLog, TellsASlowModelFromALateEndOfTurn) {
  const Judged slow = judge(slow_answers(), slow_log(500, 500));
  ASSERT_NE(slow.find("slow-response"), nullptr) << slow.alignment;
  EXPECT_THAT(slow.find("slow-response")->causes.front().text, HasSubstr("the model took 2.0 s"));
  EXPECT_EQ(slow.find("slow-response")->causes.front().certainty, Certainty::kLikely);
  EXPECT_EQ(slow.find("eou-late"), nullptr);

  const Judged late = judge(slow_answers(), slow_log(2200, 2200));
  ASSERT_FALSE(late.findings.empty());
  EXPECT_EQ(late.findings.front().id, "eou-late") << late.alignment;
  EXPECT_EQ(late.find("slow-response"), nullptr) << "its cause explains it";
}

TEST(AgentLog, WithoutTimesStillTellsALateEndOfTurnByItsOwnWords) {
  WrittenLog log(LogClothing::kBare);
  log.line(0, kStart)
      .line(0, "STATE -> PROCESSING | len=16000 | silence_ms=2200")
      .line(0, "STATE -> SPEAKING")
      .line(0, "MARK_SENT: tts_1")
      .line(0, "MARK_ACK: tts_1 -> LISTENING")
      .line(0, "STATE -> PROCESSING | len=16000 | silence_ms=2200")
      .line(0, "STATE -> SPEAKING")
      .line(0, "MARK_SENT: tts_2")
      .line(0, "MARK_ACK: tts_2 -> LISTENING");
  const Judged judged = judge(slow_answers(), log);
  EXPECT_NE(judged.find("eou-late"), nullptr) << judged.alignment;
}

TEST(AgentLog, ProvesFromOneTurnThatSilenceNeverCounted) {
  const CallAccount account = TraceBuilder().caller(500, 1000).agent(5900, 1000).account(9000);
  EXPECT_THAT(ids_of(diagnose(account)), Contains("turn-never-closes"));
  WrittenLog log;
  log.line(20, kStart);
  for (int i = 1; i <= 5; ++i) log.line(i * 1000, "SILENCE_TIME: 0.00s");
  log.line(5200, "END OF UTTERANCE: 5.0s audio").line(5850, "STATE -> SPEAKING");
  const Judged judged = judge(account, log);
  ASSERT_NE(judged.find("turn-never-closes"), nullptr) << judged.alignment;
  EXPECT_EQ(judged.find("turn-never-closes")->severity, Severity::kError);
  EXPECT_TRUE(has_log_line(*judged.find("turn-never-closes")));
}

TEST(AgentLog, SaysWhyATurnWasLost) {
  const auto account = [] {
    return TraceBuilder()
        .caller(500, 1000)
        .agent(2200, 1000)
        .mark(3100, "tts_1")
        .mark_back(3250, "tts_1")
        .caller(4500, 1000)
        .caller(9500, 1000)
        .agent(11'200, 1000)
        .account(14'000);
  };
  WrittenLog log;
  log.line(20, kStart)
      .line(1900, "ASR_TEXT: שלום")
      .line(3070, "MARK_SENT: tts_1")
      .line(3280, "MARK_ACK: tts_1")
      .line(6100, "DEDUP: same utterance ignored")
      .line(10'900, "ASR_TEXT: שלום");
  const Judged judged = judge(account(), log);
  ASSERT_NE(judged.find("lost-turn"), nullptr) << judged.alignment;
  EXPECT_THAT(judged.find("lost-turn")->causes.front().text, HasSubstr("dropped as a duplicate"));
  EXPECT_THAT(diagnose(account()).front().more_evidence, HasSubstr("--agent-log"));
}

TEST(AgentLog, TellsWhatFiredTwiceForADuplicateReply) {
  const CallAccount account = TraceBuilder()
                                  .caller(500, 1000)
                                  .agent(2200, 1000, Sending::kPaced, 77)
                                  .mark(3100, "a")
                                  .mark_back(3250, "a")
                                  .agent(3900, 1000, Sending::kPaced, 77)
                                  .account(8000);
  WrittenLog log;
  log.line(20, kStart)
      .line(2000, "END OF UTTERANCE: 1.0s audio")
      .line(2050, "END OF UTTERANCE: 1.0s audio")
      .line(3070, "MARK_SENT: a")
      .line(3280, "MARK_ACK: a");
  const Judged judged = judge(account, log);
  ASSERT_NE(judged.find("duplicate-reply"), nullptr) << judged.alignment;
  EXPECT_THAT(judged.find("duplicate-reply")->causes.front().text, HasSubstr("end of the utterance fired twice"));
}

TEST(AgentLog, ShowsTransitionsThatMayNotBe) {
  WrittenLog log = slow_log(500, 500);
  const CallAccount account = slow_answers();
  EXPECT_EQ(judge(account, log).find("illegal-transition"), nullptr);
  WrittenLog wrong;
  wrong.line(20, kStart)
      .line(30, "STATE -> LISTENING")
      .line(2000, "STATE -> PROCESSING")
      .line(4260, "STATE -> SPEAKING")
      .line(5170, "MARK_SENT: tts_1")
      .line(5380, "MARK_ACK: tts_1 -> LISTENING")
      .line(10'260, "STATE -> SPEAKING");
  const Judged judged = judge(account, wrong);
  ASSERT_NE(judged.find("illegal-transition"), nullptr) << judged.alignment;
  EXPECT_TRUE(has_log_line(*judged.find("illegal-transition")));
}

TEST(AgentLog, DoesNotBlameAGreetingNorALogThatSkipsStates) {
  const CallAccount account = slow_answers();
  WrittenLog greets;
  greets.line(20, kStart)
      .line(30, "STATE -> LISTENING")
      .line(100, "STATE -> SPEAKING")
      .line(900, "STATE -> LISTENING");
  EXPECT_EQ(judge(account, greets).find("illegal-transition"), nullptr);
  WrittenLog sparse;  // nobody prints LISTENING
  sparse.line(20, kStart)
      .line(2000, "STATE -> PROCESSING")
      .line(4260, "STATE -> SPEAKING")
      .line(8000, "STATE -> PROCESSING")
      .line(10'260, "STATE -> SPEAKING");
  EXPECT_EQ(judge(account, sparse).find("illegal-transition"), nullptr);
}

TEST(AgentLog, OfAnotherCallChangesNothing) {
  CallAccount account = dead_after_first_reply();
  account.header.stream_sid = "MZ00000000000000000000000000000001";
  WrittenLog log;
  log.line(20, "WS_START sid=MZ00000000000000000000000000000009").line(3880, "STATE -> LISTENING");
  const Judged judged = judge(account, log);
  EXPECT_EQ(ids_of(judged.findings), ids_of(diagnose(account)));
  EXPECT_THAT(judged.alignment, HasSubstr("another call"));
}

TEST(AgentLog, SaysNothingOfAHealthyCall) {
  const CallAccount account =
      TraceBuilder().caller(500, 1000).agent(2800, 1000).mark(3700, "tts_1").mark_back(3850, "tts_1").account(6000);
  WrittenLog log;
  log.line(20, kStart)
      .line(2100, "STATE -> PROCESSING | len=16000 | silence_ms=560")
      .line(2300, "ASR_TEXT: hello | dur_ms=200")
      .line(2750, "STATE -> SPEAKING | turn=1")
      .line(3670, "MARK_SENT: tts_1")
      .line(3880, "MARK_ACK: tts_1 -> LISTENING");
  EXPECT_THAT(judge(account, log).findings, IsEmpty());
}

}  // namespace
}  // namespace parley
