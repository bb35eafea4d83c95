// The far end of one call on a socket: drives the caller, Twilio's side and the impaired line (sim/far_end.h) with
// a WebSocket and the loop's wheel. Nothing is decided here.
//
// What was due is done at the instant at which it was due, in the order of these instants, even if we are woken
// late; so the far end's clock does not drift, its marks return when their audio has been played, and what it
// records of itself is exact. How late the wakes and the writes really were is measured, and says how far the rest
// can be trusted.
//
// Not here: connecting (outgoing_call.h), what is thought of the call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/fifo.h"
#include "core/diagnosis/finding.h"
#include "core/trace/trace_sink.h"
#include "live/event_loop.h"
#include "live/lateness.h"
#include "live/web_socket.h"
#include "sim/far_end.h"

namespace parley {

/// What the socket did beside what the machine knows.
struct LivePeerCounters {
  std::int64_t texts_sent = 0;
  std::int64_t texts_received = 0;
  std::int64_t media_dropped = 0;  // the server did not read (Twilio's 31930)
  LatenessHistogram wakes;         // against the machine's deadlines
  LatenessHistogram writes;        // the kernel's acceptance, where nothing of ours was waiting before it
  LatenessHistogram own;           // both

  bool reliable() const { return MeasurementQuality{own.p99()}.reliable(); }
};

class LivePeer final : public WebSocket::Listener, private Sleeper {
 public:
  /// A server that does not read lets this much pile up, some ten seconds; then the caller's audio is dropped.
  static constexpr std::size_t kMostUnwritten = 256 * 1024;

  /// `over` is called once, when the machine is at rest and the connection has ended; this may be destroyed then,
  /// but not within. Scenario, sounds and sink outlive this.
  LivePeer(EventLoop& loop, const Scenario& scenario, const SoundBank& sounds, PeerConfig config,
           trace::TraceSink& sink, std::function<void()> over);
  ~LivePeer();

  /// The server has accepted: the call begins now.
  void start(std::shared_ptr<WebSocket> socket);
  /// The caller hangs up now, whatever the scenario says.
  void hang_up();

  const FarEnd& far_end() const { return far_end_; }
  const LivePeerCounters& counters() const { return counters_; }
  /// How the connection ended; nothing while it lasts, or where it was we who gave up.
  const std::optional<SocketEnd>& end() const { return end_; }
  Instant now() const { return clock_.now(); }

 private:
  void on_text(std::string_view text) override;
  void on_binary(std::size_t bytes) override;
  void on_wrote() override;
  void on_closed(const SocketEnd& end) override;
  void on_wake(SteadyTime woken) override;

  void catch_up(Instant now);
  void drain(Instant at);
  void send(std::string_view text, Instant due);
  void settle(Instant now);

  EventLoop& loop_;
  FarEnd far_end_;
  std::function<void()> over_;
  LiveClock clock_;
  std::shared_ptr<WebSocket> socket_;
  Fifo<Instant> due_;  // of the texts that the socket has not taken; kNever where something waited before it
  Instant stepped_ = kCallStart;
  std::optional<SocketEnd> end_;
  bool finished_ = false;
  LivePeerCounters counters_;
};

}  // namespace parley
