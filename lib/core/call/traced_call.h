// A call with its texts and its record. Every input goes into the trace with its instant and an ordinal before the
// call sees it, so that a replay can feed exactly these and recompute all the rest; drivers use this and never
// `Call`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "core/base/fifo.h"
#include "core/base/machine.h"
#include "core/base/shared_text.h"
#include "core/call/call.h"
#include "core/trace/trace_sink.h"

namespace parley {

/// A text to write to the socket. The driver says `wrote` when the kernel has taken it.
struct WriteText {
  SharedText text;
  Instant deadline = kNever;  // when it was due; kNever for what is sent as it arises
};
using TracedAction = std::variant<WriteText, ProviderRequest, CloseCall>;

class TracedCall {
 public:
  TracedCall(const CallConfig& config, Instant now, trace::TraceSink& sink);

  void opened(Instant now);
  void receive(Instant now, SharedText text);
  void handle(Instant now, const ProviderEvent& event);
  /// The oldest text that was polled has been written.
  void wrote(Instant now);
  void closed(Instant now, std::string reason);
  void draining(Instant now);
  void handle_timeout(Instant now);
  std::optional<TracedAction> poll();
  Instant next_deadline() const { return call_.next_deadline(); }

  /// A text was polled and has not been written yet; without one, `wrote` is the driver's bug.
  bool awaits_write() const { return !unwritten_.empty(); }
  const Call& call() const { return call_; }

 private:
  struct Unwritten {
    SharedText text;
    Instant deadline;
  };

  template <class What>
  void input(Instant now, What&& what);

  Call call_;
  trace::TraceSink& sink_;
  Instant now_ = kCallStart;  // of the newest input
  std::int64_t next_input_ = 0;
  Fifo<Unwritten> unwritten_;
  std::string text_;  // of a message while it is written; reused for every one
  TextArena texts_;
};

static_assert(Machine<TracedCall>);

}  // namespace parley
