#include "check.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

#include "core/base/result.h"
#include "core/measure/budget.h"
#include "files/text_file.h"
#include "import/measured_file.h"
#include "report/junit.h"
#include "report/pace_html.h"
#include "report/pace_json.h"
#include "report/pace_text.h"

namespace parley {
namespace {

bool is_over(const JudgedCall& call) {
  return std::any_of(call.lines.begin(), call.lines.end(),
                     [](const BudgetLine& line) { return line.verdict == Verdict::kOver; });
}

int fail(const Error& error) {
  std::fflush(stdout);
  std::fprintf(stderr, "pacecheck: %s\n", error.text().c_str());
  return 2;
}

Result<Budget> budget_of(const CheckOptions& options) {
  if (options.budget.empty()) return Budget();
  const auto text = read_text_file(options.budget);
  if (!text) return text.error();
  return read_budget(*text, options.budget);
}

/// A case for each limit of each call, so that a build server shows which was exceeded where.
std::string junit_of(const std::vector<JudgedCall>& calls, const JudgedCall& overall) {
  std::vector<JunitCase> cases;
  const auto add = [&](const JudgedCall& call, const std::string& name) {
    for (const BudgetLine& line : call.lines) {
      JunitCase verdict;
      verdict.name = name + ": " + std::string(line.item->title);
      const std::string limit = budget_value_text(line.limit, line.item->unit);
      if (line.verdict == Verdict::kOver) {
        verdict.outcome = JunitCase::Outcome::kFailed;
        verdict.message = budget_value_text(*line.value, line.item->unit) + ", the limit is " + limit;
      } else if (line.verdict == Verdict::kCannotBeSaid) {
        verdict.outcome = JunitCase::Outcome::kSkipped;
        verdict.message = "cannot be said: " + line.why;
      }
      cases.push_back(std::move(verdict));
    }
  };
  for (const JudgedCall& call : calls) add(call, call.file + " " + call.measured.name);
  if (calls.size() > 1) add(overall, "overall");
  return junit_xml("pacecheck", cases);
}

std::optional<Error> write_files(const CheckOptions& options, const std::vector<JudgedCall>& calls,
                                 const JudgedCall& overall) {
  if (!options.json.empty()) {
    const auto written = write_text_file(options.json, pace_json(calls, overall) + "\n");
    if (!written) return written.error();
  }
  if (!options.junit.empty()) {
    const auto written = write_text_file(options.junit, junit_of(calls, overall));
    if (!written) return written.error();
  }
  if (!options.html.empty()) {
    const auto written = write_text_file(options.html, pace_html(calls, overall, "pacecheck " PARLEY_VERSION));
    if (!written) return written.error();
  }
  return std::nullopt;
}

}  // namespace

int check(const CheckOptions& options) {
  const auto budget = budget_of(options);
  if (!budget) return fail(budget.error());
  PaceTextOptions look;
  look.colour = isatty(STDOUT_FILENO) == 1;
  std::vector<JudgedCall> calls;
  JudgedCall overall;
  std::int64_t count = 0;
  int broken = 0;
  bool over = false;
  const bool keep = !options.json.empty() || !options.junit.empty() || !options.html.empty();
  for (const std::string& file : options.files) {
    const auto error = measure_file(file, {options.channels, options.pace_only}, [&](CallMeasurements measured) {
      JudgedCall call{file, std::move(measured), {}};
      if (call.measured.name.empty()) call.measured.name = file;
      call.lines = judge(call.measured, *budget);
      over = over || is_over(call);
      ++count;
      overall.measured.add(call.measured);
      if (!options.overall_only) std::printf("%s\n", pace_text(call.measured, call.lines, look).c_str());
      if (keep) calls.push_back(std::move(call));
    });
    if (error) broken = fail(*error);
  }
  if (count == 0) return broken != 0 ? broken : 2;
  overall.measured.name = "overall";
  overall.measured.source = std::to_string(count) + (count == 1 ? " call" : " calls");
  overall.lines = judge(overall.measured, *budget);
  over = over || is_over(overall);
  if (count > 1 || options.overall_only) {
    overall.measured.remarks.clear();  // they name lines of files, and stand with their calls
    std::printf("%s", pace_text(overall.measured, overall.lines, look).c_str());
  }
  if (const auto error = write_files(options, calls, overall)) return fail(*error);
  return broken != 0 ? broken : (over ? 1 : 0);
}

}  // namespace parley
