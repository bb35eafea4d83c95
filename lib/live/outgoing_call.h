// One live call to a server's stream, from connecting to its end: what `twisim call`, `run --target` and `load` are
// made of. It gives the same record of a call as the simulator does, so that the same eyes judge both.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "live/call_problem.h"
#include "live/live_peer.h"
#include "sim/scenario.h"
#include "sim/simulator.h"

namespace parley {

/// What the caller does, and the recordings he does it with; shared, for many may play the same.
struct CallScript {
  Scenario scenario;
  SoundBank sounds;
};

struct CallPlan {
  std::shared_ptr<const CallScript> script;
  SocketTarget target;
  PeerConfig peer;
  std::shared_ptr<trace::TraceSink> sink{};  // takes the events instead of the trace, which then stays empty
};

class OutgoingCall : public std::enable_shared_from_this<OutgoingCall> {
 public:
  /// Each is called on the loop, once; either may be empty.
  struct Events {
    std::function<void()> started;   // the server has accepted
    std::function<void()> finished;  // or no call came about; the call may be dropped then
  };

  OutgoingCall(EventLoop& loop, CallPlan plan, Events events);

  /// On the loop's thread. Whoever holds the call holds it until it is finished, or ends it by letting go.
  void start();
  void hang_up();

  bool in_progress() const { return peer_ != nullptr && !finished_; }
  bool finished() const { return finished_; }
  /// Why no call came about; nothing if one did.
  const std::optional<CallProblem>& problem() const { return problem_; }
  const ConnectTimes& connect_times() const { return times_; }
  const Scenario& scenario() const { return plan_.script->scenario; }
  /// What has happened so far; nothing is ever taken away or changed, but for the header at the end.
  const trace::CallTrace& trace() const { return trace_; }
  /// Null until the server has accepted.
  const LivePeer* peer() const { return peer_.get(); }
  /// At the end: the call as the simulator would give it.
  SimulatedCall take_result();

 private:
  void connected(Connected connection);
  void fail(CallProblem problem);
  void over();
  void finish();

  EventLoop& loop_;
  CallPlan plan_;
  Events events_;
  trace::CallTrace trace_;
  trace::MemorySink sink_;
  std::unique_ptr<LivePeer> peer_;
  std::optional<CallProblem> problem_;
  ConnectTimes times_;
  bool given_up_ = false;
  bool finished_ = false;
};

/// Fills in the identifiers that are empty with ones that no other call has, so that a server that keeps records
/// does not take two calls for one.
void draw_identifiers(PeerConfig& peer);

/// The system's time in UTC: "2026-11-21T10:00:00.000123Z".
std::string utc_text();

}  // namespace parley
