#include "bench/two_way_call.h"

#include <string>

#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"

namespace parley::bench {
namespace {

constexpr Duration kSpeaks = seconds(5);
constexpr int kRecordings = 4;

std::string recording(int number) {
  return "question_" + std::to_string(number) + ".wav";
}

}  // namespace

Scenario two_way_scenario(Duration length) {
  Scenario scenario;
  scenario.name = "two_way_call";
  scenario.file = "two_way_call.json";
  scenario.ends_by = length;
  scenario.agent.provider.reply = kSpeaks;
  for (Duration at{}; at < length; at += kSpeaks * 2) {
    CallerStep step;
    step.anchor = Anchor::kAgentSilent;
    step.or_after = seconds(20);
    const int number = static_cast<int>(scenario.caller.size());
    step.act = Say{recording(number % kRecordings), "this is question number " + std::to_string(number), 0, {}, {}};
    scenario.caller.push_back(step);
  }
  return scenario;
}

SoundBank two_way_sounds() {
  SoundBank sounds;
  for (int i = 0; i < kRecordings; ++i) {
    sounds[recording(i)] = mulaw_decode(voice_like(kSpeaks, 100 + static_cast<std::uint64_t>(i)));
  }
  return sounds;
}

}  // namespace parley::bench
