#include "sim/link.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace parley {
namespace {

bool concerns(LinkStall::Which which, LinkDirection direction) {
  switch (which) {
    case LinkStall::Which::kBoth:
      return true;
    case LinkStall::Which::kToAgent:
      return direction == LinkDirection::kToAgent;
    case LinkStall::Which::kToCaller:
      return direction == LinkDirection::kToCaller;
  }
  return false;
}

}  // namespace

Link::Link(LinkConfig config) : config_(std::move(config)) {
  std::sort(config_.stalls.begin(), config_.stalls.end(),
            [](const LinkStall& a, const LinkStall& b) { return a.at < b.at; });
  Random random(config_.seed);
  for (std::size_t i = 0; i < lanes_.size(); ++i) lanes_[i].random = random.fork(i + 1);
}

bool Link::send(Instant now, LinkDirection direction, SharedText text) {
  now_ = std::max(now_, now);
  Lane& out = lane(direction);
  if (out.closed || out.queue.size() >= kMaxInFlight) return false;
  const Instant at = arrival(now, direction);
  out.queue.push({direction, std::move(text), at, now, false, 0});
  return true;
}

void Link::close(Instant now, LinkDirection direction, int code) {
  now_ = std::max(now_, now);
  Lane& out = lane(direction);
  if (out.closed) return;
  const Instant at = arrival(now, direction);
  out.queue.push({direction, {}, at, now, true, code});
  out.closed = true;
}

Instant Link::next_deadline() const {
  Instant next = kNever;
  for (const Lane& out : lanes_) {
    if (!out.queue.empty()) next = std::min(next, out.queue.front().at);
  }
  return next;
}

void Link::handle_timeout(Instant now) {
  now_ = std::max(now_, now);
}

std::optional<Delivery> Link::poll() {
  Lane* first = nullptr;
  for (Lane& out : lanes_) {
    if (out.queue.empty() || out.queue.front().at > now_) continue;
    if (first == nullptr || out.queue.front().at < first->queue.front().at) first = &out;
  }
  return first == nullptr ? std::nullopt : first->queue.pop();
}

Instant Link::arrival(Instant now, LinkDirection direction) {
  Lane& out = lane(direction);
  Instant at = now + config_.delay;
  const std::int64_t jitter = to_micros(config_.jitter);
  if (jitter > 0) {
    const bool uniform = config_.jitter_shape == JitterShape::kUniform;
    at += micros(uniform ? out.random.between(0, jitter) : std::abs(out.random.normal(jitter)));
  }
  // A stall may end inside a burst's hold and the other way round: go on until neither moves it.
  for (Instant before = kNever; before != at;) {
    before = at;
    at = after_bursts(after_stalls(at, direction));
  }
  out.last_at = std::max(out.last_at, at);  // nothing overtakes
  return out.last_at;
}

Instant Link::after_stalls(Instant at, LinkDirection direction) const {
  for (const LinkStall& stall : config_.stalls) {  // sorted, so a stall that begins before the last ends is seen
    const Instant end = stall.at + stall.length;
    if (concerns(stall.direction, direction) && at >= stall.at && at < end) at = end;
  }
  return at;
}

Instant Link::after_bursts(Instant at) const {
  const std::int64_t every = to_micros(config_.bursts.every);
  if (every <= 0) return at;
  const std::int64_t hold = std::clamp<std::int64_t>(to_micros(config_.bursts.hold), 0, every - 1);
  const std::int64_t into = to_micros(at) % every;
  const bool first_period = to_micros(at) < every;
  return !first_period && into < hold ? at + micros(hold - into) : at;
}

}  // namespace parley
