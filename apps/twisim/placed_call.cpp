#include "placed_call.h"

namespace parley {
namespace {

bool is_webhook(const std::string& target) {
  return target.starts_with("http://") || target.starts_with("https://");
}

}  // namespace

Result<std::unique_ptr<PlacedCall>> PlacedCall::make(EventLoop& loop, const std::string& target,
                                                     const LiveOptions& options,
                                                     std::shared_ptr<const CallScript> script,
                                                     std::vector<std::pair<std::string, std::string>> parameters,
                                                     Events events) {
  auto request = stream_request_of(options, target);
  if (!request) return request.error();
  auto peer = peer_config_of(options, script->scenario.seed);
  if (!peer) return peer.error();
  for (auto& parameter : parameters) peer->custom_parameters.push_back(std::move(parameter));
  std::unique_ptr<PlacedCall> call(new PlacedCall);
  call->events_ = std::move(events);
  if (is_webhook(target)) {
    if (request->auth_token.empty()) {
      call->note_ = "note: " + options.auth_token_env + " is not set, so requests are not signed";
    }
    WebhookPlan plan{target, options.from, options.to, std::move(*request), std::move(*peer), std::move(script)};
    call->webhook_ = std::make_shared<WebhookCall>(loop, std::move(plan),
                                                   WebhookCall::Events{call->events_.said, call->events_.finished});
    return call;
  }
  auto stream = stream_target(*request);
  if (!stream) return stream.error();
  if (!stream->dropped_query.empty()) {
    call->note_ =
        "note: Twilio drops the query of a stream's URL (\"" + stream->dropped_query + "\"); it is not sent";
  }
  call->stream_ =
      std::make_shared<OutgoingCall>(loop, CallPlan{std::move(script), std::move(stream->socket), std::move(*peer)},
                                     OutgoingCall::Events{{}, call->events_.finished});
  return call;
}

void PlacedCall::start() {
  if (!note_.empty() && events_.said) events_.said(note_);
  if (webhook_) {
    webhook_->start();
  } else {
    stream_->start();
  }
}

void PlacedCall::hang_up() {
  if (webhook_) {
    webhook_->hang_up();
  } else {
    stream_->hang_up();
  }
}

}  // namespace parley
