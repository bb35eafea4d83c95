#include "live/live_call.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/twilio/codec.h"

namespace parley {
namespace {

constexpr std::uint16_t kPolicyClose = 1008;
constexpr std::uint16_t kErrorClose = 1011;
// Twice what an agent waits for the words of a flushed utterance (SPEC 1.4).
constexpr Duration kRestWithin = seconds(4);

}  // namespace

LiveCall::LiveCall(EventLoop& loop, std::shared_ptr<WebSocket> socket, AgentMaker maker, LiveCallEvents events,
                   LiveCallLimits limits)
    : loop_(loop),
      socket_(std::move(socket)),
      maker_(std::move(maker)),
      events_(std::move(events)),
      limits_(limits),
      clock_(std::chrono::steady_clock::now()) {}

LiveCall::~LiveCall() {
  if (!ended_) {
    socket_->forget_listener();
    socket_->abort();
  }
}

void LiveCall::start() {
  arm();
  socket_->start(*this);
}

void LiveCall::drain() {
  draining_ = true;
  if (!agent_) return;
  const Instant now = clock_.now();
  agent_->draining(now);
  pump();
}

void LiveCall::close(std::uint16_t code, std::string_view reason) {
  socket_->close(code, reason);
}

void LiveCall::on_text(std::string_view text) {
  const Instant now = clock_.now();
  last_heard_ = now;
  if (agent_) {
    agent_->receive(now, text);
    pump();
  } else {
    before_start(now, text);
  }
}

void LiveCall::before_start(Instant now, std::string_view text) {
  before_start_.emplace_back(now, std::string(text));
  const twilio::Inbound message = twilio::parse_inbound(text);
  if (const auto* start = std::get_if<twilio::Start>(&message)) {
    begin(now, *start);
  } else if (before_start_.size() >= limits_.texts_before_start) {
    if (events_.refused) events_.refused("the stream sends messages and no start");
    socket_->close(kPolicyClose, "no start");
  }
}

/// The agent lives through what came before it was made.
void LiveCall::begin(Instant now, const twilio::Start& start) {
  auto agent = maker_(start, AgentSeat{loop_, [this] { wake_soon(); }});
  if (!agent) {
    if (events_.refused) events_.refused(agent.error().text());
    socket_->close(kErrorClose, "no agent");
    return;
  }
  agent_ = std::move(*agent);
  agent_->opened(kCallStart);
  for (auto& [at, text] : before_start_) agent_->receive(at, std::move(text));
  before_start_.clear();
  if (draining_) agent_->draining(now);
  pump();
}

void LiveCall::on_binary(std::size_t) {
  last_heard_ = clock_.now();
  if (events_.refused) events_.refused("a binary message came; Twilio sends none");
}

void LiveCall::on_wrote() {
  const auto deadline = deadlines_.pop();
  if (!agent_ || !deadline) return;
  const Instant now = clock_.now();
  if (*deadline != kNever && events_.sent) events_.sent(now - *deadline);
  agent_->wrote(now);
  pump();
}

void LiveCall::on_closed(const SocketEnd& end) {
  ended_ = true;
  end_ = end;
  const Instant now = clock_.now();
  rest_by_ = now + kRestWithin;
  if (agent_) agent_->closed(now, end.reason.empty() ? "code " + std::to_string(end.code) : end.reason);
  come_to_rest(now);
}

/// The connection is gone, and the agent may still wait for the last words of the caller's last sentence.
void LiveCall::come_to_rest(Instant now) {
  Instant next = kNever;
  if (agent_) {
    while (agent_->poll()) {
      // Nothing can be sent any more; what is recorded has been recorded.
    }
    next = agent_->next_deadline();
  }
  if (next != kNever && now < rest_by_) {
    loop_.arm(*this, clock_.when(std::min(next, rest_by_)));
    return;
  }
  loop_.arm(*this, SteadyTime::max());
  if (const auto ended = std::exchange(events_.ended, nullptr)) ended(end_);
}

void LiveCall::wake_soon() {
  if (agent_ && !ended_) {
    arm();
  } else if (agent_) {
    loop_.arm(*this, clock_.when(std::min(agent_->next_deadline(), rest_by_)));
  }
}

void LiveCall::on_wake(SteadyTime woken) {
  const Instant now = clock_.at(woken);
  if (ended_) {
    if (agent_ && agent_->next_deadline() <= now) agent_->handle_timeout(now);
    come_to_rest(now);
  } else if (agent_ && agent_->next_deadline() <= now) {
    agent_->handle_timeout(now);
    pump();
  } else {
    check_peer(now);
    if (!ended_) arm();
  }
}

void LiveCall::check_peer(Instant now) {
  if (given_up_) return;
  given_up_ = true;
  if (!agent_ && now - kCallStart >= limits_.start_within) {
    if (events_.refused) events_.refused("no start came in time");
    socket_->close(kPolicyClose, "no start");
  } else if (now - last_heard_ >= limits_.silence) {
    if (events_.refused) events_.refused("nothing was heard for a minute: the connection is dropped as dead");
    socket_->abort();
  } else {
    given_up_ = false;
  }
}

void LiveCall::pump() {
  while (auto output = agent_->poll()) {
    if (auto* text = std::get_if<AgentText>(&*output)) {
      deadlines_.push(text->deadline);
      socket_->send(std::string(text->text.view()));
    } else {
      socket_->close(static_cast<std::uint16_t>(std::get<AgentCloses>(*output).code), {});
    }
  }
  if (socket_->unwritten_bytes() > limits_.unwritten_bytes) {
    if (events_.refused) events_.refused("the peer does not read: the connection is dropped");
    socket_->abort();
  }
  if (ended_) return;
  // Only on a change: within on_text the socket must not be told to read what it is reading.
  if (const bool reading = agent_->reading(); reading != reading_) {
    reading_ = reading;
    socket_->pause_reading(!reading);
  }
  arm();
}

void LiveCall::arm() {
  const Instant agent = agent_ ? agent_->next_deadline() : given_up_ ? kNever : kCallStart + limits_.start_within;
  const Instant dead = given_up_ ? kNever : last_heard_ + limits_.silence;
  loop_.arm(*this, clock_.when(std::min(agent, dead)));
}

}  // namespace parley
