// The scenarios of a folder with their recordings, read once when a server starts: a call that begins finds all it
// needs in memory. Only those whose agent is Parley's own; the naive ones have a server of their own.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/call/call_config.h"
#include "live/agent_plan.h"
#include "live/scenario_sounds.h"
#include "sim/scenario.h"

namespace parley {

class ScenarioLibrary {
 public:
  struct Entry {
    Scenario scenario;
    CallConfig config;
  };

  /// Every NAME.json of the folder; an error names file and line. An empty folder name gives the default alone.
  /// `base` is what a scenario's settings are applied to.
  /// Texts of callers are read aloud by `read_aloud`.
  static Result<std::shared_ptr<const ScenarioLibrary>> read(const std::string& folder, const CallConfig& base,
                                                             const ReadAloud& read_aloud = {});

  /// The scenario of that name, or nullptr. An empty name is the default: default.json, or else an agent without a
  /// script.
  const Entry* find(std::string_view name) const;
  const SoundBank& sounds() const { return sounds_; }
  std::vector<std::string> names() const;

 private:
  std::map<std::string, Entry, std::less<>> entries_;
  SoundBank sounds_;
  Entry fallback_;
};

/// Agents with scripted providers: the stream's parameter "scenario" says which.
AgentPlanner scripted_planner(std::shared_ptr<const ScenarioLibrary> library);

}  // namespace parley
