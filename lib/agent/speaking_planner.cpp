#include "agent/speaking_planner.h"

#include <algorithm>
#include <utility>

#include "agent/speaking_agent.h"
#include "core/call/recorded_config.h"
#include "core/call/settings.h"

namespace parley {
namespace {

/// Our own TwiML sends the number along; a stream that came without the webhook has none.
std::string_view called_number(const twilio::Start& start) {
  const auto& all = start.custom_parameters;
  const auto found = std::find_if(all.begin(), all.end(), [](const auto& one) { return one.first == "To"; });
  return found == all.end() ? std::string_view{} : found->second;
}

}  // namespace

AgentPlanner speaking_planner(SpeechTeam team, AgentChoice choose) {
  const auto shared = std::make_shared<const SpeechTeam>(std::move(team));
  return [shared, choose = std::move(choose)](const twilio::Start& start) -> Result<AgentPlan> {
    const auto agent = choose(called_number(start));
    AgentPlan plan;
    plan.header.mode = "AI";
    plan.header.provider = shared->name;
    plan.header.detector = agent->config.detector;
    plan.header.settings = changed_settings(agent->config);
    plan.header.phrases = recorded_phrases(agent->config);
    plan.make = [shared, agent](trace::TraceSink& sink, const AgentSeat& seat) -> std::unique_ptr<Agent> {
      return std::make_unique<SpeakingAgent>(agent->config, *shared, *agent->profile, seat, sink);
    };
    return plan;
  };
}

}  // namespace parley
