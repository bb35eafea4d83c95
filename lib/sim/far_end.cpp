#include "sim/far_end.h"

#include <algorithm>
#include <utility>

#include "core/base/overloaded.h"
#include "core/trace/message_peek.h"

namespace parley {
namespace {

constexpr int kNormalClosure = 1000;
constexpr int kConnectionLost = 1006;
constexpr int kProtocolError = 31924;
constexpr int kMalformedMessage = 31950;

PeerConfig peer_config_of(const Scenario& scenario, PeerConfig config) {
  config.clear_marks = scenario.line.clear_marks;
  config.inbound_silence = scenario.line.inbound_silence;
  return config;
}

LinkConfig link_config_of(const Scenario& scenario) {
  LinkConfig config;
  config.seed = scenario.seed ^ 0x11E;
  config.delay = scenario.line.delay;
  config.jitter = scenario.line.jitter;
  config.stalls = scenario.line.stalls;
  config.bursts = scenario.line.bursts;
  return config;
}

}  // namespace

FarEnd::FarEnd(const Scenario& scenario, const SoundBank& sounds, PeerConfig peer, trace::TraceSink& sink)
    : scenario_(scenario),
      caller_(scenario, sounds),
      peer_(peer_config_of(scenario, std::move(peer)), kCallStart),
      link_(link_config_of(scenario)),
      sink_(sink) {}

trace::TraceHeader FarEnd::trace_header() const {
  trace::TraceHeader header;
  header.observed_at = trace::ObservedAt::kFarEnd;
  header.call_sid = peer_.call_sid();
  header.stream_sid = peer_.stream_sid();
  header.scenario = scenario_.name;
  header.seed = scenario_.seed;
  return header;
}

void FarEnd::opened(Instant now) {
  now_ = now;
  record(now, trace::Connection{"opened", {}});
  peer_.open(now);
}

void FarEnd::receive(Instant now, SharedText text) {
  if (half_open_) return;  // unread
  link_.send(now, LinkDirection::kToCaller, std::move(text));
}

void FarEnd::receive_binary(Instant now) {
  if (half_open_) return;
  now_ = now;
  record(now, trace::Violation{kMalformedMessage, "a binary message came; Twilio takes text only"});
  peer_.handle_binary(now);
}

void FarEnd::agent_closed(Instant now, int code) {
  if (half_open_) {
    vanishes_at_ = kNever;
    over_at_ = now;
    return;
  }
  link_.close(now, LinkDirection::kToCaller, code);
}

void FarEnd::unread(Instant now) {
  record(now, trace::Connection{"unread", "the agent does not read and the socket is full"});
}

void FarEnd::hang_up(Instant now) {
  now_ = now;
  if (over_at_ != kNever) return;
  caller_.closed(now);
  peer_.hang_up(now);
  ends(now);
}

void FarEnd::handle_timeout(Instant now) {
  now_ = now;
  const auto& breaks = scenario_.line.protocol_error;
  if (breaks && now >= kCallStart + *breaks && over_at_ == kNever) break_off(now);
  if (half_open_) return;
  link_.handle_timeout(now);
  stage_ = Stage::kLine;
}

Instant FarEnd::next_deadline() const {
  if (half_open_) return vanishes_at_;
  Instant next = std::min({link_.next_deadline(), caller_.next_deadline(), peer_.next_deadline()});
  if (scenario_.line.protocol_error && over_at_ == kNever) {
    next = std::min(next, kCallStart + *scenario_.line.protocol_error);
  }
  return next;
}

std::optional<FarEndOutput> FarEnd::poll() {
  if (half_open_) {
    if (now_ < vanishes_at_) return std::nullopt;
    vanishes_at_ = kNever;
    return FarEndCloses{kConnectionLost};
  }
  while (true) {
    if (drain_caller() || drain_peer()) continue;
    switch (stage_) {
      case Stage::kLine:
        if (auto delivery = link_.poll()) {
          if (delivery->direction == LinkDirection::kToCaller) {
            deliver_to_peer(*delivery);
          } else if (delivery->close) {
            return FarEndCloses{delivery->close_code};
          } else {
            return FarEndText{std::move(delivery->text)};
          }
        } else {
          stage_ = Stage::kCaller;
        }
        break;
      case Stage::kCaller:
        stage_ = Stage::kPeer;
        if (caller_.next_deadline() <= now_) caller_.handle_timeout(now_);
        break;
      case Stage::kPeer:
        stage_ = Stage::kDone;
        peer_.handle_timeout(now_);  // even before its time, for what it has played so far comes out
        // The caller's clock and the stream's begin together, so that what he says is where the agent's media clock
        // has it.
        if (peer_.streaming() && !caller_.has_begun()) caller_.begin(now_);
        break;
      case Stage::kDone:
        return std::nullopt;
    }
  }
}

void FarEnd::deliver_to_peer(Delivery& delivery) {
  if (delivery.close) {
    std::string reason = "the agent closed the connection";
    if (delivery.close_code != kNormalClosure) reason += ", code " + std::to_string(delivery.close_code);
    record(now_, trace::Connection{"closed", std::move(reason)});
    peer_.handle_closed(now_);
    caller_.closed(now_);
    ends(now_);
    return;
  }
  peer_.handle(now_, delivery.text);
  record(now_, trace::Message{trace::Direction::kFromAgent, std::move(delivery.text), kNever});
}

bool FarEnd::drain_caller() {
  bool any = false;
  while (auto output = caller_.poll()) {
    any = true;
    std::visit(overloaded{
                   [&](const CallerFrame& frame) { peer_.hear_caller(now_, frame.mulaw); },
                   [&](const CallerDigit& digit) { peer_.dial(now_, digit.digit); },
                   [&](const CallerHangUp&) {
                     peer_.hang_up(now_);
                     ends(now_);
                   },
               },
               *output);
  }
  return any;
}

bool FarEnd::drain_peer() {
  bool any = false;
  while (auto output = peer_.poll()) {
    any = true;
    std::visit(overloaded{
                   [&](SendText& send) {
                     if (trace::peek_event(send.text) == "mark") caller_.agent_mark(now_, {});
                     record(now_, trace::Message{trace::Direction::kToAgent, send.text, kNever});
                     link_.send(now_, LinkDirection::kToAgent, std::move(send.text));
                   },
                   [&](const Played& played) { caller_.hear(played.at, played.frame, played.audible); },
                   [&](PeerWarning& warning) { warnings_.push_back(std::move(warning)); },
                   [&](const Cleared& cleared) {
                     if (cleared.audible) caller_.agent_cleared(now_);
                   },
                   [&](const CloseStream& close) {
                     record(now_, trace::Connection{"closed", "the caller hung up"});
                     link_.close(now_, LinkDirection::kToAgent, close.code);
                   },
               },
               *output);
  }
  return any;
}

/// What follows a violation of the WebSocket protocol: no `stop`, no close, and nothing is read or sent any more.
void FarEnd::break_off(Instant now) {
  half_open_ = true;
  vanishes_at_ = now + kHalfOpen;
  over_at_ = vanishes_at_;
  peer_.handle_closed(now);
  caller_.closed(now);
  warnings_.push_back({kProtocolError, "The stream broke off and its connection stays half open, unread.", now});
  record(now, trace::Connection{"closed", "protocol error 31924: the connection stays half open"});
}

void FarEnd::ends(Instant now) {
  over_at_ = std::min(over_at_, now + kAftermath);
}

}  // namespace parley
