#include "replay.h"

#include <cstdio>

#include "core/trace/jsonl.h"
#include "files/text_file.h"
#include "sim/replay.h"

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
  std::printf("not exact: %lld inputs and %lld decisions are identical, then they part at %s:%lld\n", inputs, decisions,
              file.c_str(), static_cast<long long>(replay.difference->line));
  std::printf("  recorded    %s\n  recomputed  %s\n", shown(replay.difference->recorded).c_str(),
              shown(replay.difference->recomputed).c_str());
  return 1;
}

int fail(const Error& error) {
  std::fprintf(stderr, "twisim: %s\n", error.text().c_str());
  return 2;
}

int run(const ReplayOptions& options) {
  const auto text = read_text_file(options.file);
  if (!text) return fail(text.error());
  const auto trace = trace::read_trace(*text, options.file);
  if (!trace) return fail(trace.error());
  const auto result = replay(*trace, options.file);
  if (!result) return fail(result.error());
  return show_exact(*result, *trace, options.file);
}

}  // namespace

void register_replay(CLI::App& app, ReplayOptions& options, int& exit_code) {
  CLI::App* command = app.add_subcommand("replay", "Runs a recorded call through the core again.");
  command->add_option("file", options.file, "A trace of the agent's side (*.agent.trace.jsonl).")->required();
  command->footer(
      "Examples:\n"
      "  twisim replay out/two_turns.agent.trace.jsonl   feeds every input again and compares every decision\n"
      "Exit: 0 identical, 1 not, 2 bad input.");
  command->callback([&options, &exit_code] { exit_code = run(options); });
}

}  // namespace parley
