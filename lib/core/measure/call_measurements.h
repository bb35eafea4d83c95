// What was measured of one call, or of several together, whatever it was measured from. A sample that is empty was
// not there to be measured; the notes say why. No judgement: that is the budget's.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/account/account_builder.h"
#include "core/measure/latency.h"
#include "core/measure/log_judgement.h"
#include "core/measure/pacing.h"
#include "core/measure/state_measurements.h"

namespace parley {

struct CallMeasurements {
  std::string name;    // call sid, scenario, or what the file says
  std::string source;  // "trace of the far end", "log"
  Duration length{};
  PacingMeasurements pacing;
  LatencyMeasurements latency;
  StateMeasurements states;
  bool has_log = false;            // remarks were looked for
  std::vector<std::string> notes;  // what is missing, or was assumed
  std::vector<LogRemark> remarks;  // of logs

  void add(const CallMeasurements& other);
};

/// From a trace with its audio.
CallMeasurements measure(const trace::CallTrace& trace);
/// From the log of an agent.
CallMeasurements measure(const LogCall& call);

// Two parts of the first, for a reader that holds no trace: what its header says, and what is said of it that makes
// the numbers less sure.
void tell_header(const trace::TraceHeader& header, CallMeasurements& call);
void tell_doubts(const trace::TraceHeader& header, CallMeasurements& call);

}  // namespace parley
