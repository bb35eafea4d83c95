// What is legal, if unusual, and must not be called a fault: one test for each, over all rules at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::IsEmpty;

std::vector<std::string> complaints(const TraceBuilder& call, std::int64_t end_ms) {
  std::vector<std::string> ids;
  for (const Finding& finding : call.findings(end_ms)) {
    if (finding.severity != Severity::kInfo) ids.emplace_back(finding.id);
  }
  return ids;
}

TEST(ItIsNotAFault, ToSendFasterThanRealTimeWhenClearIsUsed) {
  TraceBuilder call;
  call.caller(500, 800).agent(2000, 9000, Sending::kAtOnce).caller(3400, 1500).clear(3700).agent(5800, 1000);
  EXPECT_THAT(complaints(call, 9000), IsEmpty());
}

TEST(ItIsNotAFault, ToSendPayloadsOfAnySize) {
  const std::vector<std::uint8_t> reply = voice_like(millis(2000), 7);
  for (const std::size_t piece : {33U, 80U, 160U, 250U, 1000U, 4000U, 16'000U}) {
    TraceBuilder call;
    call.caller(500, 800).pieces(2000, reply, piece, 0);
    EXPECT_THAT(complaints(call, 7000), IsEmpty()) << piece;
  }
}

TEST(ItIsNotAFault, ToSendNoMarks) {
  EXPECT_THAT(
      complaints(TraceBuilder().caller(500, 800).agent(2000, 1500).caller(4000, 900).agent(5800, 1500), 9000),
      IsEmpty());
}

TEST(ItIsNotAFault, ToSendAMarkAfterEveryFrame) {
  const std::vector<std::uint8_t> reply = voice_like(millis(1500), 7);
  TraceBuilder call;
  call.caller(500, 800);
  for (std::int64_t i = 0; i < 75; ++i) {
    call.pieces(2000 + 20 * i, std::span(reply).subspan(static_cast<std::size_t>(i) * 160, 160), 160, 0);
    call.mark(2000 + 20 * i, "frame " + std::to_string(i)).mark_back(2040 + 20 * i, "frame " + std::to_string(i));
  }
  EXPECT_THAT(complaints(call, 7000), IsEmpty());
}

TEST(ItIsNotAFault, ToAnswerWithinTheBudgetThoughSlowly) {
  EXPECT_THAT(complaints(TraceBuilder().caller(500, 800).agent(3200, 1500), 8000), IsEmpty());
}

TEST(ItIsNotAFault, ToAnswerShortly) {
  EXPECT_THAT(complaints(TraceBuilder().caller(500, 800).agent(2000, 250), 8000), IsEmpty());
}

TEST(ItIsNotAFault, ToSendSilenceBetweenReplies) {
  TraceBuilder call;
  call.agent_silence(100, 1900).caller(500, 800).agent(2000, 1500).agent_silence(3500, 2300).caller(4000, 900);
  call.agent(5800, 1500).agent_silence(7300, 2000);
  EXPECT_THAT(complaints(call, 10'000), IsEmpty());
}

TEST(ItIsNotAFault, ThatAMarkComesBackLate) {
  TraceBuilder call;
  call.caller(500, 800).agent(2000, 1500).mark(3400, "end").mark_back(4300, "end").caller(4500, 900);
  call.agent(6300, 1500);
  EXPECT_THAT(complaints(call, 9000), IsEmpty());
}

TEST(ItIsNotAFault, ThatConnectedHasMoreFields) {
  trace::Message connected;
  connected.text = R"({"event":"connected","protocol":"Call","version":"1.0.0","region":"ie1","retry":0})";
  EXPECT_THAT(complaints(TraceBuilder().event(0, connected).caller(500, 800).agent(2000, 1500), 8000), IsEmpty());
}

TEST(ItIsNotAFault, ToYieldLateToAMereBackchannel) {
  TraceBuilder call;
  call.caller(500, 800).agent(2000, 4000, Sending::kPaced, 7, 2300).caller(3200, 400).clear(4200).agent(5200, 1500);
  EXPECT_THAT(complaints(call, 9000), IsEmpty());
}

TEST(ItIsNotAFault, ToClearAnEmptyBufferBeforeEveryReply) {
  TraceBuilder call;
  call.clear(200).caller(500, 800).clear(1990).agent(2000, 1500).caller(4000, 900).clear(5790).agent(5800, 1500);
  EXPECT_THAT(complaints(call, 9000), IsEmpty());
}

TEST(ItIsNotAFault, ThatTheLineIsUneven) {
  const std::vector<std::uint8_t> reply = voice_like(millis(6000), 7);
  TraceBuilder call;
  call.caller(500, 800);
  std::int64_t last = 0;
  for (std::int64_t i = 0; i < 300; ++i) {
    std::int64_t late = (i * 7919) % 13;
    if (i % 97 == 50) late = 45;                           // one in a hundred
    if (i >= 150 && i < 164) late = 300 - 20 * (i - 150);  // the line stalls once
    last = std::max(last, 2000 + 20 * i - 60 + late);
    call.pieces(last, std::span(reply).subspan(static_cast<std::size_t>(i) * 160, 160), 160, 0);
  }
  EXPECT_THAT(complaints(call, 12'000), IsEmpty());
}

}  // namespace
}  // namespace parley
