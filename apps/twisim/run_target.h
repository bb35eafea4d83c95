// twisim run --target: the same scenarios played to a live server, which may be started and ended here.
#pragma once

#include <string>
#include <vector>

#include "run.h"

namespace parley {

int run_target(const RunOptions& options, const std::vector<std::string>& files);

/// Verdicts and findings as JSON.
Result<void> write_runs_json(const std::vector<const ScenarioRun*>& runs, const std::string& path);
/// As JUnit XML; `unreached` are the scenarios with which no call came about.
Result<void> write_junit(const std::vector<const ScenarioRun*>& runs, const std::string& path,
                         const std::vector<std::string>& unreached = {});
/// A page of each call into the folder; none where the folder's name is empty.
Result<void> write_pages(const std::vector<const ScenarioRun*>& runs, const std::string& folder);
/// Tells what is worse than in the baseline, and keeps these runs as the new one if they are good and nothing is.
/// True if something is worse.
Result<bool> compare_with_baseline(const std::vector<const ScenarioRun*>& runs, const std::string& path);

}  // namespace parley
