#include "agent_log_evidence.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "core/diagnosis/agent_log.h"
#include "core/diagnosis/diagnose.h"
#include "import/agent_log_file.h"

namespace parley {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{100};
constexpr int kMostLooks = 10;

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

void judge_with_log(ScenarioRun& run, std::span<const LogCall> calls) {
  const AgentLog log = agent_log_among(calls, run.account);
  run.log_said = log.alignment.text;
  if (!log.usable()) return;
  tell_states(log, run.account);
  run.findings = diagnose(std::span(&run.account, 1), Profile::kUnknown, std::span(&log, 1));
  run.checks = verdict(run.scenario, run.call, run.account, run.findings);
}

}  // namespace parley
