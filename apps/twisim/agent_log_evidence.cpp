#include "agent_log_evidence.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "core/diagnosis/agent_log.h"
#include "core/diagnosis/diagnose.h"
#include "core/diagnosis/wording.h"
#include "import/agent_log_file.h"

namespace parley {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{100};
constexpr int kMostLooks = 10;
constexpr std::size_t kMostTrouble = 200;

bool is_over(const LogCall& call) {
  return std::any_of(call.events.begin(), call.events.end(), [](const LogEvent& event) {
    return event.kind == LogKind::kStop || event.kind == LogKind::kEnd || event.kind == LogKind::kDone;
  });
}

}  // namespace

AgentLogFile::AgentLogFile(std::string file) : file_(std::move(file)), from_(agent_log_size(file_)) {}

Result<std::vector<LogCall>> AgentLogFile::read() const {
  for (int look = 1;; ++look) {
    auto calls = read_agent_log(file_, from_);
    if (look == kMostLooks || (calls && !calls->empty() && std::all_of(calls->begin(), calls->end(), is_over))) {
      return calls;
    }
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

std::vector<TroubleLine> WatchedLog::look(Instant now) {
  std::vector<TroubleLine> seen;
  for (std::string& line : tail_.take_lines()) {
    ++lines_;
    if (!tells_of_trouble(line) || trouble_.size() >= kMostTrouble) continue;
    trouble_.push_back({now, line});
    seen.push_back({now, std::move(line)});
  }
  return seen;
}

bool judge_with_log(ScenarioRun& run, std::span<const LogCall> calls) {
  const AgentLog log = agent_log_among(calls, run.account);
  run.log_said = log.alignment.text;
  if (!log.usable()) return false;
  tell_states(log, run.account);
  run.findings = diagnose(std::span(&run.account, 1), Profile::kUnknown, std::span(&log, 1));
  run.checks = verdict(run.scenario, run.call, run.account, run.findings);
  return true;
}

void judge_with_trouble(ScenarioRun& run, const WatchedLog& log) {
  if (log.lines() == 0) {
    run.log_said = "nothing was written to it while the call ran";
    return;
  }
  add_trouble(log.trouble(), run.findings);
  run.log_said = count_text(log.lines(), "line") + " of a form that is not known, " +
                 count_text(std::ssize(log.trouble()), "line") + " of trouble among them";
}

}  // namespace parley
