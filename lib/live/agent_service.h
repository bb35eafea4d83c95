// What agentd answers: webhooks, streams, health, and what operators look at. It decides who gets a call; what is
// said in one is the agent's business. Called on all loops at once.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "live/admission.h"
#include "live/agent_metrics.h"
#include "live/agent_plan.h"
#include "live/call_journal.h"
#include "live/call_roster.h"
#include "live/live_calls.h"
#include "live/public_address.h"
#include "live/server.h"
#include "live/webhooks.h"

namespace parley {

struct ServiceConfig {
  std::size_t max_calls = 30;
  std::chrono::milliseconds reservation{15'000};  // a place kept for a call whose stream does not come
  std::string auth_token;
  std::string ops_token;
  std::string build;  // version, as traces say it
  BusyWords busy;     // empty: in English
  LiveCallLimits limits;
};

class AgentService final : public WebService {
 public:
  /// The journal outlives this; so do the server's counters once they are shown.
  AgentService(ServiceConfig config, PublicAddress address, CallJournal& journal, AgentPlanner planner);

  void handle(EventLoop& loop, const HttpRequest& request, Respond respond) override;
  UpgradeAnswer upgrade(const HttpRequest& request) override;
  void opened(EventLoop& loop, const HttpRequest& request, std::shared_ptr<WebSocket> socket) override;
  void stopped() override { calls_.clear(); }

  /// Takes no new calls; those that are come to their end. From any thread, as all that follows.
  void drain();
  /// Closes all that is left.
  void close_all();
  std::size_t calls() const { return calls_.size(); }
  void show(const ServerCounters& counters) { server_counters_ = &counters; }
  const AgentCounters& counters() const { return counters_; }

 private:
  HttpResponse answer(const HttpRequest& request);
  HttpResponse answer_webhook(const HttpRequest& request, const RequestOrigin& origin);
  HttpResponse answer_operator(const HttpRequest& request);
  std::string calls_json() const;
  Result<std::unique_ptr<Agent>> make_agent(const twilio::Start& start, const AgentSeat& seat,
                                            std::int64_t began_us, const std::shared_ptr<std::uint64_t>& id);

  ServiceConfig config_;
  PublicAddress address_;
  CallJournal& journal_;
  AgentPlanner planner_;
  Admission admission_;
  CallRoster roster_;
  AgentCounters counters_;
  Webhooks webhooks_;
  std::atomic<const ServerCounters*> server_counters_{nullptr};
  LiveCalls calls_;  // last, so that its calls go before what they use
};

}  // namespace parley
