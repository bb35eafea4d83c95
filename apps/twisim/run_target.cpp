#include "run_target.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "baseline.h"
#include "files/text_file.h"
#include "html_output.h"
#include "interrupts.h"
#include "live_run.h"
#include "report/findings_json.h"
#include "report/findings_text.h"
#include "report/junit.h"
#include "report/terminal.h"
#include "run_output.h"
#include "server_under_test.h"
#include "terminal_output.h"

namespace parley {
namespace {

namespace fs = std::filesystem;

constexpr int kNoVerdict = 3;

int fail(const Error& error, int code) {
  std::fflush(stdout);
  std::fprintf(stderr, "twisim: %s\n", error.text().c_str());
  return code;
}

Result<void> start_server(const RunOptions& options, ServerUnderTest& server) {
  if (!options.start.empty()) {
    std::string output;
    if (!options.out.empty()) {
      std::error_code error;
      fs::create_directories(options.out, error);
      output = (fs::path(options.out) / "server.log").string();
    }
    if (auto started = server.start(options.start, output); !started) return started;
  }
  if (options.ready.empty()) return {};
  return wait_until_ready(options.ready, std::chrono::seconds(options.ready_within_s),
                          [&] { return interrupts_seen() > 0 || (!options.start.empty() && server.has_ended()); });
}

void show(const LiveScenario& scenario, const LiveRunOptions& options, const TerminalOutput& terminal, bool alone) {
  const ScenarioRun* run = scenario.shown();
  if (run != nullptr && alone && options.repeat == 1) {
    show_whole(*run, terminal);
  } else if (run != nullptr && scenario.good(options) && !run->good()) {
    // Enough of the repeats passed: the one that did not is no failure.
    std::printf(" %s %s\n", inked("✓", Ink::kGreen, terminal.colour).c_str(), run->scenario.name.c_str());
  } else if (run != nullptr) {
    show_line(*run, terminal);
  }
  if (options.repeat > 1) {
    std::printf("     passed %d of %d%s\n", scenario.passed(), options.repeat,
                options.min_pass > 0 ? (", at least " + std::to_string(options.min_pass) + " wanted").c_str() : "");
  }
  for (const std::string& problem : scenario.problems) {
    std::printf(" %s %s: no call came about\n  %s\n", inked("✗", Ink::kRed, terminal.colour).c_str(),
                scenario.file.c_str(), problem.c_str());
  }
}

struct Tally {
  int good = 0;
  int bad = 0;
  int inconclusive = 0;
  int unreached = 0;
  int played_again = 0;
};

Tally tally_of(const LiveRunResult& result, const LiveRunOptions& options) {
  Tally tally;
  for (const LiveScenario& scenario : result.scenarios) {
    tally.played_again += scenario.played_again;
    if (scenario.good(options)) {
      ++tally.good;
    } else if (scenario.runs.empty()) {
      ++tally.unreached;
    } else if (scenario.inconclusive()) {
      ++tally.inconclusive;
    } else {
      ++tally.bad;
    }
  }
  return tally;
}

void show(const Tally& tally) {
  std::printf("\n %d passed, %d failed", tally.good, tally.bad);
  if (tally.inconclusive > 0) std::printf(", %d inconclusive", tally.inconclusive);
  if (tally.unreached > 0) std::printf(", %d could not be played", tally.unreached);
  if (tally.played_again > 0) {
    std::printf("; %d played again because this machine was late itself", tally.played_again);
  }
  std::printf("\n");
}

int exit_code_of(const Tally& tally, const LiveRunResult& result) {
  if (tally.bad > 0) return 1;
  return tally.unreached > 0 || tally.inconclusive > 0 || result.interrupted ? kNoVerdict : 0;
}

}  // namespace

Result<void> write_runs_json(const std::vector<const ScenarioRun*>& runs, const std::string& path) {
  std::string out = "[";
  for (const ScenarioRun* run : runs) {
    if (out.size() > 1) out += ",\n";
    const std::vector<CallAccount> accounts{run->account};
    out += R"({"scenario":")" + run->scenario.name + R"(","passed":)" + (run->good() ? "true" : "false") +
           R"(,"findings":)" + findings_json(run->findings, accounts) + "}";
  }
  return write_text_file(path, out + "]\n");
}

Result<void> write_junit(const std::vector<const ScenarioRun*>& runs, const std::string& path,
                         const std::vector<std::string>& unreached) {
  std::vector<JunitCase> cases;
  for (const ScenarioRun* run : runs) {
    JunitCase verdict;
    verdict.name = run->scenario.name;
    verdict.took = run->call.length;
    if (!run->inconclusive.empty()) {
      verdict.outcome = JunitCase::Outcome::kSkipped;
      verdict.message = "inconclusive: " + run->inconclusive;
    } else if (!run->good()) {
      verdict.outcome = JunitCase::Outcome::kFailed;
      verdict.details = findings_text(run->findings);
      for (const Check& check : run->checks) {
        if (check.outcome != Outcome::kFailed) continue;
        verdict.message += (verdict.message.empty() ? "" : "; ") + check.expectation + ": " + check.actual;
      }
      if (verdict.message.empty() && run->golden == GoldenState::kDiffers) verdict.message = "the golden differs";
      if (verdict.message.empty() && !run->findings.empty()) verdict.message = run->findings.front().id;
    }
    cases.push_back(std::move(verdict));
  }
  for (const std::string& name : unreached) {
    cases.push_back({name, {}, JunitCase::Outcome::kFailed, "no call came about", ""});
  }
  return write_text_file(path, junit_xml("twisim", cases));
}

Result<void> write_pages(const std::vector<const ScenarioRun*>& runs, const std::string& folder) {
  if (folder.empty()) return {};
  for (const ScenarioRun* run : runs) {
    const trace::CallTrace* agent = run->call.agent ? &*run->call.agent : nullptr;
    const auto written =
        write_html_report(folder, run->scenario.name, run->call.far_end, run->account, run->findings, agent);
    if (!written) return written.error();
  }
  return {};
}

Result<bool> compare_with_baseline(const std::vector<const ScenarioRun*>& runs, const std::string& path) {
  const auto before = read_baseline(path);
  if (!before) return before.error();
  Baseline now;
  for (const ScenarioRun* run : runs) now.push_back(baseline_entry(*run));
  const std::vector<std::string> worse = *before ? regressions(**before, now) : std::vector<std::string>();
  for (const std::string& sentence : worse) std::printf(" worse than %s: %s\n", path.c_str(), sentence.c_str());
  const bool good = std::all_of(now.begin(), now.end(), [](const BaselineEntry& entry) { return entry.passed; });
  if (!*before || (worse.empty() && good)) {
    if (const auto written = write_baseline(path, now); !written) return written.error();
    std::printf(" %s %s\n", *before ? "as good as before: kept in" : "first run: kept in", path.c_str());
  }
  return !worse.empty();
}

int run_target(const RunOptions& options, const std::vector<std::string>& files) {
  watch_interrupts();
  ServerUnderTest server;
  if (const auto ready = start_server(options, server); !ready) return fail(ready.error(), kNoVerdict);
  const LiveRunOptions live{options.target, options.live,   options.out,      options.seed,
                            options.jobs,   options.repeat, options.min_pass, options.agent_log};
  const auto told = [](const std::string& line) { std::fprintf(stderr, " · %s\n", line.c_str()); };
  auto result = run_live(files, live, told, [] { return interrupts_seen() > 0; });
  if (!result) return fail(result.error(), 2);
  const TerminalOutput terminal = terminal_output();
  std::vector<const ScenarioRun*> shown;
  std::vector<std::string> unreached;
  for (const LiveScenario& scenario : result->scenarios) {
    show(scenario, live, terminal, files.size() == 1);
    if (scenario.shown() != nullptr) {
      shown.push_back(scenario.shown());
    } else {
      unreached.push_back(scenario.file);
    }
  }
  const Tally tally = tally_of(*result, live);
  if (files.size() > 1 || tally.played_again > 0 || tally.unreached > 0) show(tally);
  if (!options.json.empty()) {
    if (const auto written = write_runs_json(shown, options.json); !written) return fail(written.error(), 2);
  }
  if (!options.junit.empty()) {
    const auto written = write_junit(shown, options.junit, unreached);
    if (!written) return fail(written.error(), 2);
  }
  if (const auto written = write_pages(shown, options.html); !written) return fail(written.error(), 2);
  bool worse = false;
  if (!options.baseline.empty() && !result->interrupted) {
    const auto compared = compare_with_baseline(shown, options.baseline);
    if (!compared) return fail(compared.error(), 2);
    worse = *compared;
  }
  return worse ? 1 : exit_code_of(tally, *result);
}

}  // namespace parley
