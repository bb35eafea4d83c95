#include "run.h"

#include <atomic>
#include <cstdio>
#include <thread>
#include <utility>

#include "core/diagnosis/diagnose.h"
#include "files/text_file.h"
#include "report/findings_json.h"
#include "run_output.h"
#include "scenario_files.h"
#include "scenario_run.h"
#include "terminal_output.h"

namespace parley {
namespace {

/// Runs all, several at a time; results keep the order of the files, so that output is the same with any `jobs`.
std::vector<std::optional<Result<ScenarioRun>>> run_all(const std::vector<std::string>& files,
                                                        const RunOptions& options) {
  std::vector<std::optional<Result<ScenarioRun>>> results(files.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++) {
      results[i].emplace(run_scenario(files[i], {options.out, options.seed, options.update_golden}));
    }
  };
  std::vector<std::jthread> workers;
  for (unsigned i = 1; i < options.jobs && i < files.size(); ++i) workers.emplace_back(work);
  work();
  return results;
}

std::optional<Error> write_json(const std::vector<const ScenarioRun*>& runs, const std::string& path) {
  std::string out = "[";
  for (const ScenarioRun* run : runs) {
    if (out.size() > 1) out += ",\n";
    const std::vector<CallAccount> accounts{run->account};
    out += R"({"scenario":")" + run->scenario.name + R"(","passed":)" + (run->good() ? "true" : "false") +
           R"(,"findings":)" + findings_json(run->findings, accounts) + "}";
  }
  out += "]\n";
  const auto written = write_text_file(path, out);
  if (!written) return written.error();
  return std::nullopt;
}

int run(const RunOptions& options) {
  const auto files = scenario_files(options.paths);
  if (!files) {
    std::fprintf(stderr, "twisim: %s\n", files.error().text().c_str());
    return 2;
  }
  const TerminalOutput terminal = terminal_output();
  const auto results = run_all(*files, options);
  std::vector<const ScenarioRun*> runs;
  std::size_t good = 0;
  bool broken = false;
  for (const auto& result : results) {
    if (!result->has_value()) {
      std::fflush(stdout);
      std::fprintf(stderr, "twisim: %s\n", result->error().text().c_str());
      broken = true;
      continue;
    }
    const ScenarioRun& run = **result;
    runs.push_back(&run);
    if (run.good()) ++good;
    if (files->size() == 1) {
      show_whole(run, terminal);
    } else {
      show_line(run, terminal);
    }
  }
  if (files->size() > 1) {
    std::printf("\n %zu passed, %zu failed%s\n", good, runs.size() - good, broken ? ", and some could not be run" : "");
  }
  if (!options.json.empty()) {
    if (auto error = write_json(runs, options.json)) {
      std::fprintf(stderr, "twisim: %s\n", error->text().c_str());
      return 2;
    }
  }
  if (broken) return 2;
  return good == runs.size() ? 0 : 1;
}

}  // namespace

void register_run(CLI::App& app, RunOptions& options, int& exit_code) {
  CLI::App* command = app.add_subcommand("run", "Plays scenarios in virtual time and judges the calls.");
  command->add_option("path", options.paths, "Scenario files, or folders of them.")->required();
  command->add_option("--out", options.out, "Folder for the traces (NAME.trace.jsonl of the far end).");
  command->add_option("--json", options.json, "File for verdicts and findings as JSON.");
  command->add_option("--seed", options.seed, "Seed instead of the scenarios' own; goldens are not compared then.");
  command->add_option("--jobs,-j", options.jobs, "How many scenarios at a time.")->check(CLI::Range(1U, 256U));
  command->add_flag("--update-golden", options.update_golden, "Writes what happens now as the goldens.");
  command->footer(
      "Examples:\n"
      "  twisim run scenarios                          all scenarios of a folder, one line each\n"
      "  twisim run scenarios/two_turns.json --out out  one scenario, the whole picture, and its trace\n"
      "Exit: 0 all good, 1 an expectation failed or an error-level finding, 2 bad input.");
  command->callback([&options, &exit_code] { exit_code = run(options); });
}

}  // namespace parley
