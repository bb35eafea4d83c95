// --agent-log: the log of the server under test as evidence for calls that were placed to it. Only what was added
// to the file since we began is read, so that yesterday's calls are not taken for ours.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/diagnosis/log_trouble.h"
#include "core/measure/server_log.h"
#include "import/log_tail.h"
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

/// The log as it grows while a call is placed, for servers whose log has a form of its own.
class WatchedLog {
 public:
  explicit WatchedLog(const std::string& file) : tail_(file) {}

  /// What is new of trouble. `now` is the call's.
  std::vector<TroubleLine> look(Instant now);
  const std::vector<TroubleLine>& trouble() const { return trouble_; }
  std::int64_t lines() const { return lines_; }

 private:
  LogTail tail_;
  std::vector<TroubleLine> trouble_;  // the first, to a bound
  std::int64_t lines_ = 0;
};

/// Diagnoses the call once more, with what the log says of it. False where it cannot be laid on the call.
bool judge_with_log(ScenarioRun& run, std::span<const LogCall> calls);
/// Where it could not: what was seen of trouble stands beside what was found.
void judge_with_trouble(ScenarioRun& run, const WatchedLog& log);

}  // namespace parley
