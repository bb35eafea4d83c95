#include "sim/confusion_run.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/account/account_builder.h"
#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"
#include "core/diagnosis/diagnose.h"
#include "sim/simulator.h"

namespace parley {
namespace {

/// Voices without words: the naive agent answers any.
const SoundBank& confusion_voices() {
  static const SoundBank voices{{"short", mulaw_decode(voice_like(millis(900), 11))},
                                {"middle", mulaw_decode(voice_like(millis(1500), 12))},
                                {"long", mulaw_decode(voice_like(millis(2300), 13))}};
  return voices;
}

CallerStep say(Anchor anchor, Duration offset, const char* file) {
  CallerStep step;
  step.anchor = anchor;
  step.offset = offset;
  if (anchor == Anchor::kAgentSilent) step.or_after = seconds(9);
  step.act = Say{file, file, 0, Duration{}, std::nullopt};
  return step;
}

/// He waits for each answer.
std::vector<CallerStep> polite() {
  return {say(Anchor::kTime, millis(1500), "short"), say(Anchor::kAgentSilent, millis(500), "long"),
          say(Anchor::kAgentSilent, millis(1300), "middle")};
}
/// He lets the agent begin.
std::vector<CallerStep> patient() {
  return {say(Anchor::kTime, millis(5500), "middle"), say(Anchor::kAgentSilent, millis(800), "short"),
          say(Anchor::kAgentSilent, millis(800), "long")};
}
/// He speaks into the answers, `late` into them, and then asks again.
std::vector<CallerStep> impatient(Duration late) {
  return {say(Anchor::kTime, millis(2500), "short"), say(Anchor::kAgentSpeaking, late, "middle"),
          say(Anchor::kAgentSpeaking, late, "long"), say(Anchor::kAgentSilent, millis(700), "middle")};
}
/// Many turns, and all the patience that it takes.
std::vector<CallerStep> talkative(Duration more) {
  std::vector<CallerStep> steps{say(Anchor::kTime, millis(2500), "middle")};
  for (int i = 0; i < 8; ++i) {
    steps.push_back(say(Anchor::kAgentSilent, millis(400 + 250 * (i % 3)) + more, i % 2 == 0 ? "short" : "long"));
    steps.back().or_after = seconds(15);
  }
  return steps;
}
/// He pauses for a moment within what he says.
std::vector<CallerStep> hesitant(Duration pause) {
  return {say(Anchor::kTime, millis(2500), "short"), say(Anchor::kPrevious, pause, "middle"),
          say(Anchor::kAgentSilent, millis(800), "middle"), say(Anchor::kPrevious, pause, "long")};
}
/// He coughs into an answer, and speaks again so much later.
std::vector<CallerStep> with_a_cough(Duration later) {
  CallerStep cough;
  cough.anchor = Anchor::kAgentSpeaking;
  cough.offset = millis(900);
  cough.act = Cough{};
  return {say(Anchor::kTime, millis(2500), "long"), cough, say(Anchor::kPrevious, later, "middle")};
}

constexpr Duration kLater = millis(370);

struct Habit {
  Duration reply;
  Duration greeting;
  Duration delay;
  Duration jitter;
  bool stall;
  int fault_on_turn;
};
constexpr std::array kHabits{Habit{millis(3000), millis(0), millis(40), millis(0), false, 2},
                             Habit{millis(6000), millis(900), millis(40), millis(10), false, 3},
                             Habit{millis(4500), millis(900), millis(90), millis(30), true, 2}};

std::vector<std::vector<CallerStep>> confusion_callers() {
  return {polite(),
          patient(),
          impatient(millis(900)),
          impatient(millis(1300)),
          impatient(millis(1700)),
          impatient(millis(2300)),
          talkative(Duration{}),
          talkative(millis(300)),
          hesitant(millis(260)),
          hesitant(millis(300)),
          with_a_cough(seconds(5)),
          with_a_cough(seconds(14))};
}

Scenario confusion_scenario(NaiveFault fault, const std::vector<CallerStep>& caller, const Habit& habit,
                            std::uint64_t seed) {
  Scenario scenario;
  scenario.name = std::string(name_of(fault)) + "_" + std::to_string(seed);
  scenario.seed = seed;
  scenario.caller = caller;
  scenario.line.delay = habit.delay;
  scenario.line.jitter = habit.jitter;
  if (habit.stall) scenario.line.stalls = {{at_millis(5000), millis(150)}};
  scenario.agent.kind = AgentKind::kNaive;
  scenario.agent.naive.fault = fault;
  scenario.agent.naive.reply = habit.reply;
  scenario.agent.naive.greeting = habit.greeting;
  scenario.agent.naive.fault_on_turn = habit.fault_on_turn;
  return scenario;
}

void count(std::string_view fault, const std::vector<Finding>& findings, ConfusionCounts& counts) {
  ++counts.calls;
  // What is only for information is no diagnosis.
  const bool found = !findings.empty() && findings.front().severity != Severity::kInfo;
  const std::string first = found ? std::string(findings.front().id) : std::string();
  ++counts.first[{std::string(fault), first}];
  if (!found) return;
  for (const Cause& cause : findings.front().causes) {
    if (cause.fault.empty()) continue;
    ++counts.causes[{std::string(fault), first, std::string(cause.fault)}];
  }
}

std::string quoted(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

}  // namespace

void ConfusionCounts::add(const ConfusionCounts& other) {
  calls += other.calls;
  for (const auto& [key, number] : other.first) first[key] += number;
  for (const auto& [key, number] : other.causes) causes[key] += number;
}

std::vector<Scenario> confusion_scenarios(NaiveFault fault) {
  std::vector<Scenario> all;
  std::uint64_t seed = 1;
  for (const int round : {0, 1}) {
    for (const std::vector<CallerStep>& caller : confusion_callers()) {
      for (const Habit& habit : kHabits) {
        all.push_back(confusion_scenario(fault, caller, habit, seed++));
        // The second time he begins a little later, so that nothing falls on the same frames.
        all.back().caller.front().offset += kLater * round;
      }
    }
  }
  return all;
}

ConfusionCounts confuse(NaiveFault fault) {
  ConfusionCounts counts;
  for (Scenario& scenario : confusion_scenarios(fault)) {
    // A state that outlives a call takes two calls to be seen.
    const bool leaks = fault == NaiveFault::kStateLeak;
    std::vector<CallAccount> accounts;
    for (int before = 0; before < (leaks ? 2 : 1); ++before) {
      scenario.agent.naive.calls_before = before;
      const auto call = simulate(scenario, confusion_voices());
      if (call) accounts.push_back(account_of(call->far_end));
    }
    count(name_of(fault), diagnose(accounts), counts);
  }
  return counts;
}

std::string confusion_header(const ConfusionCounts& counts) {
  std::string text =
      "// Made by `twisim naive --confusion`; not to be edited. What it counts is told in confusion.h.\n"
      "#pragma once\n\n#include <array>\n\n#include \"core/diagnosis/confusion.h\"\n\nnamespace parley {\n\n// " +
      std::to_string(counts.calls) + " calls.\n// clang-format off\n";
  text += "inline constexpr std::array kConfusionCells{\n";
  for (const auto& [key, calls] : counts.first) {
    text += "    ConfusionCell{" + quoted(key.first) + ", " + quoted(key.second) + ", " + std::to_string(calls) +
            "},\n";
  }
  text += "};\ninline constexpr std::array kCauseCells{\n";
  for (const auto& [key, calls] : counts.causes) {
    text += "    CauseCell{" + quoted(std::get<0>(key)) + ", " + quoted(std::get<1>(key)) + ", " +
            quoted(std::get<2>(key)) + ", " + std::to_string(calls) + "},\n";
  }
  return text + "};\n// clang-format on\n\n}  // namespace parley\n";
}

std::string confusion_text(const ConfusionCounts& counts) {
  std::string text;
  for (const NaiveFaultInfo& info : naive_faults()) {
    std::vector<std::pair<std::int64_t, std::string>> found;
    for (const auto& [key, calls] : counts.first) {
      if (key.first == info.name) found.emplace_back(-calls, key.second.empty() ? "nothing" : key.second);
    }
    std::sort(found.begin(), found.end());
    std::string line = std::string(info.name);
    line.append(line.size() < 30 ? 30 - line.size() : 1, ' ');
    for (const auto& [calls, id] : found) line += " " + id + " " + std::to_string(-calls);
    text += line + "\n";
  }
  return text;
}

}  // namespace parley
