// What the last good run of a set of scenarios was like, so that the next can be told better or worse: verdicts,
// findings, and how long the caller waited. One JSON file, written by the first run and by every good one after it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "scenario_run.h"

namespace parley {

struct BaselineEntry {
  std::string scenario;
  bool passed = false;
  std::vector<std::string> findings;           // ids that are no information, in their order
  std::optional<std::int64_t> worst_reply_ms;  // of the turns that were answered
  std::optional<std::int64_t> worst_clear_ms;  // from the onset of an interruption
};
using Baseline = std::vector<BaselineEntry>;

BaselineEntry baseline_entry(const ScenarioRun& run);

/// Nothing where there is no such file yet.
Result<std::optional<Baseline>> read_baseline(const std::string& path);
Result<void> write_baseline(const std::string& path, const Baseline& baseline);

/// One sentence for each thing that is worse now: no longer passed, a finding that was not there, waits longer by a
/// fifth and by 100 ms at least. What is missing on either side is not compared.
std::vector<std::string> regressions(const Baseline& before, const Baseline& now);

}  // namespace parley
