// A finished live call judged as a simulated one is: account, findings, expectations. Where our own clock was too
// late to be believed nobody is judged.
#pragma once

#include <string>

#include "core/base/result.h"
#include "live/outgoing_call.h"
#include "scenario_run.h"

namespace parley {

/// All that is needed to judge a call, free of its loop, so that it may be judged on any thread.
struct FinishedCall {
  Scenario scenario;
  SimulatedCall call;
  Duration own_lateness_p99{};
};
FinishedCall take_finished(OutgoingCall& call);

ScenarioRun judge_call(FinishedCall finished);

/// Writes NAME.trace.jsonl and NAME.wav (caller left, agent right, where they were heard) into the folder, and says
/// in `run` where the trace lies.
Result<void> write_call(ScenarioRun& run, const std::string& folder, const std::string& name);

/// 0 good, 1 a fault or a failed expectation, 3 no verdict.
int exit_code_of(const ScenarioRun& run);

/// "0.4 ms": a measured time, to a tenth of a millisecond.
std::string tenths_text(Duration span);

}  // namespace parley
