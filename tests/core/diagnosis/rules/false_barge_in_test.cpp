#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A reply that is stopped at 3700 for a sound at 3500.
TraceBuilder stopped_for(std::int64_t sound_ms) {
  TraceBuilder builder;
  builder.caller(500, 1000).agent(2200, 6000, Sending::kPaced, 0, 1600).hum(3500, sound_ms, 3000).clear(3700);
  return builder;
}

TEST(FalseBargeIn, IsAWarningWhenANoiseStopsAReplyAndTheCallerHasToAskAgain) {
  const std::vector<Finding> findings = stopped_for(120).caller(8000, 1000).agent(9700, 1000).findings(13000);
  ASSERT_THAT(ids_of(findings), ElementsAre("false-barge-in"));
  EXPECT_EQ(findings.front().severity, Severity::kWarning);
}

TEST(FalseBargeIn, IsNamedForAClickTooShortToBeHeardAsVoice) {
  EXPECT_THAT(ids_of(stopped_for(40).caller(8000, 1000).agent(9700, 1000).findings(13000)),
              ElementsAre("false-barge-in"));
}

TEST(FalseBargeIn, IsAnErrorWhenItHappensAgain) {
  const std::vector<Finding> findings = stopped_for(120)
                                            .caller(8000, 1000)
                                            .agent(9700, 6000, Sending::kPaced, 0, 1600)
                                            .hum(11000, 120, 3000)
                                            .clear(11200)
                                            .caller(15500, 1000)
                                            .agent(17200, 1000)
                                            .findings(20000);
  ASSERT_THAT(ids_of(findings), ElementsAre("false-barge-in"));
  EXPECT_EQ(findings.front().severity, Severity::kError);
}

TEST(FalseBargeIn, IsSilentWhenTheReplyResumes) {
  EXPECT_THAT(stopped_for(120).agent(5900, 2000).caller(9000, 1000).agent(10700, 1000).findings(14000), IsEmpty());
}

TEST(FalseBargeIn, IsSilentWhenTheCallerReallySpoke) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 6000, Sending::kPaced, 0, 1600)
                  .caller(3500, 1000)
                  .clear(3700)
                  .agent(7000, 1000)
                  .findings(10000)
                  .size(),
              1U);  // slow-response, which is another matter
}

TEST(FalseBargeIn, IsSilentForAKeyOfTheCallers) {
  twilio::Dtmf digit;
  digit.stream_sid = Sid("MZ00000000000000000000000000000001");
  trace::Message message;
  message.direction = trace::Direction::kToAgent;
  std::string text;
  twilio::write(twilio::Inbound(digit), text);
  message.text = text;
  EXPECT_THAT(stopped_for(120).event(3600, message).caller(8000, 1000).agent(9700, 1000).findings(13000),
              IsEmpty());
}

TEST(FalseBargeIn, IsSilentForAClearOnAnEmptyBuffer) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 1000)
                  .hum(3800, 120, 3000)
                  .clear(4000)
                  .caller(8000, 1000)
                  .agent(9700, 1000)
                  .findings(13000),
              IsEmpty());
}

}  // namespace
}  // namespace parley
