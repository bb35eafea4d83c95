#include "live/agent_plan.h"

#include "sim/line_agent.h"

namespace parley {
namespace {

template <class LineAgent>
AgentPlanner line_planner(const char* mode, bool traced) {
  const FrameRecord frames = traced ? FrameRecord::kWhole : FrameRecord::kNone;
  return [mode, frames](const twilio::Start&) -> Result<AgentPlan> {
    AgentPlan plan;
    plan.header.mode = mode;
    plan.header.detector = {};
    plan.make = [frames](trace::TraceSink& sink, const AgentSeat&) {
      return std::make_unique<LineAgent>(sink, frames);
    };
    return plan;
  };
}

}  // namespace

AgentPlanner echo_planner(bool traced) {
  return line_planner<EchoAgent>("ECHO", traced);
}

AgentPlanner sink_planner(bool traced) {
  return line_planner<SinkAgent>("SINK", traced);
}

}  // namespace parley
