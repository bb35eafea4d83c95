#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "core/diagnosis/rules.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A greeting of which the first `early_ms` come before `start`.
trace::CallTrace greeted(std::int64_t early_ms) {
  const std::vector<std::uint8_t> greeting = voice_like(millis(1000), 7);
  trace::CallTrace trace =
      TraceBuilder().pieces(0, greeting, 160, 20).caller(2500, 800).agent(4200, 800).ends(8000);
  const auto start = std::find_if(trace.events.begin(), trace.events.end(), [](const trace::CallEvent& event) {
    const auto* message = std::get_if<trace::Message>(&event.what);
    return message != nullptr && message->text.view().find("\"event\":\"start\"") != std::string::npos;
  });
  trace::CallEvent moved = *start;
  moved.at = at_millis(early_ms);
  trace.events.erase(start);
  const auto place = std::find_if(trace.events.begin(), trace.events.end(),
                                  [&](const trace::CallEvent& event) { return event.at > moved.at; });
  trace.events.insert(early_ms == 0 ? trace.events.begin() + 1 : place, moved);
  return trace;
}

TEST(ClippedGreeting, IsNamedWhenAudioComesBeforeTheStream) {
  const std::vector<Finding> findings = diagnose(account_of(greeted(300)));
  ASSERT_THAT(ids_of(findings), ElementsAre("clipped-greeting"));
  EXPECT_EQ(findings.front().turn, TurnId{0});
  EXPECT_THAT(findings.front().explanation, HasSubstr("320 ms"));
}

TEST(ClippedGreeting, DoesNotCountAsHeardWhatNobodyPlays) {
  const CallAccount account = account_of(greeted(300));
  ASSERT_FALSE(account.replies.empty());
  EXPECT_GE(account.replies.front().begin, at_millis(300));
}

TEST(ClippedGreeting, IsNotSaidOfAnAgentThatNeverLearnsItsStream) {
  // All of its audio is lost, not a beginning: that is a violation of the protocol.
  trace::CallTrace trace =
      TraceBuilder().caller(2500, 800).agent(4200, 800).caller(7000, 800).agent(8700, 800).ends(12'000);
  for (trace::CallEvent& event : trace.events) {
    auto* message = std::get_if<trace::Message>(&event.what);
    if (message == nullptr || message->direction != trace::Direction::kFromAgent) continue;
    std::string text(message->text.view());
    const std::string sid = "MZ00000000000000000000000000000001";
    if (const std::size_t at = text.find(sid); at != std::string::npos) text.erase(at, sid.size());
    message->text = SharedText(std::move(text));
  }
  const std::vector<Finding> findings = diagnose(account_of(trace));
  ASSERT_THAT(ids_of(findings), ElementsAre("protocol-violation"));
  EXPECT_THAT(findings.front().explanation, HasSubstr("Twilio ignored all of the agent's audio"));
}

TEST(ClippedGreeting, IsSilentForAGreetingThatBeginsWithTheStream) {
  EXPECT_THAT(diagnose(account_of(greeted(0))), IsEmpty());
}

}  // namespace
}  // namespace parley
