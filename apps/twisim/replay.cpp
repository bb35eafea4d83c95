#include "replay.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>
#include <vector>

#include "core/trace/jsonl.h"
#include "files/text_file.h"
#include "sim/recomputed_vad.h"
#include "sim/replay.h"
#include "sim/what_if.h"

namespace parley {
namespace {

constexpr std::size_t kShown = 600;  // of a line that holds audio

std::string shown(const std::string& line) {
  if (line.empty()) return "(nothing more)";
  return line.size() <= kShown ? line : line.substr(0, kShown) + "... (" + std::to_string(line.size()) + " bytes)";
}

int show_exact(const Replay& replay, const trace::CallTrace& trace, const std::string& file) {
  if (!trace.note.empty()) std::printf("note: %s\n", trace.note.c_str());
  const auto inputs = static_cast<long long>(replay.inputs);
  const auto decisions = static_cast<long long>(replay.decisions);
  if (replay.identical()) {
    std::printf("exact: %lld inputs, %lld decisions recomputed, identical\n", inputs, decisions);
    if (!replay.finished) std::printf("the trace ends before the call does; it is identical up to there\n");
    return 0;
  }
  std::printf("not exact: %lld inputs and %lld decisions are identical, then they part at %s:%lld\n", inputs,
              decisions, file.c_str(), static_cast<long long>(replay.difference->line));
  std::printf("  recorded    %s\n  recomputed  %s\n", shown(replay.difference->recorded).c_str(),
              shown(replay.difference->recomputed).c_str());
  return 1;
}

int fail(const Error& error) {
  std::fprintf(stderr, "twisim: %s\n", error.text().c_str());
  return 2;
}

std::string seconds_of(Instant at) {
  const std::int64_t ms = to_millis(at);
  std::string thousandths = std::to_string(ms % 1000);
  thousandths.insert(0, 3 - thousandths.size(), '0');
  return std::to_string(ms / 1000) + "." + thousandths + " s";
}

std::string change_of(std::optional<Instant> before, std::optional<Instant> after) {
  if (!before && !after) return "none";
  if (!before) return "none -> " + seconds_of(*after);
  if (!after) return seconds_of(*before) + " -> none";
  if (*before == *after) return seconds_of(*before) + ", the same";
  const std::int64_t by = to_millis(*after - *before);
  return seconds_of(*before) + " -> " + seconds_of(*after) + " (" + (by < 0 ? "" : "+") + std::to_string(by) +
         " ms)";
}

void show_turn(const WhatIf& result, std::size_t i) {
  const ToldTurn* before = i < result.before.size() ? &result.before[i] : nullptr;
  const ToldTurn* after = i < result.after.size() ? &result.after[i] : nullptr;
  const auto ended = [](const ToldTurn* turn) {
    return turn == nullptr ? std::nullopt : std::optional(turn->ended);
  };
  const auto reply = [](const ToldTurn* turn) { return turn == nullptr ? std::nullopt : turn->reply_at; };
  std::printf(" turn %zu  end of utterance  %s\n         reply             %s\n", i + 1,
              change_of(ended(before), ended(after)).c_str(), change_of(reply(before), reply(after)).c_str());
  const std::string was = before == nullptr ? "" : before->text;
  const std::string is = after == nullptr ? "" : after->text;
  if (was != is) std::printf("         words             \"%s\" -> \"%s\"\n", was.c_str(), is.c_str());
  const bool cut = before != nullptr && before->interrupted;
  const bool cuts = after != nullptr && after->interrupted;
  if (cut != cuts) std::printf("         interrupted       %s\n", cuts ? "no -> yes" : "yes -> no");
}

int show_what_if(const WhatIf& result, bool diff) {
  if (!result.parts) {
    std::printf("that changes nothing in this call\n");
    return 0;
  }
  std::printf("the calls part at %s\n", seconds_of(*result.parts).c_str());
  if (diff) {
    std::printf("  recorded  %s\n  what if   %s\n", shown(result.recorded).c_str(),
                shown(result.recomputed).c_str());
  }
  for (std::size_t i = 0; i < std::max(result.before.size(), result.after.size()); ++i) show_turn(result, i);
  if (result.horizon == kNever) {
    std::printf("told to the end of the call: the caller says nothing after they part\n");
  } else {
    std::printf("told up to %s: there the caller speaks again, and would have acted otherwise\n",
                seconds_of(result.horizon).c_str());
  }
  if (result.assumed > 0) {
    std::printf("assumed: %lld answers of providers that nobody recorded\n",
                static_cast<long long>(result.assumed));
  }
  return 0;
}

void show_stretches(const char* title, const std::vector<VoiceStretch>& stretches) {
  for (const VoiceStretch& stretch : stretches) {
    std::printf("  %s  %s to %s\n", title, seconds_of(stretch.onset).c_str(),
                stretch.end == kNever ? "the end of the call" : seconds_of(stretch.end).c_str());
  }
}

int show_recomputed(const RecomputedVad& result, bool diff) {
  const VoiceComparison& voice = result.voice;
  std::printf(
      "voice: recorded by %s, detected anew by %s: %zu stretches the same, %zu moved, %zu unheard, %zu new\n",
      result.recorded_by.c_str(), result.recomputed_by.c_str(), voice.same, voice.moved, voice.unheard.size(),
      voice.newly.size());
  show_stretches("unheard", voice.unheard);
  show_stretches("new", voice.newly);
  return show_what_if(result.call, diff);
}

int run(const ReplayOptions& options) {
  const auto text = read_text_file(options.file);
  if (!text) return fail(text.error());
  const auto trace = trace::read_trace(*text, options.file);
  if (!trace) return fail(trace.error());
  if (!options.set.empty() || options.recompute_vad) {
    std::vector<std::pair<std::string, std::string>> changes;
    for (const std::string& change : options.set) {
      const auto equals = change.find('=');
      if (equals == std::string::npos) return fail(make_error("needs key=value, not \"" + change + "\"", "--set"));
      changes.emplace_back(change.substr(0, equals), change.substr(equals + 1));
    }
    if (options.recompute_vad) {
      const auto heard = recompute_vad(*trace, options.file, changes);
      return heard ? show_recomputed(*heard, options.diff) : fail(heard.error());
    }
    const auto result = what_if(*trace, options.file, changes);
    return result ? show_what_if(*result, options.diff) : fail(result.error());
  }
  const auto result = replay(*trace, options.file);
  if (!result) return fail(result.error());
  return show_exact(*result, *trace, options.file);
}

}  // namespace

void register_replay(CLI::App& app, ReplayOptions& options, int& exit_code) {
  CLI::App* command = app.add_subcommand("replay", "Runs a recorded call through the core again.");
  command->add_option("file", options.file, "A trace of the agent's side (*.agent.trace.jsonl).")->required();
  command->add_option("--set", options.set, "key=value: what would have happened with this setting (repeatable).");
  command->add_flag("--diff", options.diff, "With --set: shows the lines at which the two calls part.");
  command->add_flag("--recompute-vad", options.recompute_vad,
                    "Detects the caller's voice anew, whatever detector and version recorded the call; tells where "
                    "that differs and what would have happened.");
  command->footer(
      "Examples:\n"
      "  twisim replay out/two_turns.agent.trace.jsonl   feeds every input again and compares every decision\n"
      "  twisim replay call.agent.trace.jsonl --set endpoint.silence_ms=600 --diff\n"
      "Exit: 0 identical (or a what-if was told), 1 not, 2 bad input.");
  command->callback([&options, &exit_code] { exit_code = run(options); });
}

}  // namespace parley
