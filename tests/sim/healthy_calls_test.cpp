// Nothing may be said of a healthy call: random callers, lines and agents, all of them sound.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/account/account_builder.h"
#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"
#include "core/base/random.h"
#include "core/diagnosis/diagnose.h"
#include "sim/simulator.h"

namespace parley {
namespace {

SoundBank voices() {
  SoundBank bank;
  for (int i = 0; i < 6; ++i) {
    const std::vector<std::uint8_t> voice = voice_like(millis(500 + 600 * i), 100 + static_cast<std::uint64_t>(i));
    bank.emplace("voice" + std::to_string(i) + ".wav", mulaw_decode(voice));
  }
  return bank;
}

CallerStep say(Random& random, Anchor anchor, Duration offset) {
  CallerStep step;
  step.anchor = anchor;
  step.offset = offset;
  const std::string name = std::to_string(random.below(6));
  step.act = Say{.file = "voice" + name + ".wav", .text = "words number " + name};
  return step;
}

/// A caller who says something, waits for the answer, and goes on; now and then he interrupts.
Scenario healthy(std::uint64_t seed) {
  Random random(seed);
  Scenario scenario;
  scenario.name = "healthy_" + std::to_string(seed);
  scenario.file = scenario.name;
  scenario.seed = seed;
  scenario.caller.push_back(say(random, Anchor::kTime, millis(random.between(1500, 3000))));
  const std::int64_t turns = random.between(1, 5);
  for (std::int64_t i = 0; i < turns; ++i) {
    if (random.chance(200)) {
      scenario.caller.push_back(say(random, Anchor::kAgentSpeaking, millis(random.between(500, 900))));
    } else {
      scenario.caller.push_back(say(random, Anchor::kAgentSilent, millis(random.between(100, 2500))));
    }
  }
  scenario.noise_bed = static_cast<int>(random.between(0, 40));
  scenario.line.delay = millis(random.between(5, 90));
  scenario.line.jitter = millis(random.between(0, 40));
  const Duration think = millis(random.between(100, 450));
  const Duration reply = millis(random.between(1500, 5000));
  if (random.chance(500)) {
    scenario.agent.kind = AgentKind::kNaive;
    scenario.agent.naive.first_audio = think;
    scenario.agent.naive.reply = reply;
    scenario.agent.naive.greeting = millis(random.chance(500) ? 0 : random.between(600, 1500));
    scenario.agent.naive.silence = millis(random.between(450, 600));
    scenario.agent.naive.marks = random.chance(600);
    constexpr NaivePacing kPacings[] = {NaivePacing::kPaced, NaivePacing::kFast, NaivePacing::kBurst};
    scenario.agent.naive.pacing = kPacings[random.below(3)];
  } else {
    scenario.agent.provider.first_audio = think + millis(200);
    scenario.agent.provider.synth_first = millis(100);
    scenario.agent.provider.reply = reply;
    scenario.agent.provider.greeting = millis(random.between(500, 800));
  }
  return scenario;
}

TEST(HealthyCalls, AreLeftInPeace) {
  const SoundBank bank = voices();
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Scenario scenario = healthy(seed);
    const auto call = simulate(scenario, bank);
    ASSERT_TRUE(call.has_value()) << "seed " << seed << ": " << call.error().text();
    const CallAccount account = account_of(call->far_end);
    EXPECT_GE(account.turns.size(), 1U) << "seed " << seed;
    for (const Finding& finding : diagnose(account)) {
      if (finding.severity == Severity::kInfo) continue;
      ADD_FAILURE() << "seed " << seed << ", " << call->far_end.header.provider << ": " << finding.id << " at "
                    << to_millis(finding.at) << " ms: " << finding.explanation;
    }
    EXPECT_TRUE(call->warnings.empty()) << "seed " << seed << ": " << call->warnings.front().text;
  }
}

}  // namespace
}  // namespace parley
