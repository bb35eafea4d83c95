// A call to whatever a command line calls a target: a stream (ws://, wss://), or the voice webhook (http://,
// https://) that names one.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "live/outgoing_call.h"
#include "live/webhook_call.h"
#include "live_options.h"

namespace parley {

class PlacedCall {
 public:
  struct Events {
    std::function<void(const std::string&)> said;  // steps and notices
    std::function<void()> finished;                // once, on the loop
  };

  /// An error for a target or an option that makes no sense.
  static Result<std::unique_ptr<PlacedCall>> make(EventLoop& loop, const std::string& target,
                                                  const LiveOptions& options,
                                                  std::shared_ptr<const CallScript> script,
                                                  std::vector<std::pair<std::string, std::string>> parameters,
                                                  Events events);

  /// On the loop's thread.
  void start();
  void hang_up();

  /// Null before a stream was opened.
  OutgoingCall* stream() const { return webhook_ ? webhook_->stream().get() : stream_.get(); }
  /// Why no call came about.
  const std::optional<CallProblem>& problem() const { return webhook_ ? webhook_->problem() : stream_->problem(); }

 private:
  PlacedCall() = default;

  std::shared_ptr<OutgoingCall> stream_;
  std::shared_ptr<WebhookCall> webhook_;
  Events events_;
  std::string note_;
};

}  // namespace parley
