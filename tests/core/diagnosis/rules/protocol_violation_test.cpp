#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kSid = "MZ00000000000000000000000000000001";
const std::string kSilence = "/////w==";  // four bytes

trace::Message sent(std::string text) {
  return {trace::Direction::kFromAgent, std::move(text), kNever};
}
std::string media(std::string_view sid, const std::string& key = "streamSid", const std::string& more = "") {
  return "{\"event\":\"media\",\"" + key + "\":\"" + std::string(sid) + "\"" + more + ",\"media\":{\"payload\":\"" +
         kSilence + "\"}}";
}

/// A caller with one question, and one message of the agent's.
std::vector<Finding> with(std::string text) {
  return TraceBuilder().caller(500, 1000).event(2200, sent(std::move(text))).findings(9000);
}

void expect_error(const std::vector<Finding>& findings, std::string_view says) {
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().id, "protocol-violation");
  EXPECT_EQ(findings.front().severity, Severity::kError);
  EXPECT_THAT(findings.front().explanation, HasSubstr("31951"));
  EXPECT_THAT(findings.front().explanation, HasSubstr(says));
}

TEST(ProtocolViolation, TellsWhatIsWrongWithAMessage) {
  expect_error(with(media("CA00000000000000000000000000000001")), "names the stream \"CA");
  expect_error(with(media(kSid, "stream_sid")), "stream_sid");
  expect_error(with("{'event': 'media', 'streamSid': 'MZ1'}"), "not a JSON object");
  expect_error(with(R"({"event":"media","media":{"payload":"/w=="}})"), "streamSid");
}

TEST(ProtocolViolation, SaysThatTheCallerHeardNothing) {
  const std::vector<Finding> findings = with(media(kSid, "stream_sid"));
  EXPECT_THAT(findings.front().explanation, HasSubstr("the caller heard nothing"));
}

TEST(ProtocolViolation, OfAFieldTooManyIsAWarningForTheAudioIsHeard) {
  const std::vector<Finding> findings = TraceBuilder()
                                            .caller(500, 1000)
                                            .agent(2200, 1000)
                                            .event(3400, sent(media(kSid, "streamSid", ",\"track\":\"outbound\"")))
                                            .findings(6000);
  ASSERT_THAT(ids_of(findings), ElementsAre("protocol-violation"));
  EXPECT_EQ(findings.front().severity, Severity::kWarning);
  EXPECT_THAT(findings.front().explanation, HasSubstr("\"track\""));
}

TEST(ProtocolViolation, OfAnEventThatTwilioDoesNotKnowIsAWarningWhereTheRestIsHeard) {
  const std::vector<Finding> findings =
      TraceBuilder().caller(500, 1000).agent(2200, 1000).event(3400, sent(R"({"event":"ping"})")).findings(6000);
  ASSERT_THAT(ids_of(findings), ElementsAre("protocol-violation"));
  EXPECT_EQ(findings.front().severity, Severity::kWarning);
}

TEST(ProtocolViolation, IsOneFindingACode) {
  const std::vector<Finding> findings =
      TraceBuilder()
          .caller(500, 1000)
          .agent(2200, 1000)
          .event(3300, trace::Violation{31950, "a binary message came"})
          .event(3400, sent(media(kSid, "stream_sid")))
          .event(3500, sent("oops"))
          .event(3600, sent("oops again"))
          .event(3700, trace::Connection{"closed", "protocol error 31924: the connection stays half open"})
          .findings(6000);
  std::vector<std::string> codes;
  for (const Finding& finding : findings) {
    EXPECT_EQ(finding.id, "protocol-violation");
    codes.push_back(finding.explanation.substr(finding.explanation.find('3'), 5));
  }
  EXPECT_THAT(codes, testing::UnorderedElementsAre("31924", "31950", "31951"));
}

TEST(ProtocolViolation, CountsWhatIsMoreThanTenMinutesAsDiscarded) {
  TraceBuilder builder;
  builder.caller(500, 1000);
  for (int i = 0; i < 11; ++i) builder.agent(2200 + i, 60'000, Sending::kAtOnce, 7);
  const std::vector<Finding> findings = builder.findings(6000);
  ASSERT_FALSE(findings.empty());
  EXPECT_THAT(findings.front().explanation, HasSubstr("31931"));
}

TEST(ProtocolViolation, IsNamedForWhatIsSentBeforeStart) {
  trace::CallTrace trace;
  trace.header.observed_at = trace::ObservedAt::kFarEnd;
  const auto add = [&](std::int64_t ms, trace::What what) {
    trace.events.push_back({at_millis(ms), std::move(what), trace::kNotAnInput});
  };
  add(0, trace::Connection{"opened", ""});
  add(10, sent(media(kSid)));
  const std::vector<Finding> findings = diagnose(account_of(trace));
  ASSERT_THAT(ids_of(findings), ElementsAre("protocol-violation"));
  EXPECT_THAT(findings.front().explanation, HasSubstr("before `start`"));
}

TEST(ProtocolViolation, IsSilentForPayloadsOfAnySizeAndForNamesOfAnyKind) {
  EXPECT_THAT(TraceBuilder()
                  .caller(500, 1000)
                  .agent(2200, 3000, Sending::kAtOnce)
                  .event(2300, sent(media(kSid)))
                  .mark(5100, "a name with \"quotes\" and \xC3\xA4")
                  .clear(5600)
                  .findings(8000),
              IsEmpty());
}

}  // namespace
}  // namespace parley
