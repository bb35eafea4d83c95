#include "core/call/traced_call.h"

#include <utility>

#include "core/base/check.h"
#include "core/twilio/codec.h"

namespace parley {

TracedCall::TracedCall(const CallConfig& config, Instant now, trace::TraceSink& sink)
    : call_(config, now), sink_(sink) {}

template <class What>
void TracedCall::input(Instant now, What&& what) {
  now_ = now;
  sink_.record({now, std::forward<What>(what), next_input_++});
}

void TracedCall::opened(Instant now) {
  input(now, trace::Connection{"opened", {}});
  call_.handle(now, ConnectionEvent{Opened{}});
}

void TracedCall::receive(Instant now, SharedText text) {
  const twilio::Inbound message = twilio::parse_inbound(text);
  input(now, trace::Message{trace::Direction::kToAgent, std::move(text), kNever});
  call_.handle(now, message);
}

void TracedCall::handle(Instant now, const ProviderEvent& event) {
  input(now, trace::ProviderSaid{event});
  call_.handle(now, event);
}

void TracedCall::wrote(Instant now) {
  PARLEY_CHECK(!unwritten_.empty());
  auto written = unwritten_.pop();
  input(now, trace::Message{trace::Direction::kFromAgent, std::move(written->text), written->deadline});
  call_.handle(now, ConnectionEvent{Wrote{1}});
}

void TracedCall::closed(Instant now, std::string reason) {
  input(now, trace::Connection{"closed", reason});
  call_.handle(now, ConnectionEvent{Closed{std::move(reason)}});
}

void TracedCall::draining(Instant now) {
  input(now, trace::Connection{"draining", {}});
  call_.handle(now, ConnectionEvent{Draining{}});
}

void TracedCall::handle_timeout(Instant now) {
  input(now, trace::Wake{});
  call_.handle_timeout(now);
}

std::optional<TracedAction> TracedCall::poll() {
  while (auto action = call_.poll()) {
    if (auto* record = std::get_if<Record>(&*action)) {
      sink_.record(std::move(record->event));
    } else if (auto* send = std::get_if<Send>(&*action)) {
      WriteText out{{}, send->deadline};
      text_.clear();
      twilio::write(send->message, text_);
      out.text = texts_.share(text_);
      unwritten_.push({out.text, send->deadline});
      return out;
    } else if (auto* asked = std::get_if<Ask>(&*action)) {
      if (!std::holds_alternative<RecognizerAudio>(asked->request)) {
        sink_.record({now_, trace::ProviderAsked{asked->request}, trace::kNotAnInput});
      }
      return std::move(asked->request);
    } else {
      return std::get<CloseCall>(std::move(*action));
    }
  }
  return std::nullopt;
}

}  // namespace parley
