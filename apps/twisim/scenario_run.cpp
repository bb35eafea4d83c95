#include "scenario_run.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "core/account/account_builder.h"
#include "core/diagnosis/diagnose.h"
#include "core/trace/jsonl.h"
#include "files/text_file.h"
#include "sound_bank.h"

namespace parley {
namespace {

namespace fs = std::filesystem;

/// Goldens are of our own agent's trace, which holds every decision; of another agent, of the far end's.
const trace::CallTrace& golden_trace(const SimulatedCall& call) {
  return call.agent ? *call.agent : call.far_end;
}

std::string line_of(std::string_view text, std::size_t number) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < number; ++i) {
    begin = text.find('\n', begin);
    if (begin == std::string_view::npos) return "(end)";
    ++begin;
  }
  if (begin >= text.size()) return "(end)";
  return std::string(text.substr(begin, text.find('\n', begin) - begin));
}

std::string first_difference(std::string_view wanted, std::string_view actual) {
  const auto [at, other] = std::mismatch(wanted.begin(), wanted.end(), actual.begin(), actual.end());
  static_cast<void>(other);
  const auto line = static_cast<std::size_t>(std::count(wanted.begin(), at, '\n'));
  return "line " + std::to_string(line + 1) + "\n  golden  " + line_of(wanted, line) + "\n  now     " +
         line_of(actual, line);
}

std::optional<Error> compare_golden(ScenarioRun& run, const fs::path& scenario_path, bool update) {
  fs::path path = scenario_path;
  path.replace_extension(".golden.jsonl");
  run.golden_path = path.string();
  std::error_code ignored;
  const bool exists = fs::exists(path, ignored);
  if (!exists && !update) return std::nullopt;
  const std::string actual = trace::write_golden(golden_trace(run.call));
  if (update) {
    if (auto written = write_text_file(run.golden_path, actual); !written) return written.error();
    run.golden = GoldenState::kWritten;
    return std::nullopt;
  }
  const auto wanted = read_text_file(run.golden_path);
  if (!wanted) return wanted.error();
  run.golden = *wanted == actual ? GoldenState::kSame : GoldenState::kDiffers;
  if (run.golden == GoldenState::kDiffers) run.golden_difference = first_difference(*wanted, actual);
  return std::nullopt;
}

std::optional<Error> write_traces(ScenarioRun& run, const std::string& out) {
  if (out.empty()) return std::nullopt;
  std::error_code error;
  fs::create_directories(out, error);
  if (error) return make_error("cannot make this folder: " + error.message(), out);
  const fs::path base = fs::path(out) / run.scenario.name;
  run.trace_path = base.string() + ".trace.jsonl";
  if (auto written = write_text_file(run.trace_path, trace::write_trace(run.call.far_end)); !written) {
    return written.error();
  }
  if (!run.call.agent_log.empty()) {
    if (auto written = write_text_file(base.string() + ".agent.log", run.call.agent_log); !written)
      return written.error();
  }
  if (!run.call.agent) return std::nullopt;
  auto written = write_text_file(base.string() + ".agent.trace.jsonl", trace::write_trace(*run.call.agent));
  if (!written) return written.error();
  return std::nullopt;
}

/// The far end cannot see states; where our own agent was on the line, its trace tells them, on the same clock.
void add_states(CallAccount& account, const SimulatedCall& call) {
  if (!call.agent) return;
  account.states = account_of(*call.agent).states;
}

}  // namespace

bool ScenarioRun::unexpected_fault() const {
  const Expectations& expect = scenario.expect;
  if (expect.first_finding || expect.findings) return false;  // the checks judge them
  return exit_code(findings) != 0;
}

Result<ScenarioRun> run_scenario(const std::string& path, const ScenarioRunOptions& options) {
  const auto text = read_text_file(path, 1'000'000);
  if (!text) return text.error();
  auto scenario = read_scenario(*text, path);
  if (!scenario) return scenario.error();
  if (options.seed) scenario->seed = *options.seed;
  const auto sounds = load_sounds(*scenario);
  if (!sounds) return sounds.error();
  auto call = simulate(*scenario, *sounds);
  if (!call) return call.error();

  ScenarioRun run;
  run.scenario = std::move(*scenario);
  run.call = std::move(*call);
  run.account = account_of(run.call.far_end);
  add_states(run.account, run.call);
  run.findings = diagnose(run.account);
  run.checks = verdict(run.scenario, run.call, run.account, run.findings);
  if (!options.seed) {
    if (auto error = compare_golden(run, path, options.update_golden)) return *error;
  }
  if (auto error = write_traces(run, options.out)) return *error;
  return run;
}

}  // namespace parley
