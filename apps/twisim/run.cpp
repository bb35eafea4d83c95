#include "run.h"

#include <atomic>
#include <cstdio>
#include <thread>
#include <utility>

#include "run_output.h"
#include "run_target.h"
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

std::optional<Error> misuse_of(const RunOptions& options) {
  if (options.target.empty()) {
    if (!options.start.empty() || !options.ready.empty())
      return make_error("--start and --ready are of no use without --target");
    if (!options.agent_log.empty()) return make_error("--agent-log is the log of a --target");
    if (options.repeat > 1) return make_error("in virtual time every run is the same; --repeat is for --target");
    return std::nullopt;
  }
  if (options.update_golden) return make_error("goldens are of virtual time; --update-golden has no --target");
  if (!options.start.empty() && options.ready.empty()) {
    return make_error("with --start say by --ready URL what answers 200 once the server is up");
  }
  if (options.min_pass > options.repeat) return make_error("--min-pass cannot be more than --repeat");
  return std::nullopt;
}

int fail(const Error& error) {
  std::fprintf(stderr, "twisim: %s\n", error.text().c_str());
  return 2;
}

int run(const RunOptions& options) {
  const auto files = scenario_files(options.paths);
  if (!files) return fail(files.error());
  if (const auto misuse = misuse_of(options)) return fail(*misuse);
  if (!options.target.empty()) return run_target(options, *files);
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
    std::printf("\n %zu passed, %zu failed%s\n", good, runs.size() - good,
                broken ? ", and some could not be run" : "");
  }
  if (!options.json.empty()) {
    if (const auto written = write_runs_json(runs, options.json); !written) return fail(written.error());
  }
  if (!options.junit.empty()) {
    if (const auto written = write_junit(runs, options.junit); !written) return fail(written.error());
  }
  if (const auto written = write_pages(runs, options.html); !written) return fail(written.error());
  if (broken) return 2;
  if (!options.baseline.empty()) {
    const auto worse = compare_with_baseline(runs, options.baseline);
    if (!worse) return fail(worse.error());
    if (*worse) return 1;
  }
  return good == runs.size() ? 0 : 1;
}

}  // namespace

void register_run(CLI::App& app, RunOptions& options, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("run", "Plays scenarios, in virtual time or to a live server, and judges the calls.");
  command->add_option("path", options.paths, "Scenario files, or folders of them.")->required();
  command->add_option("--out", options.out, "Folder for the traces (NAME.trace.jsonl of the far end).");
  command->add_option("--json", options.json, "File for verdicts and findings as JSON.");
  command->add_option("--seed", options.seed, "Seed instead of the scenarios' own; goldens are not compared then.");
  command->add_option("--jobs,-j", options.jobs, "How many scenarios at a time.")->check(CLI::Range(1U, 256U));
  command->add_flag("--update-golden", options.update_golden, "Writes what happens now as the goldens.");
  command->add_option("--junit", options.junit, "File for the verdicts as JUnit XML.");
  command->add_option("--html", options.html, "Folder for a page a call: both voices, states, findings, sound.");
  command->add_option("--baseline", options.baseline, "File with the last good run; what is worse now fails.");
  command->add_option("--target", options.target, "Plays live to this stream or webhook instead.");
  command->add_option("--agent-log", options.agent_log, "The target's own log, as evidence.");
  command->add_option("--start", options.start, "Command that starts the server under test; it is ended with us.");
  command->add_option("--ready", options.ready, "URL that answers 200 once the server is up.");
  command->add_option("--ready-within", options.ready_within_s, "Seconds to wait for that.")
      ->check(CLI::Range(1, 3600));
  command->add_option("--repeat", options.repeat, "Plays each scenario so often.")->check(CLI::Range(1, 1000));
  command->add_option("--min-pass", options.min_pass, "How many of the repeats have to pass; all by default.")
      ->check(CLI::Range(1, 1000));
  add_live_options(*command, options.live);
  command->footer(
      "Examples:\n"
      "  twisim run scenarios                          all scenarios of a folder, one line each\n"
      "  twisim run scenarios/two_turns.json --out out  one scenario, the whole picture, and its trace\n"
      "  twisim run scenarios --target ws://127.0.0.1:5000/ws/twilio-media -j 8 \\\n"
      "    --start 'npm start' --ready http://127.0.0.1:5000/healthz --out out\n"
      "Exit: 0 all good, 1 an expectation failed, an error-level finding or a regression, 2 bad input, 3 no "
      "verdict.");
  command->callback([&options, &exit_code] { exit_code = run(options); });
}

}  // namespace parley
