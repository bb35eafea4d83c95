// --agent-log: the log of the server under test as evidence for calls that were placed to it. Only what was added
// to the file since we began is read, so that yesterday's calls are not taken for ours.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/measure/server_log.h"
#include "scenario_run.h"

namespace parley {

class AgentLogFile {
 public:
  /// `file` may be empty: there is none. It need not exist yet.
  explicit AgentLogFile(std::string file);

  bool given() const { return !file_.empty(); }
  /// What was added. A server writes its last lines after we have hung up, so this waits for them, a second at
  /// most.
  Result<std::vector<LogCall>> read() const;

 private:
  std::string file_;
  std::int64_t from_ = 0;
};

/// Diagnoses the call once more, with what the log says of it.
void judge_with_log(ScenarioRun& run, std::span<const LogCall> calls);

}  // namespace parley
