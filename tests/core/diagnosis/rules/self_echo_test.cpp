#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <span>
#include <vector>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

/// The agent's reply from 2 s comes back on the line `delay_ms` later at a fifth of its loudness; it clears at 3.2
/// s.
TraceBuilder echoing(bool clears) {
  const std::vector<std::uint8_t> reply = voice_like(millis(4000), 7);
  std::vector<std::int16_t> echo = mulaw_decode(std::span(reply).first(1300 * 8));
  for (std::int16_t& sample : echo) sample = static_cast<std::int16_t>(sample / 5);
  TraceBuilder call;
  call.caller(500, 800).agent(2000, 4000, Sending::kPaced, 7, clears ? 1250 : 4000);
  call.line(2100, mulaw_encode(echo));
  if (clears) call.clear(3200);
  return call;
}

TEST(SelfEcho, IsNamedWhenTheAgentYieldsToItsOwnVoice) {
  const std::vector<Finding> findings = echoing(true).agent(5000, 1000).findings(9000);
  ASSERT_THAT(ids_of(findings), ElementsAre("self-echo"));
  EXPECT_EQ(findings.front().severity, Severity::kWarning);
  EXPECT_EQ(findings.front().at, at_millis(3200));
}

TEST(SelfEcho, IsSilentForAnEchoThatDoesNotDisturbTheAgent) {
  EXPECT_THAT(echoing(false).findings(9000), IsEmpty());
}

TEST(SelfEcho, IsSilentWhenTheCallerSpeaksOverTheEcho) {
  EXPECT_THAT(ids_of(echoing(true).caller(2900, 900).agent(5000, 1000).findings(9000)), Not(Contains("self-echo")));
}

TEST(SelfEcho, IsSilentForAClearOnAQuietLine) {
  TraceBuilder call;
  call.caller(500, 800).agent(2000, 4000, Sending::kPaced, 7, 1250).clear(3200).agent(5000, 1000);
  EXPECT_THAT(ids_of(call.findings(9000)), Not(Contains("self-echo")));
}

}  // namespace
}  // namespace parley
