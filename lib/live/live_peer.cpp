#include "live/live_peer.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/trace/message_peek.h"

namespace parley {
namespace {

constexpr std::uint16_t kConnectionLost = 1006;
// A process that was suspended for an hour has 180,000 frames to catch up with; more than that is a loop.
constexpr int kMostStepsAtOnce = 1'000'000;

}  // namespace

LivePeer::LivePeer(EventLoop& loop, const Scenario& scenario, const SoundBank& sounds, PeerConfig config,
                   trace::TraceSink& sink, std::function<void()> over)
    : loop_(loop),
      far_end_(scenario, sounds, std::move(config), sink),
      over_(std::move(over)),
      clock_(std::chrono::steady_clock::now()) {}

LivePeer::~LivePeer() {
  if (socket_ && !end_) {
    socket_->forget_listener();
    socket_->abort();
  }
}

void LivePeer::start(std::shared_ptr<WebSocket> socket) {
  socket_ = std::move(socket);
  clock_ = LiveClock(std::chrono::steady_clock::now());
  far_end_.opened(kCallStart);
  drain(kCallStart);
  socket_->start(*this);
  settle(kCallStart);
}

void LivePeer::hang_up() {
  if (finished_ || !socket_) return;
  const Instant now = clock_.now();
  catch_up(now);
  far_end_.hang_up(now);
  drain(now);
  settle(now);
}

void LivePeer::on_text(std::string_view text) {
  const Instant now = clock_.now();
  ++counters_.texts_received;
  catch_up(now);
  far_end_.receive(now, text);
  catch_up(now);
  settle(now);
}

void LivePeer::on_binary(std::size_t) {
  const Instant now = clock_.now();
  catch_up(now);
  far_end_.receive_binary(now);
  drain(now);
  settle(now);
}

void LivePeer::on_wrote() {
  const auto due = due_.pop();
  if (!due || *due == kNever) return;
  const Duration late = clock_.now() - *due;
  counters_.writes.add(late);
  counters_.own.add(late);
}

void LivePeer::on_closed(const SocketEnd& end) {
  end_ = end;
  const Instant now = clock_.now();
  catch_up(now);
  if (far_end_.over_at() == kNever) far_end_.agent_closed(now, end.code);
  catch_up(now);
  settle(now);
}

void LivePeer::on_wake(SteadyTime woken) {
  const Instant now = clock_.at(woken);
  const Instant due = far_end_.next_deadline();
  if (due <= now) {
    counters_.wakes.add(now - due);
    counters_.own.add(now - due);
  }
  catch_up(now);
  settle(now);
}

void LivePeer::catch_up(Instant now) {
  for (int steps = 0; far_end_.next_deadline() <= now; ++steps) {
    PARLEY_CHECK(steps < kMostStepsAtOnce);
    stepped_ = std::max(stepped_, far_end_.next_deadline());
    far_end_.handle_timeout(stepped_);
    drain(stepped_);
  }
  stepped_ = std::max(stepped_, now);
}

void LivePeer::drain(Instant at) {
  while (auto output = far_end_.poll()) {
    if (end_) continue;
    if (auto* text = std::get_if<FarEndText>(&*output)) {
      send(text->text, at);
    } else if (const auto code = std::get<FarEndCloses>(*output).code; code == kConnectionLost) {
      socket_->abort();
    } else {
      socket_->close(static_cast<std::uint16_t>(code), {});
    }
  }
}

void LivePeer::send(std::string_view text, Instant due) {
  const std::size_t waiting = socket_->unwritten_bytes();
  if (waiting > kMostUnwritten && trace::is_media(text)) {
    if (counters_.media_dropped++ == 0) far_end_.unread(stepped_);
    return;
  }
  ++counters_.texts_sent;
  // What waits behind another text is late by the server's slowness or by the burst, not by ours.
  due_.push(waiting == 0 ? due : kNever);
  socket_->send(std::string(text));
}

void LivePeer::settle(Instant now) {
  if (finished_) return;
  const Instant over_at = far_end_.over_at();
  if (over_at != kNever && (end_ || now >= over_at)) {
    finished_ = true;
    loop_.arm(*this, SteadyTime::max());
    over_();
    return;
  }
  loop_.arm(*this, clock_.when(std::min(far_end_.next_deadline(), over_at)));
}

}  // namespace parley
