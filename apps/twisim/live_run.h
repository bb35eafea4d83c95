// Scenarios played to a live server, several at a time on one loop, each as often as is asked for. A run in which
// this machine itself was too late is played again. What comes out is judged as simulated runs are.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "live_options.h"
#include "scenario_run.h"

namespace parley {

struct LiveRunOptions {
  std::string target;
  LiveOptions live;
  std::string out;
  std::optional<std::uint64_t> seed;
  unsigned jobs = 1;
  int repeat = 1;
  int min_pass = 0;  // of the repeats; 0: all
  std::string agent_log;
};

/// What became of one scenario.
struct LiveScenario {
  std::string file;
  std::vector<ScenarioRun> runs;
  std::vector<std::string> problems;  // of runs in which no call came about
  int played_again = 0;               // because this machine was too late itself

  int passed() const;
  bool good(const LiveRunOptions& options) const;
  bool inconclusive() const;  // there is a run, and none that could be judged
  /// The run to show: the first that is not good, else the first.
  const ScenarioRun* shown() const;
};

struct LiveRunResult {
  std::vector<LiveScenario> scenarios;  // in the order of the files
  bool interrupted = false;
};

/// An error for files that cannot be read and options that make no sense; `told` hears what is being done.
Result<LiveRunResult> run_live(const std::vector<std::string>& files, const LiveRunOptions& options,
                               const std::function<void(const std::string&)>& told,
                               const std::function<bool()>& interrupted);

}  // namespace parley
