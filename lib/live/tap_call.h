// One call that passes through between Twilio and a server: every message goes on to the other side verbatim and in
// order, a close with its code, and both directions are recorded as one trace, seen from the middle.
//
// A side that does not read makes the other one wait: what is queued for it is bounded, and beyond the bound
// nothing more is read for it. A side that takes nothing for a long time ends the call.
//
// Not here: connecting, HTTP, TwiML (tap_service.h). Pings are answered on each side and do not go through.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/fifo.h"
#include "core/trace/trace_sink.h"
#include "live/event_loop.h"
#include "live/lateness.h"
#include "live/web_socket.h"

namespace parley {

struct TapLimits {
  std::size_t unwritten_bytes = 256 * 1024;  // for one side; then the other is not read
  std::size_t events_before_start = 64;      // kept until `start` names the call; later ones are not recorded
  std::size_t bytes_before_start = 1024 * 1024;
  std::chrono::seconds taking{60};    // a side takes none of what waits for it
  std::chrono::seconds silence{300};  // neither side says anything
};

/// What there is to tell of a call that is over.
struct TapReport {
  std::string call_sid;
  std::string stream_sid;
  Duration length{};
  std::int64_t to_agent = 0;  // messages
  std::int64_t from_agent = 0;
  std::int64_t binary = 0;  // among them
  std::int64_t pauses = 0;  // times that a side was not read because the other did not take
  std::int64_t unrecorded = 0;
  // From having read a message to the kernel having taken it for the other side. What the network and the system's
  // own queues add is not in it.
  LatenessHistogram delay_to_agent;
  LatenessHistogram delay_from_agent;
  bool ended_by_server = false;
  SocketEnd end;  // as it came from that side
};

struct TapCallEvents {
  /// Where the call is recorded, once `start` has named it; may be empty or give nothing.
  std::function<std::unique_ptr<trace::TraceSink>(trace::TraceHeader header)> record;
  /// Once a call and direction: the side that sends this way is held back, for the other does not read.
  std::function<void(trace::Direction)> held_back;
  std::function<void(const TapReport&)> ended;  // once; the call may be destroyed then, but not within
};

class TapCall final : private Sleeper {
 public:
  TapCall(EventLoop& loop, std::shared_ptr<WebSocket> twilio, std::shared_ptr<WebSocket> server,
          TapCallEvents events, TapLimits limits = {});
  ~TapCall();

  void start();

 private:
  /// A connection and what goes out on it.
  struct Side final : WebSocket::Listener {
    Side(TapCall& the_call, std::shared_ptr<WebSocket> the_socket, trace::Direction the_direction)
        : call(the_call), socket(std::move(the_socket)), direction(the_direction) {}
    void on_text(std::string_view text) override;
    void on_binary(std::size_t) override {}
    void on_binary_data(std::string_view data) override;
    void on_wrote() override;
    void on_closed(const SocketEnd& how) override;

    TapCall& call;
    std::shared_ptr<WebSocket> socket;
    trace::Direction direction;  // of what comes from here
    Fifo<Instant> read_at;       // of what this side has not yet taken
    Instant last_took = kCallStart;
    bool closing = false;
    bool paused = false;
    bool told = false;  // that it was held back
    std::optional<SocketEnd> end;
  };

  void on_wake(SteadyTime now) override;

  Side& other(Side& side) { return &side == &twilio_ ? server_ : twilio_; }
  void forward(Side& from, std::string_view data, bool binary);
  void took(Side& side);
  void closed(Side& side);
  bool is_stuck(const Side& side, Instant now) const;
  void name_call(std::string_view text);
  void record(Instant at, trace::What what);
  void open_record();
  void finish();

  EventLoop& loop_;
  TapCallEvents events_;
  TapLimits limits_;
  LiveClock clock_;
  Side twilio_;
  Side server_;
  TapReport report_;
  std::unique_ptr<trace::TraceSink> sink_;
  std::vector<trace::CallEvent> before_start_;
  std::size_t bytes_before_start_ = 0;
  Instant last_heard_ = kCallStart;
  bool record_opened_ = false;
  bool finished_ = false;
};

}  // namespace parley
