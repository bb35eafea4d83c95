#include "call_script.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "core/account/account_builder.h"
#include "core/account/call_sound.h"
#include "core/twilio/codec.h"
#include "files/text_file.h"
#include "files/wav.h"
#include "import/call_files.h"
#include "sound_bank.h"
#include "voice/flite_voice.h"

namespace parley {
namespace {

namespace fs = std::filesystem;

constexpr Duration kSilentAfter = millis(300);  // of an agent, as the caller's script counts it
constexpr Duration kSameSpan = millis(900);     // a shorter pause of the caller's lies inside a turn
constexpr Duration kPatience = seconds(20);     // with an agent that does not answer
constexpr Duration kAnswerPatience = seconds(10);
constexpr Duration kGreetingPatience = seconds(4);
constexpr Duration kBefore = millis(100);  // kept of the line around an utterance, for its soft ends
constexpr Duration kAfter = millis(200);
constexpr Duration kDigitGap = seconds(1);
constexpr const char* kCallerTrack = "the recorded caller";

/// Something the recorded caller did, without a pause.
struct CallerSpan {
  Instant begin;
  Instant end;
  std::string digits;  // keys; else he spoke
};
struct AgentSpan {
  Instant begin;
  Instant end;
};

bool agent_begins_between(const CallAccount& account, Instant from, Instant to) {
  return std::any_of(account.stretches.begin(), account.stretches.end(),
                     [=](const AgentStretch& stretch) { return stretch.begin > from && stretch.begin < to; });
}

void add_utterances(const CallAccount& account, std::vector<CallerSpan>& spans) {
  for (const Utterance& utterance : account.utterances) {
    if (utterance.kind == UtteranceKind::kNoise) continue;
    const bool joins = !spans.empty() && utterance.begin - spans.back().end < kSameSpan &&
                       !agent_begins_between(account, spans.back().end, utterance.begin);
    if (joins) {
      spans.back().end = utterance.end;
    } else {
      spans.push_back({utterance.begin, utterance.end, {}});
    }
  }
}

void add_digits(const trace::CallTrace& trace, std::vector<CallerSpan>& spans) {
  std::optional<CallerSpan> keys;
  for (const trace::CallEvent& event : trace.events) {
    const auto* message = std::get_if<trace::Message>(&event.what);
    if (message == nullptr || message->direction != trace::Direction::kToAgent) continue;
    const twilio::Inbound parsed = twilio::parse_inbound(message->text);
    const auto* dtmf = std::get_if<twilio::Dtmf>(&parsed);
    if (dtmf == nullptr) continue;
    if (keys && event.at - keys->end > kDigitGap) {
      spans.push_back(*keys);
      keys.reset();
    }
    if (!keys) keys = CallerSpan{event.at, event.at, {}};
    keys->end = event.at;
    keys->digits += dtmf->digit;
  }
  if (keys) spans.push_back(*keys);
}

std::vector<AgentSpan> agent_spans(const CallAccount& account) {
  std::vector<AgentSpan> spans;
  for (const AgentStretch& stretch : account.stretches) {
    if (!spans.empty() && stretch.begin - spans.back().end < kSilentAfter) {
      spans.back().end = stretch.end;
    } else {
      spans.push_back({stretch.begin, stretch.end});
    }
  }
  return spans;
}

/// When a span happened, told by what the agent had done before it.
void anchor(CallerStep& step, const CallerSpan& span, const CallerSpan* above, Instant began,
            const std::vector<AgentSpan>& agent) {
  const auto after = std::upper_bound(agent.begin(), agent.end(), span.begin,
                                      [](Instant at, const AgentSpan& spoken) { return at < spoken.begin; });
  const Instant since_begin = above == nullptr ? kCallStart : above->begin;
  const Instant since_end = above == nullptr ? kCallStart : above->end;
  step.or_after = kPatience;
  if (after != agent.begin()) {
    const AgentSpan& last = *(after - 1);
    if (last.end > span.begin && last.begin > since_begin) {  // he spoke into it
      step.anchor = Anchor::kAgentSpeaking;
      step.offset = span.begin - last.begin;
      return;
    }
    if (last.end <= span.begin && last.end > since_end) {
      step.anchor = Anchor::kAgentSilent;
      step.offset = std::max(span.begin - last.end - kSilentAfter, Duration{});
      return;
    }
  }
  step.or_after.reset();
  step.anchor = Anchor::kPrevious;
  step.offset = std::max(span.begin - (above == nullptr ? began : above->end), Duration{});
}

Instant first_media(const trace::CallTrace& trace) {
  for (const trace::CallEvent& event : trace.events) {
    const auto* message = std::get_if<trace::Message>(&event.what);
    if (message == nullptr || message->direction != trace::Direction::kToAgent) continue;
    const twilio::Inbound parsed = twilio::parse_inbound(message->text);
    if (std::holds_alternative<twilio::Media>(parsed)) return std::max(event.at - kFrameDuration, kCallStart);
  }
  return kCallStart;
}

CallerAct said(const CallerSpan& span, Duration length) {
  if (!span.digits.empty()) return DialDigits{span.digits};
  Say say;
  say.file = kCallerTrack;
  say.from = std::max(span.begin - kBefore - kCallStart, Duration{});
  say.to = std::min(span.end + kAfter - kCallStart, length);
  return say;
}

std::vector<CallerStep> anchored_steps(const trace::CallTrace& trace, const CallAccount& account, Duration length) {
  std::vector<CallerSpan> spans;
  add_utterances(account, spans);
  add_digits(trace, spans);
  std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  const std::vector<AgentSpan> agent = agent_spans(account);
  const Instant began = first_media(trace);
  std::vector<CallerStep> steps;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    CallerStep step;
    anchor(step, spans[i], i == 0 ? nullptr : &spans[i - 1], began, agent);
    step.act = said(spans[i], length);
    // The part that is said begins a little before the voice.
    step.offset = std::max(step.offset - kBefore, Duration{});
    steps.push_back(std::move(step));
  }
  return steps;
}

std::vector<CallerStep> recorded_steps(const trace::CallTrace& trace, Duration length) {
  const Instant began = first_media(trace);
  std::vector<CallerStep> steps(1);
  steps[0].anchor = Anchor::kTime;
  Say say;
  say.file = kCallerTrack;
  say.from = began - kCallStart;
  say.to = length;
  steps[0].act = say;
  std::vector<CallerSpan> keys;
  add_digits(trace, keys);
  for (const CallerSpan& span : keys) {
    CallerStep step;
    step.anchor = Anchor::kTime;
    step.offset = std::max(span.begin - began, Duration{});
    step.act = DialDigits{span.digits};
    steps.push_back(std::move(step));
  }
  return steps;
}

Result<CallScript> checked(CallScript script) {
  if (auto error = check_sounds(script.scenario, script.sounds)) return *error;
  return script;
}

/// A caller who says what is added to him, each when the agent has been heard and is silent again.
CallScript patient_script(std::string name) {
  CallScript script;
  script.scenario.name = std::move(name);
  script.scenario.patience = kAnswerPatience;
  script.scenario.line.delay = {};
  script.scenario.ends_by = seconds(30);
  return script;
}

void say_next(CallScript& script, Say say, std::vector<std::int16_t> samples) {
  Scenario& scenario = script.scenario;
  CallerStep step;
  step.anchor = Anchor::kAgentSilent;
  step.offset = kSilentAfter;
  step.or_after = scenario.caller.empty() ? kGreetingPatience : kPatience;
  *scenario.ends_by += samples_to_duration(std::ssize(samples)) + seconds(60);
  script.sounds.emplace(say.file, std::move(samples));
  step.act = std::move(say);
  scenario.caller.push_back(std::move(step));
}

}  // namespace

