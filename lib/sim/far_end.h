// Everything on the caller's side of the wire as one machine: the scripted caller, Twilio's side, and the line that
// is impaired as the scenario says. Texts go out to the agent and come in from it; what was seen here becomes the
// trace of the far end. `twisim run` drives it in virtual time, `twisim call` on a socket.
//
//   ScriptedCaller -- frames, keys --> TwilioPeer -- texts --> Link -- FarEndText --> agent
//         ^---------- what was played ------'  ^-------------- Link <---- receive ------'
//
// Within one instant what is in flight is delivered first, in the order in which it was sent, then the caller's
// timer fires, then the peer's. `poll` goes through them one at a time, so that an agent in virtual time answers
// each text before the next thing happens.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/fifo.h"
#include "core/base/machine.h"
#include "core/peer/twilio_peer.h"
#include "core/trace/trace_sink.h"
#include "sim/link.h"
#include "sim/scenario.h"
#include "sim/scripted_caller.h"

namespace parley {

/// A message to the agent.
struct FarEndText {
  SharedText text;
};
/// Twilio closes the connection; code 1006: it vanishes without a closing handshake.
struct FarEndCloses {
  int code = 1000;
};
using FarEndOutput = std::variant<FarEndText, FarEndCloses>;

class FarEnd {
 public:
  /// After the caller has hung up, or the agent has closed, what is still on its way comes to rest within this.
  static constexpr Duration kAftermath = seconds(10);
  /// After a protocol error (31924) Twilio neither reads nor closes for so long, and then the connection is lost.
  static constexpr Duration kHalfOpen = seconds(30);

  /// All sounds that the scenario needs are in `sounds` (`check_sounds`), which outlives this, as do the scenario
  /// and the sink. What `peer` says of the line (clear_marks, inbound_silence) is replaced by the scenario's.
  FarEnd(const Scenario& scenario, const SoundBank& sounds, PeerConfig peer, trace::TraceSink& sink);

  /// The header of a trace of this call as the far end sees it.
  trace::TraceHeader trace_header() const;

  /// The agent accepted the connection.
  void opened(Instant now);
  /// The agent sent a text; it now enters the line.
  void receive(Instant now, SharedText text);
  /// The agent sent a binary message, which Twilio does not take.
  void receive_binary(Instant now);
  /// The agent closed the connection, with this code of the WebSocket protocol.
  void agent_closed(Instant now, int code = 1000);
  /// The caller hangs up now, whatever the scenario says.
  void hang_up(Instant now);
  /// The agent's side has not taken what was sent to it, and the socket is full.
  void unread(Instant now);

  void handle_timeout(Instant now);
  Instant next_deadline() const;
  std::optional<FarEndOutput> poll();

  /// When the call is over; kNever while it lasts.
  Instant over_at() const { return over_at_; }
  const ScriptedCaller& caller() const { return caller_; }
  const TwilioPeer& peer() const { return peer_; }
  const std::vector<PeerWarning>& warnings() const { return warnings_; }

 private:
  /// What of the present instant is still to be done.
  enum class Stage : std::uint8_t { kLine, kCaller, kPeer, kDone };

  bool drain_caller();
  bool drain_peer();
  void deliver_to_peer(Delivery& delivery);
  void ends(Instant now);
  void break_off(Instant now);
  void record(Instant now, trace::What what) { sink_.record({now, std::move(what), trace::kNotAnInput}); }

  const Scenario& scenario_;
  ScriptedCaller caller_;
  TwilioPeer peer_;
  Link link_;
  trace::TraceSink& sink_;
  Stage stage_ = Stage::kDone;
  Instant now_ = kCallStart;
  Instant over_at_ = kNever;
  bool half_open_ = false;        // after a protocol error
  Instant vanishes_at_ = kNever;  // ... until then
  std::vector<PeerWarning> warnings_;
};

static_assert(Machine<FarEnd>);

}  // namespace parley
