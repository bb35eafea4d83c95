// One scenario from file to verdict: read, sounds, simulate, account, diagnose, expectations, golden. Nothing is
// printed here; run.cpp shows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/account/call_account.h"
#include "core/base/result.h"
#include "core/diagnosis/finding.h"
#include "sim/simulator.h"
#include "sim/verdict.h"

namespace parley {

enum class GoldenState : std::uint8_t { kNone, kSame, kDiffers, kWritten };

struct ScenarioRun {
  Scenario scenario;
  SimulatedCall call;
  CallAccount account;  // of the far end
  std::vector<Finding> findings;
  std::vector<Check> checks;
  GoldenState golden = GoldenState::kNone;
  std::string golden_path;
  std::string golden_difference;  // the first line that differs, both ways
  std::string trace_path;         // written, empty without --out
  std::string report_path;        // of its page; empty where none was asked for
  std::string inconclusive;       // why a live call judges nobody; empty: it does
  std::string log_said;           // how well the agent's own log fits the call; empty: none was given
  bool live = false;

  /// An error-level finding that the scenario did not announce.
  bool unexpected_fault() const;
  bool good() const {
    return inconclusive.empty() && passed(checks) && golden != GoldenState::kDiffers && !unexpected_fault();
  }
};

struct ScenarioRunOptions {
  std::string out;                    // folder for traces; empty: none are written
  std::optional<std::uint64_t> seed;  // instead of the scenario's
  bool update_golden = false;
};

Result<ScenarioRun> run_scenario(const std::string& path, const ScenarioRunOptions& options);

}  // namespace parley