Result<CallScript> script_of_scenario(const std::string& path, std::optional<std::uint64_t> seed) {
  const auto text = read_text_file(path, 1'000'000);
  if (!text) return text.error();
  auto scenario = read_scenario(*text, path);
  if (!scenario) return scenario.error();
  if (seed) scenario->seed = *seed;
  auto sounds = load_sounds(*scenario);
  if (!sounds) return sounds.error();
  return checked({std::move(*scenario), std::move(*sounds)});
}

Result<CallScript> script_of_sounds(const std::vector<std::string>& files) {
  CallScript script = patient_script(fs::path(files.front()).stem().string());
  for (const std::string& file : files) {
    auto sound = read_sound(file);
    if (!sound) return sound.error();
    say_next(script, Say{.file = file, .text = {}, .gain_db = 0, .from = {}, .to = {}}, std::move(sound->samples));
  }
  return checked(std::move(script));
}

Result<CallScript> script_of_texts(const std::vector<std::string>& texts, const std::string& voice) {
  CallScript script = patient_script("spoken");
  for (const std::string& text : texts) {
    const std::string reader = voice.empty() ? std::string(kCallerVoice) : voice;
    auto samples = read_aloud(text, reader);
    if (!samples) return make_error(samples.error().message, "--say");
    Say say{.file = name_of_text(text, reader), .text = text, .gain_db = 0, .from = {}, .to = {}, .voice = reader};
    say_next(script, std::move(say), std::move(*samples));
  }
  return checked(std::move(script));
}

Result<CallScript> script_of_recording(const std::string& file, const std::string& channels, bool open_loop) {
  const auto traces = read_calls(file, channels);
  if (!traces) return traces.error();
  if (traces->size() > 1) {
    return make_error("holds " + std::to_string(traces->size()) + " calls; give a file with one", file);
  }
  const trace::CallTrace& trace = traces->front();
  CallScript script;
  script.scenario.name = fs::path(file).stem().stem().string();
  script.scenario.patience = kAnswerPatience;
  script.scenario.line.delay = {};
  std::vector<std::int16_t> caller = sound_of(trace).caller;
  if (caller.empty()) return make_error("there is no sound of the caller in it", file);
  const Duration length = samples_to_duration(std::ssize(caller));
  script.scenario.caller =
      open_loop ? recorded_steps(trace, length) : anchored_steps(trace, account_of(trace), length);
  if (script.scenario.caller.empty()) return make_error("the caller never says anything in it", file);
  script.scenario.ends_by = length * 2 + kPatience * std::ssize(script.scenario.caller);
  script.sounds.emplace(kCallerTrack, std::move(caller));
  return checked(std::move(script));
}

}  // namespace parley
