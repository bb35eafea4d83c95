#include "agent/speaking_planner.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "agent/speaking_agent.h"
#include "core/call/recorded_config.h"
#include "core/call/settings.h"

namespace parley {
namespace {

/// Our own TwiML sends both numbers along; a stream that came without the webhook has none.
std::string_view parameter(const twilio::Start& start, std::string_view name) {
  const auto& all = start.custom_parameters;
  const auto found = std::find_if(all.begin(), all.end(), [name](const auto& one) { return one.first == name; });
  return found == all.end() ? std::string_view{} : found->second;
}

/// What is known of a lead before it is left.
LeadRecord lead_of(const twilio::Start& start, const AgentProfile& profile) {
  LeadRecord record;
  record.call_sid = start.call_sid;
  record.from = parameter(start, "From");
  record.to = parameter(start, "To");
  record.language = profile.language;
  return record;
}

std::int64_t wall_clock_us() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

}  // namespace

AgentPlanner speaking_planner(SpeechTeam team, AgentChoice choose, KeepLead keep) {
  const auto shared = std::make_shared<const SpeechTeam>(std::move(team));
  return [shared, choose = std::move(choose),
          keep = std::move(keep)](const twilio::Start& start) -> Result<AgentPlan> {
    const auto agent = choose(parameter(start, "To"));
    AgentPlan plan;
    plan.header.mode = "AI";
    plan.header.provider = shared->name;
    plan.header.detector = agent->config.detector;
    plan.header.settings = changed_settings(agent->config);
    plan.header.phrases = recorded_phrases(agent->config);
    plan.make = [shared, agent, keep, record = lead_of(start, *agent->profile)](
                    trace::TraceSink& sink, const AgentSeat& seat) -> std::unique_ptr<Agent> {
      const auto collected = [keep, record](const Lead& lead) {
        if (!keep) return;
        LeadRecord whole = record;
        whole.at_us = wall_clock_us();
        whole.lead = lead;
        keep(std::move(whole));
      };
      return std::make_unique<SpeakingAgent>(agent->config, *shared, *agent->profile, seat, sink, collected);
    };
    return plan;
  };
}

}  // namespace parley
