#include "sim/random_call.h"

#include <algorithm>
#include <utility>

#include "core/base/random.h"
#include "core/call/settings.h"

namespace parley {
namespace {

Duration some_ms(Random& random, std::int64_t low, std::int64_t high) {
  return millis(random.between(low, high));
}

Say some_words(Random& random, std::span<const Voice> voices) {
  const Voice& voice = voices[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(voices.size())))];
  Say say;
  say.file = voice.file;
  say.text = voice.text;
  return say;
}

CallerStep step_of(Anchor anchor, Duration offset, CallerAct act) {
  CallerStep step;
  step.anchor = anchor;
  step.offset = offset;
  step.act = std::move(act);
  return step;
}

Scenario begun(std::uint64_t seed, std::string name) {
  Scenario scenario;
  scenario.name = std::move(name) + "_" + std::to_string(seed);
  scenario.file = scenario.name + ".json";
  scenario.seed = seed;
  return scenario;
}

// ---- healthy
// -----------------------------------------------------------------------------------------------------

/// He says something, waits for the answer, and goes on; now and then he interrupts.
void healthy_caller(Random& random, std::span<const Voice> voices, Scenario& scenario) {
  scenario.caller.push_back(step_of(Anchor::kTime, some_ms(random, 1500, 3000), some_words(random, voices)));
  const std::int64_t turns = random.between(1, 5);
  for (std::int64_t i = 0; i < turns; ++i) {
    const bool interrupts = random.chance(200);
    scenario.caller.push_back(interrupts ? step_of(Anchor::kAgentSpeaking, some_ms(random, 500, 900), Say{})
                                         : step_of(Anchor::kAgentSilent, some_ms(random, 100, 2500), Say{}));
    scenario.caller.back().act = some_words(random, voices);
  }
  scenario.noise_bed = static_cast<int>(random.between(0, 40));
}

Scenario healthy_naive(Random& random, Scenario scenario, Duration think, Duration reply) {
  NaiveScript& naive = scenario.agent.naive;
  scenario.agent.kind = AgentKind::kNaive;
  naive.first_audio = think;
  naive.reply = reply;
  naive.greeting = millis(random.chance(500) ? 0 : random.between(600, 1500));
  naive.silence = some_ms(random, 450, 600);
  naive.marks = random.chance(600);
  constexpr NaivePacing kPacings[] = {NaivePacing::kPaced, NaivePacing::kFast, NaivePacing::kBurst};
  naive.pacing = kPacings[random.below(3)];
  return scenario;
}

// ---- rough
// -------------------------------------------------------------------------------------------------------

CallerAct some_act(Random& random, std::span<const Voice> voices) {
  constexpr const char* kKeys[] = {"1", "42", "7#", "*", "12345", "0#1"};
  const auto level = [&] { return static_cast<int>(random.between(30, 6000)); };
  switch (random.below(14)) {
    case 0:
      return Tone{some_ms(random, 20, 3000), level(), static_cast<int>(random.between(100, 3000))};
    case 1:
    case 2:
      return Noise{some_ms(random, 20, 4000), level()};
    case 3:
      return Click{level()};
    case 4:
      return Cough{level()};
    case 5:
      return Pause{some_ms(random, 20, 3000)};
    case 6:
      return DialDigits{kKeys[random.below(6)]};
    default: {
      Say say = some_words(random, voices);
      if (random.chance(300)) say.gain_db = static_cast<int>(random.between(-24, 9));
      if (random.chance(200)) say.to = some_ms(random, 60, 600);
      if (random.chance(100)) say.text.clear();
      return say;
    }
  }
}

CallerStep some_step(Random& random, std::span<const Voice> voices, std::int64_t& at_ms) {
  constexpr Anchor kAnchors[] = {Anchor::kPrevious, Anchor::kAgentSpeaking, Anchor::kAgentSilent, Anchor::kMark,
                                 Anchor::kClear};
  CallerStep step;
  if (random.chance(250)) {
    at_ms += random.between(0, 5000);
    step.anchor = Anchor::kTime;
    step.offset = millis(at_ms);
  } else {
    step.anchor = kAnchors[random.below(5)];
    step.offset = some_ms(random, 0, random.chance(300) ? 5000 : 900);
    if (step.anchor != Anchor::kPrevious) step.or_after = some_ms(random, 500, 6000);
  }
  step.act = some_act(random, voices);
  return step;
}

