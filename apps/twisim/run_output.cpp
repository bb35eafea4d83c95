#include "run_output.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include "core/diagnosis/diagnose.h"
#include "report/findings_text.h"
#include "report/terminal.h"
#include "report/timeline.h"

namespace parley {
namespace {

void show_checks(const ScenarioRun& run, bool all, bool colour) {
  for (const Check& check : run.checks) {
    if (check.outcome == Outcome::kMet && !all) continue;
    const bool failed = check.outcome == Outcome::kFailed;
    const std::string sign = failed                           ? inked("✗", Ink::kRed, colour)
                             : check.outcome == Outcome::kMet ? inked("✓", Ink::kGreen, colour)
                                                              : "-";
    std::printf("   %s expected %s: %s\n", sign.c_str(), check.expectation.c_str(), check.actual.c_str());
  }
  if (run.golden == GoldenState::kDiffers) {
    std::printf("   %s the golden %s differs at %s\n     --update-golden accepts what happens now\n",
                inked("✗", Ink::kRed, colour).c_str(), run.golden_path.c_str(), run.golden_difference.c_str());
  } else if (run.golden == GoldenState::kWritten) {
    std::printf("   - wrote %s\n", run.golden_path.c_str());
  }
}

}  // namespace

void show_whole(const ScenarioRun& run, const TerminalOutput& terminal) {
  std::fputs(timeline(run.account, run.findings, {terminal.width, terminal.colour}).c_str(), stdout);
  std::fputs("\n", stdout);
  if (!run.log_said.empty()) std::printf(" agent's log: %s\n", run.log_said.c_str());
  for (const PeerWarning& warning : run.call.warnings) {
    std::printf(" ! Twilio would say: %d %s\n", warning.code, warning.text.c_str());
  }
  std::fputs(findings_text(run.findings, {terminal.width, terminal.colour}).c_str(), stdout);
  show_checks(run, true, terminal.colour);
  if (!run.inconclusive.empty()) {
    std::printf("\n inconclusive: %s · exit 3\n", run.inconclusive.c_str());
    return;
  }
  const auto failed = static_cast<std::size_t>(std::count_if(
      run.checks.begin(), run.checks.end(), [](const Check& check) { return check.outcome == Outcome::kFailed; }));
  const std::size_t golden = run.golden == GoldenState::kDiffers ? 1 : 0;
  std::printf("\n%s", closing_line(run.findings, run.trace_path, run.report_path, failed + golden).c_str());
}

void show_line(const ScenarioRun& run, const TerminalOutput& terminal) {
  const bool good = run.good();
  const std::string sign = good ? inked("✓", Ink::kGreen, terminal.colour) : inked("✗", Ink::kRed, terminal.colour);
  if (!run.inconclusive.empty()) {
    std::printf(" %s %-40s inconclusive: %s\n", inked("?", Ink::kYellow, terminal.colour).c_str(),
                run.scenario.name.c_str(), run.inconclusive.c_str());
    return;
  }
  const std::string first = run.findings.empty() ? "" : "   " + std::string(run.findings.front().id);
  std::printf(" %s %-40s %6lld ms%s\n", sign.c_str(), run.scenario.name.c_str(),
              static_cast<long long>(to_millis(run.call.length)), first.c_str());
  if (good && run.golden != GoldenState::kWritten) return;
  show_checks(run, false, terminal.colour);
  if (run.unexpected_fault()) {
    std::fputs(findings_text(run.findings, {terminal.width, terminal.colour}).c_str(), stdout);
  }
}

}  // namespace parley
