// Whatever a provider does at whichever of its events, the caller hears something within seven seconds of each of
// his turns, and the call goes on.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/account/account_builder.h"
#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"
#include "sim/simulator.h"

namespace parley {
namespace {

SoundBank voices() {
  SoundBank bank;
  for (int i = 0; i < 3; ++i) {
    const auto voice = voice_like(millis(1200 + 500 * i), 40 + static_cast<std::uint64_t>(i));
    bank.emplace("voice" + std::to_string(i) + ".wav", mulaw_decode(voice));
  }
  return bank;
}

/// Three questions, each once the agent has answered, or after nine seconds of waiting for it.
Scenario three_questions() {
  Scenario scenario;
  scenario.name = scenario.file = "three_questions";
  scenario.patience = seconds(9);
  for (int i = 0; i < 3; ++i) {
    CallerStep step;
    step.anchor = Anchor::kAgentSilent;
    step.offset = millis(800);
    step.or_after = seconds(12);
    step.act = Say{.file = "voice" + std::to_string(i) + ".wav", .text = "question number " + std::to_string(i)};
    scenario.caller.push_back(step);
  }
  scenario.agent.provider.replies = {"Yes. The first answer is this.", "No. The second answer is that.",
                                     "Well. The third answer is another."};
  return scenario;
}

int provider_events(const SimulatedCall& call) {
  return static_cast<int>(
      std::count_if(call.agent->events.begin(), call.agent->events.end(),
                    [](const auto& event) { return std::holds_alternative<trace::ProviderSaid>(event.what); }));
}

bool tells_of_a_failure(const SimulatedCall& call) {
  return std::any_of(call.agent->events.begin(), call.agent->events.end(),
                     [](const auto& event) { return std::holds_alternative<trace::StageFailed>(event.what); });
}

/// When the agent's voice next began, or went on, after the caller's turn had ended; kNever if it did not.
Instant next_voice(const CallAccount& account, Instant after) {
  Instant next = kNever;
  for (const AgentStretch& stretch : account.stretches) {
    if (stretch.end > after) next = std::min(next, std::max(stretch.begin, after));
  }
  return next;
}

std::string name_of_fault(EventFault fault) {
  constexpr const char* kNames[] = {"Fails", "Hangs", "Late"};
  return kNames[static_cast<int>(fault)];
}

class AProviderThatFails : public testing::TestWithParam<EventFault> {};

TEST_P(AProviderThatFails, AtAnyOfItsEventsLeavesNoCallerInSilence) {
  const SoundBank bank = voices();
  Scenario scenario = three_questions();
  const auto sound = simulate(scenario, bank);
  ASSERT_TRUE(sound.has_value());
  const int events = provider_events(*sound);
  ASSERT_GT(events, 20);
  scenario.agent.provider.event_fault = GetParam();
  for (int n = 1; n <= events; ++n) {
    scenario.agent.provider.fault_at_event = n;
    const auto call = simulate(scenario, bank);
    ASSERT_TRUE(call.has_value());
    EXPECT_TRUE(call->unmet.empty()) << "event " << n << ": " << call->unmet.front();
    EXPECT_EQ(tells_of_a_failure(*call), GetParam() == EventFault::kFails) << "event " << n;
    const CallAccount account = account_of(call->far_end);
    ASSERT_GE(account.utterances.size(), 3U) << "event " << n;
    for (const auto& utterance : account.utterances) {
      const Instant heard = next_voice(account, utterance.end);
      ASSERT_NE(heard, kNever) << "event " << n << ": nothing after " << to_millis(utterance.end) << " ms";
      // Seven seconds, the silence that ends an utterance, and the way there and back.
      EXPECT_LE(to_millis(heard - utterance.end), 7700) << "event " << n << " at " << to_millis(utterance.end);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Event, AProviderThatFails,
                         testing::Values(EventFault::kFails, EventFault::kHangs, EventFault::kLate),
                         [](const auto& fault) { return name_of_fault(fault.param); });

}  // namespace
}  // namespace parley
