#include "sim/line_agent.h"

#include <utility>

#include "core/twilio/codec.h"

namespace parley {

template <class LineCall>
void LineAgent<LineCall>::input(Instant now, trace::What what) {
  sink_.record({now, std::move(what), next_input_++});
}

template <class LineCall>
void LineAgent<LineCall>::opened(Instant now) {
  input(now, trace::Connection{"opened", {}});
  call_.handle(now, ConnectionEvent{Opened{}});
}

template <class LineCall>
void LineAgent<LineCall>::receive(Instant now, SharedText text) {
  const twilio::Inbound message = twilio::parse_inbound(text);
  if (frames_ == FrameRecord::kWhole || !std::holds_alternative<twilio::Media>(message)) {
    input(now, trace::Message{trace::Direction::kToAgent, std::move(text), kNever});
  }
  call_.handle(now, message);
}

template <class LineCall>
void LineAgent<LineCall>::wrote(Instant now) {
  if (auto written = unwritten_.pop()) {
    input(now, trace::Message{trace::Direction::kFromAgent, std::move(*written), kNever});
  }
  call_.handle(now, ConnectionEvent{Wrote{1}});
}

template <class LineCall>
void LineAgent<LineCall>::closed(Instant now, std::string reason) {
  input(now, trace::Connection{"closed", reason});
  call_.handle(now, ConnectionEvent{Closed{std::move(reason)}});
}

template <class LineCall>
void LineAgent<LineCall>::draining(Instant now) {
  input(now, trace::Connection{"draining", {}});
  call_.handle(now, ConnectionEvent{Draining{}});
}

template <class LineCall>
void LineAgent<LineCall>::handle_timeout(Instant now) {
  call_.handle_timeout(now);
}

template <class LineCall>
std::optional<AgentOutput> LineAgent<LineCall>::poll() {
  while (auto action = call_.poll()) {
    if (auto* record = std::get_if<Record>(&*action)) {
      sink_.record(std::move(record->event));
    } else if (auto* send = std::get_if<Send>(&*action)) {
      AgentText out;
      text_.clear();
      twilio::write(send->message, text_);
      out.text = texts_.share(text_);
      if (frames_ == FrameRecord::kWhole) unwritten_.push(out.text);
      return out;
    }
    // Neither call asks for anything or closes by itself.
  }
  return std::nullopt;
}

template class LineAgent<EchoCall>;
template class LineAgent<SinkCall>;

}  // namespace parley
