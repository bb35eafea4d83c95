// Serves naive agents on a socket: what `twisim naive` is, and what the live tests phone.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "live/live_calls.h"
#include "live/server.h"
#include "sim/naive_agent.h"

namespace parley {

/// The configuration for a call that has started; an error refuses the stream.
using NaiveChoice = std::function<Result<NaiveConfig>(const twilio::Start& start)>;

class NaiveService final : public WebService {
 public:
  /// `said` hears one plain line about each call, on any loop.
  NaiveService(NaiveChoice choice, std::function<void(const std::string&)> said);

  void handle(EventLoop& loop, const HttpRequest& request, Respond respond) override;
  UpgradeAnswer upgrade(const HttpRequest& request) override;
  void opened(EventLoop& loop, const HttpRequest& request, std::shared_ptr<WebSocket> socket) override;
  void stopped() override { calls_.clear(); }

  std::size_t calls() const { return calls_.size(); }

 private:
  NaiveChoice choice_;
  std::function<void(const std::string&)> said_;
  LiveCalls calls_;
  std::atomic<int> calls_before_ = 0;  // what one process has had, for the fault of state that outlives a call
};

}  // namespace parley
