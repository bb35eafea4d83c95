// What an agent's log proves or suggests about a call: the order of its states, states that never end, turns and
// marks against each other and against the counts of messages, latencies where there are times. What it cannot tell
// for want of lines it says in notes. A log is the server's word, so silence about a thing proves nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/measure/latency.h"
#include "core/measure/server_log.h"
#include "core/measure/state_measurements.h"

namespace parley {

struct LogRemark {
  std::string id;         // a class of failure where one fits: "stuck-speaking"
  std::int64_t line = 0;  // where it shows first
  std::string text;
  bool certain = false;  // the log contradicts itself or the rules; otherwise a suspicion
};

struct LogJudgement {
  StateMeasurements states;
  LatencyMeasurements latency;
  std::int64_t turns = 0;  // ends of an utterance
  std::int64_t replies = 0;
  std::vector<LogRemark> remarks;
  std::vector<std::string> notes;  // what is missing
};

LogJudgement judge_log(const LogCall& call);

}  // namespace parley
