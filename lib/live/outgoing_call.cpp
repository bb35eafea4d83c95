#include "live/outgoing_call.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <random>
#include <utility>

namespace parley {

std::string utc_text() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  const auto whole = static_cast<std::time_t>(us / 1'000'000);
  std::tm parts{};
  gmtime_r(&whole, &parts);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::string micro = std::to_string(us % 1'000'000);
  micro.insert(0, 6 - micro.size(), '0');
  return std::string(text.data(), length) + "." + micro + "Z";
}

void draw_identifiers(PeerConfig& peer) {
  static std::random_device device;
  const auto draw = [](std::string& sid, const char* prefix) {
    if (!sid.empty()) return;
    sid = prefix;
    while (sid.size() < 34) sid += "0123456789abcdef"[device() % 16];
  };
  draw(peer.account_sid, "AC");
  draw(peer.call_sid, "CA");
  draw(peer.stream_sid, "MZ");
}

OutgoingCall::OutgoingCall(EventLoop& loop, CallPlan plan, Events events)
    : loop_(loop), plan_(std::move(plan)), events_(std::move(events)), sink_(trace_) {}

void OutgoingCall::start() {
  connect_web_socket(
      loop_, plan_.target,
      [self = shared_from_this()](Connected connection) { self->connected(std::move(connection)); },
      [self = shared_from_this()](const ConnectFailure& failure) {
        self->fail(problem_of(failure, self->plan_.target));
      });
}

void OutgoingCall::connected(Connected connection) {
  times_ = connection.times;
  auto problem = problem_of_answer(connection.headers);
  if (problem || given_up_) {
    connection.socket->abort();
    fail(problem ? std::move(*problem) : CallProblem{0, "the call was given up", ""});
    return;
  }
  // The peer ends within one of its own calls, so what follows is done afterwards.
  const auto over = [weak = weak_from_this(), &loop = loop_] {
    if (auto self = weak.lock()) loop.post([self] { self->over(); });
  };
  trace::TraceSink& sink = plan_.sink ? *plan_.sink : sink_;
  peer_ = std::make_unique<LivePeer>(loop_, plan_.script->scenario, plan_.script->sounds, plan_.peer, sink, over);
  trace_.header = peer_->far_end().trace_header();
  trace_.header.start_utc = utc_text();
  trace_.header.provider = "live";
  peer_->start(std::move(connection.socket));
  if (events_.started) events_.started();
}

void OutgoingCall::hang_up() {
  given_up_ = true;
  if (peer_) peer_->hang_up();
}

void OutgoingCall::fail(CallProblem problem) {
  problem_ = std::move(problem);
  finish();
}

void OutgoingCall::over() {
  trace_.header.own_lateness_p99_us = to_micros(peer_->counters().own.p99());
  finish();
}

void OutgoingCall::finish() {
  if (finished_) return;
  finished_ = true;
  const auto self = shared_from_this();  // whoever is told may drop the call
  if (events_.finished) events_.finished();
}

SimulatedCall OutgoingCall::take_result() {
  SimulatedCall call;
  if (peer_) {
    const FarEnd& far_end = peer_->far_end();
    call.unmet = far_end.caller().unmet();
    call.warnings = far_end.warnings();
    call.counters = far_end.peer().counters();
    if (peer_->counters().media_dropped > 0) {
      call.warnings.push_back({31930,
                               "The server does not read: " + std::to_string(peer_->counters().media_dropped) +
                                   " messages of the caller's audio were discarded.",
                               kCallStart});
    }
  }
  if (!trace_.events.empty()) call.length = trace_.events.back().at - kCallStart;
  call.far_end = std::move(trace_);
  return call;
}

}  // namespace parley
