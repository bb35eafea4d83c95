#include "live/tap_call.h"

#include <utility>

#include "core/trace/message_peek.h"
#include "core/twilio/codec.h"

namespace parley {
namespace {

constexpr std::uint16_t kNoCloseFrame = 1006;
constexpr std::chrono::seconds kLookEvery{5};

std::string_view name_of(trace::Direction from) {
  return from == trace::Direction::kToAgent ? "Twilio" : "the server";
}

}  // namespace

TapCall::TapCall(EventLoop& loop, std::shared_ptr<WebSocket> twilio, std::shared_ptr<WebSocket> server,
                 TapCallEvents events, TapLimits limits)
    : loop_(loop),
      events_(std::move(events)),
      limits_(limits),
      clock_(std::chrono::steady_clock::now()),
      twilio_(*this, std::move(twilio), trace::Direction::kToAgent),
      server_(*this, std::move(server), trace::Direction::kFromAgent) {}

TapCall::~TapCall() {
  for (Side* side : {&twilio_, &server_}) {
    if (side->end) continue;
    side->socket->forget_listener();
    side->socket->abort();
  }
}

void TapCall::start() {
  record(kCallStart, trace::Connection{"opened", {}});
  loop_.arm(*this, std::chrono::steady_clock::now() + kLookEvery);
  server_.socket->start(server_);
  twilio_.socket->start(twilio_);
}

void TapCall::Side::on_text(std::string_view text) {
  call.forward(*this, text, false);
}
void TapCall::Side::on_binary_data(std::string_view data) {
  call.forward(*this, data, true);
}
void TapCall::Side::on_wrote() {
  call.took(*this);
}
void TapCall::Side::on_closed(const SocketEnd& how) {
  end = how;
  call.closed(*this);
}

void TapCall::forward(Side& from, std::string_view data, bool binary) {
  const Instant now = clock_.now();
  last_heard_ = now;
  Side& to = other(from);
  if (!to.end && !to.closing) {
    if (to.read_at.empty()) to.last_took = now;
    to.read_at.push(now);
    // Sent before it is recorded: the other side is not to wait for our own work.
    binary ? to.socket->send_binary(std::string(data)) : to.socket->send(std::string(data));
    if (!from.paused && to.socket->unwritten_bytes() > limits_.unwritten_bytes) {
      from.paused = true;
      ++report_.pauses;
      from.socket->pause_reading(true);
      if (!std::exchange(from.told, true) && events_.held_back) events_.held_back(from.direction);
    }
  }
  ++(from.direction == trace::Direction::kToAgent ? report_.to_agent : report_.from_agent);
  if (binary) {
    ++report_.binary;
    record(now, trace::Violation{31950, "a binary message of " + std::to_string(data.size()) + " bytes from " +
                                            std::string(name_of(from.direction))});
    return;
  }
  const bool names_the_call =
      !record_opened_ && from.direction == trace::Direction::kToAgent && trace::peek_event(data) == "start";
  if (names_the_call) name_call(data);
  record(now, trace::Message{from.direction, data, kNever});
}

void TapCall::took(Side& side) {
  const Instant now = clock_.now();
  side.last_took = now;
  if (const auto read_at = side.read_at.pop()) {
    (side.direction == trace::Direction::kToAgent ? report_.delay_from_agent : report_.delay_to_agent)
        .add(now - *read_at);
  }
  Side& feeding = other(side);
  if (feeding.paused && side.socket->unwritten_bytes() <= limits_.unwritten_bytes / 2) {
    feeding.paused = false;
    feeding.socket->pause_reading(false);
  }
}

void TapCall::closed(Side& side) {
  const Instant now = clock_.now();
  Side& to = other(side);
  const bool first = !side.closing && !to.end;
  if (first) {
    report_.ended_by_server = &side == &server_;
    report_.end = *side.end;
    record(now, trace::Connection{"closed", std::string(name_of(side.direction)) + " closed with " +
                                                std::to_string(side.end->code) +
                                                (side.end->reason.empty() ? "" : ": " + side.end->reason)});
  }
  if (!to.end && !to.closing) {
    to.closing = true;
    if (side.end->clean || side.end->code != kNoCloseFrame) {
      // 1006 with a clean end is a close frame that named no code.
      to.socket->close(side.end->code == kNoCloseFrame ? 0 : side.end->code, side.end->reason);
    } else {
      to.socket->abort();
    }
    // What waited for a reader that has gone would keep this side from hearing the answer to the close.
    if (to.paused) {
      to.paused = false;
      to.socket->pause_reading(false);
    }
  }
  if (side.end && to.end) finish();
}

void TapCall::on_wake(SteadyTime woken) {
  const Instant now = clock_.at(woken);
  const bool dead = now - last_heard_ > limits_.silence;
  if (dead || is_stuck(twilio_, now) || is_stuck(server_, now)) {
    record(now, trace::Connection{"closed", dead ? "neither side said anything for too long"
                                                 : "a side took nothing for too long"});
    // Aborting one may end the call within, so the other is looked at before.
    const auto twilio = twilio_.socket;
    const auto server = server_.socket;
    if (!twilio_.end) twilio->abort();
    if (!server_.end) server->abort();
    return;
  }
  if (!finished_) loop_.arm(*this, woken + kLookEvery);
}

bool TapCall::is_stuck(const Side& side, Instant now) const {
  return !side.end && !side.read_at.empty() && now - side.last_took > limits_.taking;
}

void TapCall::name_call(std::string_view text) {
  const twilio::Inbound message = twilio::parse_inbound(text);
  const auto* start = std::get_if<twilio::Start>(&message);
  if (start == nullptr) return;
  report_.call_sid = start->call_sid;
  report_.stream_sid = std::string(start->stream_sid.view());
  open_record();
}

void TapCall::open_record() {
  record_opened_ = true;
  if (events_.record) {
    trace::TraceHeader header;
    header.observed_at = trace::ObservedAt::kTap;
    header.call_sid = report_.call_sid;
    header.stream_sid = report_.stream_sid;
    header.provider = "live";
    sink_ = events_.record(std::move(header));
  }
  auto waiting = std::exchange(before_start_, {});
  if (!sink_) return;
  for (trace::CallEvent& event : waiting) sink_->record(std::move(event));
}

void TapCall::record(Instant at, trace::What what) {
  trace::CallEvent event{at, std::move(what), trace::kNotAnInput};
  if (record_opened_) {
    if (sink_) sink_->record(std::move(event));
    return;
  }
  if (const auto* message = std::get_if<trace::Message>(&event.what)) bytes_before_start_ += message->text.size();
  if (before_start_.size() >= limits_.events_before_start || bytes_before_start_ > limits_.bytes_before_start) {
    ++report_.unrecorded;
    return;
  }
  before_start_.push_back(std::move(event));
}

void TapCall::finish() {
  if (finished_) return;
  finished_ = true;
  loop_.arm(*this, SteadyTime::max());
  // A connection on which nothing was said leaves no trace.
  if (!record_opened_ && report_.to_agent + report_.from_agent > 0) open_record();
  sink_.reset();
  report_.length = clock_.now() - kCallStart;
  if (events_.ended) events_.ended(report_);
}

}  // namespace parley
