// One call on our side of a socket: drives an agent, which decides everything, with a WebSocket and the loop's
// wheel. It asks the clock once for each thing that happens.
//
// The agent is made when `start` says which call this is; until then the few texts that come are kept with their
// instants and told to it afterwards.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/fifo.h"
#include "core/base/result.h"
#include "core/twilio/messages.h"
#include "live/event_loop.h"
#include "live/web_socket.h"
#include "sim/agent.h"

namespace parley {

class LiveCall;

/// Where an agent lives that waits for others: they come back on the loop's thread, and then it asks to be woken.
struct AgentSeat {
  EventLoop& loop;
  std::function<void()> wake;  // soon, its deadline is looked at anew; as long as the agent lives
  /// So many frames of the caller's reached nobody who hears, for want of room; may be empty.
  std::function<void(std::int64_t frames)> unheard{};
};

/// Makes the agent of a call, with whatever records it; an error closes the stream and is logged.
using AgentMaker = std::function<Result<std::unique_ptr<Agent>>(const twilio::Start& start, const AgentSeat& seat)>;

/// What whoever owns calls wants to know of them. Each may be empty.
struct LiveCallEvents {
  std::function<void(Duration lateness)> sent;  // of a media frame: the kernel's acceptance less its deadline
  std::function<void(const std::string& problem)> refused;  // no agent could be made, or the peer misbehaves
  std::function<void(const SocketEnd&)> ended;              // once; the call may be destroyed then, but not within
};

struct LiveCallLimits {
  std::size_t texts_before_start = 8;
  std::size_t unwritten_bytes = 4'000'000;  // a peer that does not read: the connection is dropped
  Duration start_within = seconds(10);      // no `start` by then: closed
  Duration silence = seconds(60);           // nothing received for so long: dropped as dead
};

class LiveCall final : public WebSocket::Listener, private Sleeper {
 public:
  LiveCall(EventLoop& loop, std::shared_ptr<WebSocket> socket, AgentMaker maker, LiveCallEvents events,
           LiveCallLimits limits = {});
  ~LiveCall();

  void start();
  void drain();
  /// Ends the call now, as at the end of draining.
  void close(std::uint16_t code, std::string_view reason);

 private:
  void on_text(std::string_view text) override;
  void on_binary(std::size_t bytes) override;
  void on_wrote() override;
  void on_closed(const SocketEnd& end) override;
  void on_wake(SteadyTime now) override;

  void before_start(Instant now, std::string_view text);
  void begin(Instant now, const twilio::Start& start);
  void pump();
  void arm();
  void check_peer(Instant now);
  void come_to_rest(Instant now);
  void wake_soon();

  EventLoop& loop_;
  std::shared_ptr<WebSocket> socket_;
  AgentMaker maker_;
  LiveCallEvents events_;
  LiveCallLimits limits_;
  LiveClock clock_;
  std::unique_ptr<Agent> agent_;
  std::vector<std::pair<Instant, std::string>> before_start_;
  Fifo<Instant> deadlines_;  // of the texts that the socket has not taken, oldest first
  Instant last_heard_ = kCallStart;
  bool draining_ = false;
  bool reading_ = true;    // as the agent last said
  bool given_up_ = false;  // the peer was too late with something and is being closed
  bool ended_ = false;     // the connection is gone
  SocketEnd end_;
  Instant rest_by_ = kNever;
};

}  // namespace parley
