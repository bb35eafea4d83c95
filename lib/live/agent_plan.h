// How a call that has started gets its agent: first what its trace's header says of it, then, once there is
// something to record into, the agent itself. Made anew for each call; what calls share is read-only.
#pragma once

#include <functional>
#include <memory>

#include "core/base/result.h"
#include "core/trace/call_trace.h"
#include "core/trace/trace_sink.h"
#include "core/twilio/messages.h"
#include "live/live_call.h"
#include "sim/agent.h"

namespace parley {

struct AgentPlan {
  trace::TraceHeader
      header;  // mode, detector, provider, settings, phrases; identifiers are filled in by the service
  /// The sink outlives the agent.
  std::function<std::unique_ptr<Agent>(trace::TraceSink& sink, const AgentSeat& seat)> make;
};

/// Called on the loop of the call; an error refuses the stream.
using AgentPlanner = std::function<Result<AgentPlan>(const twilio::Start& start)>;

/// `traced`: whether frames are worth recording.
AgentPlanner echo_planner(bool traced);
AgentPlanner sink_planner(bool traced);

}  // namespace parley