void rough_line(Random& random, LineScript& line) {
  line.delay = some_ms(random, 0, random.chance(100) ? 900 : 150);
  if (random.chance(500)) line.jitter = some_ms(random, 0, random.chance(200) ? 300 : 60);
  for (std::int64_t stalls = random.chance(300) ? random.between(1, 3) : 0; stalls > 0; --stalls) {
    LinkStall stall;
    stall.at = at_millis(random.between(0, 25'000));
    stall.length = some_ms(random, 50, random.chance(200) ? 8000 : 1500);
    constexpr LinkStall::Which kWhich[] = {LinkStall::Which::kBoth, LinkStall::Which::kToAgent,
                                           LinkStall::Which::kToCaller};
    stall.direction = kWhich[random.below(3)];
    line.stalls.push_back(stall);
  }
  if (random.chance(150)) {
    line.bursts.every = some_ms(random, 100, 1000);
    line.bursts.hold = some_ms(random, 20, to_millis(line.bursts.every));
  }
  if (random.chance(150)) line.echo_db = static_cast<int>(random.between(-45, -6));
  if (random.chance(150)) line.inbound_silence = InboundSilence::kGap;
  if (random.chance(150)) line.clear_marks = ClearMarks::kDrop;
  if (random.chance(30)) line.protocol_error = some_ms(random, 500, 20'000);
}

void rough_provider(Random& random, ProviderScript& provider) {
  provider.first_audio = some_ms(random, 0, random.chance(200) ? 9000 : 1500);
  provider.synth_first = some_ms(random, 0, std::min<std::int64_t>(800, to_millis(provider.first_audio)));
  provider.stt_final = some_ms(random, 0, random.chance(200) ? 2500 : 300);
  if (random.chance(300)) provider.jitter = some_ms(random, 0, 1500);
  provider.reply = some_ms(random, 0, random.chance(200) ? 20'000 : 4000);
  if (random.chance(600)) provider.greeting = some_ms(random, 0, 1500);
  if (random.chance(250)) provider.recognizer = static_cast<RecognizerFault>(random.below(7));
  if (random.chance(250)) provider.reply_fault = static_cast<ReplyFault>(random.below(5));
  if (random.chance(250)) provider.synthesis = static_cast<SynthesisFault>(random.below(5));
  if (provider.synthesis == SynthesisFault::kKeepsSending) provider.keeps_sending = some_ms(random, 20, 3000);
  provider.late = some_ms(random, 100, 9000);
  provider.fault_on_turn = static_cast<int>(random.below(4));
  if (random.chance(200)) provider.replies = {"Yes. We are open until six. On Sundays until four.", "", "No."};
}

/// Some of what he says, or its beginning, is taken for a whole question as soon as it has been recognised.
void rough_completeness(Random& random, Scenario& scenario) {
  if (!random.chance(400)) return;
  ProviderScript& provider = scenario.agent.provider;
  provider.stt_partial = some_ms(random, 0, 300);
  for (const CallerStep& step : scenario.caller) {
    const auto* say = std::get_if<Say>(&step.act);
    if (say == nullptr || say->text.empty() || !random.chance(700)) continue;
    const std::size_t from = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(say->text.size())));
    provider.complete.push_back(
        say->text.substr(0, say->text.find(' ', random.chance(500) ? from : std::string::npos)));
  }
}

/// One of the table's settings, at twice to half its default or anywhere in its range.
ScenarioSetting some_setting(Random& random) {
  const std::span<const Setting> all = settings();
  const Setting& setting = all[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(all.size())))];
  if (setting.unit == SettingUnit::kName) {
    const auto count = static_cast<std::int64_t>(setting.names.size());
    return {std::string(setting.key), std::string(setting.names[static_cast<std::size_t>(random.below(count))]), 0};
  }
  const std::int64_t value =
      random.between(setting.low, random.chance(700) ? std::min(setting.high, setting.low + 2000) : setting.high);
  return {std::string(setting.key),
          setting.unit == SettingUnit::kSwitch ? (value != 0 ? "true" : "false") : written(setting.unit, value), 0};
}

void rough_settings(Random& random, std::vector<ScenarioSetting>& out) {
  for (std::int64_t count = random.chance(400) ? random.between(1, 3) : 0; count > 0; --count) {
    ScenarioSetting setting = some_setting(random);
    const bool listed =
        std::any_of(out.begin(), out.end(), [&](const ScenarioSetting& other) { return other.key == setting.key; });
    if (!listed) out.push_back(std::move(setting));
  }
}

}  // namespace

Scenario healthy_call(std::uint64_t seed, std::span<const Voice> voices) {
  Random random(seed);
  Scenario scenario = begun(seed, "healthy");
  healthy_caller(random, voices, scenario);
  scenario.line.delay = some_ms(random, 5, 90);
  scenario.line.jitter = some_ms(random, 0, 40);
  const Duration think = some_ms(random, 100, 450);
  const Duration reply = some_ms(random, 1500, 5000);
  if (random.chance(500)) return healthy_naive(random, std::move(scenario), think, reply);
  ProviderScript& provider = scenario.agent.provider;
  provider.first_audio = think + millis(200);
  provider.synth_first = millis(100);
  provider.reply = reply;
  provider.greeting = some_ms(random, 500, 800);
  return scenario;
}

Scenario rough_call(std::uint64_t seed, std::span<const Voice> voices) {
  Random random(seed);
  Scenario scenario = begun(seed, "rough");
  std::int64_t at_ms = random.below(2000);
  for (std::int64_t steps = random.between(1, 8); steps > 0; --steps) {
    scenario.caller.push_back(some_step(random, voices, at_ms));
  }
  if (random.chance(300)) scenario.caller.push_back(step_of(Anchor::kPrevious, some_ms(random, 0, 3000), HangUp{}));
  if (random.chance(300)) scenario.noise_bed = static_cast<int>(random.below(300));
  scenario.patience = some_ms(random, 500, 12'000);
  scenario.ends_by = some_ms(random, 5000, 45'000);
  rough_line(random, scenario.line);
  rough_provider(random, scenario.agent.provider);
  rough_settings(random, scenario.settings);
  rough_completeness(random, scenario);
  return scenario;
}

}  // namespace parley
