#include "sim/call_agent.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace parley {

void CallAgent::opened(Instant now) {
  now_ = now;
  call_.opened(now);
}

void CallAgent::receive(Instant now, SharedText text) {
  now_ = now;
  call_.receive(now, std::move(text));
}

void CallAgent::wrote(Instant now) {
  now_ = now;
  call_.wrote(now);
}

void CallAgent::closed(Instant now, std::string reason) {
  now_ = now;
  call_.closed(now, std::move(reason));
}

void CallAgent::draining(Instant now) {
  now_ = now;
  call_.draining(now);
}

void CallAgent::handle_timeout(Instant now) {
  now_ = now;
  hear_providers();
  if (call_.next_deadline() <= now) call_.handle_timeout(now);
  handle_provider_timeout(now);
}

Instant CallAgent::next_deadline() const {
  return std::min(call_.next_deadline(), next_provider_deadline());
}

void CallAgent::hear_providers() {
  while (auto event = next_said()) call_.handle(now_, *event);
}

std::optional<AgentOutput> CallAgent::poll() {
  hear_providers();
  while (auto action = call_.poll()) {
    if (auto* write = std::get_if<WriteText>(&*action)) return AgentText{std::move(write->text), write->deadline};
    if (const auto* request = std::get_if<ProviderRequest>(&*action)) {
      perform(now_, *request);
      hear_providers();
    } else {
      // The connection is ours to close, and closing it ends the call on our side at once.
      std::string reason = std::get<CloseCall>(*action).reason;
      call_.closed(now_, reason);
      return AgentCloses{std::move(reason)};
    }
  }
  return std::nullopt;
}

}  // namespace parley
