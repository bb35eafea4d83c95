// The caller's steps: one anchor and one act each.
#include <algorithm>
#include <array>

#include "sim/scenario_parts.h"

namespace parley {

namespace {

constexpr int kLoudest = 32767;
constexpr std::size_t kMostSteps = 10'000;

// Keys of any step; one that does not go with the act of its step is told apart from one that does not exist.
constexpr std::array<std::string_view, 22> kStepKeys = {
    "at_ms",    "after", "plus_ms", "turn",  "or_after_ms", "say",     "say_text", "tone",
    "noise",    "click", "cough",   "pause", "dtmf",        "hang_up", "text",     "voice",
    "level_db", "level", "for_ms",  "hz",    "from_ms",     "to_ms"};
constexpr std::array<std::string_view, 9> kActs = {"say",   "say_text", "tone", "noise",  "click",
                                                   "cough", "pause",    "dtmf", "hang_up"};
constexpr std::size_t kMostTextBytes = 1000;

/// "digits/book-a_table.wav" is most likely "book a table".
std::string words_of_file(std::string_view file) {
  if (const std::size_t slash = file.find_last_of('/'); slash != std::string_view::npos)
    file.remove_prefix(slash + 1);
  if (const std::size_t dot = file.find_last_of('.'); dot != std::string_view::npos) file = file.substr(0, dot);
  std::string words(file);
  std::replace_if(
      words.begin(), words.end(), [](char c) { return c == '-' || c == '_'; }, ' ');
  return words;
}

void read_anchor(JsonFields& fields, CallerStep& out) {
  static constexpr std::pair<std::string_view, Anchor> kAnchors[] = {{"agent_speaking", Anchor::kAgentSpeaking},
                                                                     {"agent_silent", Anchor::kAgentSilent},
                                                                     {"mark", Anchor::kMark},
                                                                     {"clear", Anchor::kClear},
                                                                     {"previous", Anchor::kPrevious}};
  fields.read_choice<Anchor>("after", out.anchor, kAnchors);
  fields.read_ms("plus_ms", out.offset);
  fields.read("turn", out.turn, 1, 1'000'000);
  fields.read_ms("or_after_ms", out.or_after);
  if (fields.has("at_ms")) {
    if (fields.has("after")) fields.complain("at_ms", "and after exclude each other");
    if (fields.has("plus_ms")) fields.complain("plus_ms", "goes with after, not with at_ms");
    out.anchor = Anchor::kTime;
  }
  fields.read_ms("at_ms", out.offset);
  if (out.anchor == Anchor::kTime || out.anchor == Anchor::kPrevious) {
    for (const std::string_view key : {"turn", "or_after_ms"}) {
      if (fields.has(key))
        fields.complain(key, "goes with what the agent does: agent_speaking, agent_silent, mark, clear");
    }
  }
}

Say read_say(JsonFields& fields) {
  Say say;
  fields.read("say", say.file);
  if (fields.has("say") && say.file.empty()) fields.complain("say", "must name a recording");
  say.text = words_of_file(say.file);
  fields.read("text", say.text);
  fields.read("level_db", say.gain_db, -60, 20);
  fields.read_ms("from_ms", say.from);
  fields.read_ms("to_ms", say.to);
  if (say.to && *say.to <= say.from) fields.complain("to_ms", "must be later than from_ms");
  return say;
}

/// Whether there is such a voice is found out where the sound is made.
Say read_say_text(JsonFields& fields) {
  Say say;
  fields.read("say_text", say.text);
  if (say.text.find_first_not_of(' ') == std::string::npos || say.text.size() > kMostTextBytes) {
    fields.complain("say_text", "must be what is said, at most " + std::to_string(kMostTextBytes) + " bytes long");
  }
  say.voice = kCallerVoice;
  fields.read("voice", say.voice);
  if (say.voice.empty()) fields.complain("voice", "must name a voice");
  fields.read("level_db", say.gain_db, -60, 20);
  say.file = name_of_text(say.text, say.voice);
  return say;
}

DialDigits read_digits(JsonFields& fields) {
  DialDigits dial;
  fields.read("dtmf", dial.digits);
  if (dial.digits.empty() || dial.digits.find_first_not_of("0123456789*#") != std::string::npos) {
    fields.complain("dtmf", "must be made of the keys 0 to 9, * and #");
  }
  return dial;
}

void read_length(JsonFields& fields, Duration& out) {
  if (!fields.has("for_ms")) fields.complain("for_ms", "is missing");
  fields.read_ms("for_ms", out, 1);
}

/// The act whose key is there. `true` is the value of acts that have nothing else to say in it.
CallerAct read_act(std::string_view act, JsonFields& fields) {
  if (act == "say") return read_say(fields);
  if (act == "say_text") return read_say_text(fields);
  if (act == "dtmf") return read_digits(fields);
  bool flag = true;
  fields.read(act, flag);
  if (!flag) fields.complain(act, "must be true; leave the step out instead");
  if (act == "pause") {
    Pause pause;
    read_length(fields, pause.length);
    return pause;
  }
  if (act == "hang_up") return HangUp{};
  if (act == "click") {
    Click click;
    fields.read("level", click.level, 1, kLoudest);
    return click;
  }
  if (act == "cough") {
    Cough cough;
    fields.read("level", cough.level, 1, kLoudest);
    return cough;
  }
  if (act == "noise") {
    Noise noise;
    read_length(fields, noise.length);
    fields.read("level", noise.level, 1, kLoudest);
    return noise;
  }
  Tone tone;
  read_length(fields, tone.length);
  fields.read("level", tone.level, 1, kLoudest);
  fields.read("hz", tone.hz, 20, 3900);
  return tone;
}

CallerStep read_step(const json::Value& value, const std::string& path, FileProblem& problem) {
  CallerStep step;
  step.line = value.line();
  JsonFields fields(value, path, problem);
  if (value.as_object() == nullptr) return step;
  read_anchor(fields, step);
  std::string_view chosen;
  for (const std::string_view act : kActs) {
    if (!fields.has(act)) continue;
    if (!chosen.empty()) {
      fields.complain(act, "and " + std::string(chosen) + " exclude each other: one act a step");
    }
    chosen = act;
  }
  if (chosen.empty()) {
    for (const std::string_view act : kActs) fields.take(act);
    fields.finish(kStepKeys, "needs an act beside it");  // a misspelt act is better named than a missing one
    problem.report(
        step.line,
        path + " does nothing: give it say, say_text, tone, noise, click, cough, pause, dtmf or hang_up");
    return step;
  }
  step.act = read_act(chosen, fields);
  fields.finish(kStepKeys, "has no meaning with " + std::string(chosen));
  return step;
}

}  // namespace

void read_caller_steps(const json::Value& list, FileProblem& problem, std::vector<CallerStep>& out) {
  const json::Array* array = list.as_array();
  if (array == nullptr)
    return problem.report(list.line(), "caller must be a list of steps, not " + described(list));
  if (array->size() > kMostSteps) {
    return problem.report(list.line(), "caller has " + std::to_string(array->size()) + " steps, more than " +
                                           std::to_string(kMostSteps));
  }
  for (std::size_t i = 0; i < array->size(); ++i) {
    out.push_back(read_step((*array)[i], "caller[" + std::to_string(i) + "]", problem));
  }
}

}  // namespace parley
