// ECHO: a call that proves the line in both directions. Each of the caller's frames goes back at once with the
// payload that it came with: no lead, no marks, no states. The doors are those of `Call`, so whoever drives one
// drives both.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/fifo.h"
#include "core/base/machine.h"
#include "core/call/action.h"
#include "core/call/connection_event.h"
#include "core/call/line_reception.h"
#include "core/twilio/messages.h"

namespace parley {

class EchoCall {
 public:
  void handle(Instant now, const twilio::Inbound& message);
  void handle(Instant now, const ConnectionEvent& event);
  void handle_timeout(Instant) {}
  std::optional<Action> poll() { return actions_.pop(); }
  Instant next_deadline() const { return kNever; }

 private:
  /// The summary waits for the last frame to be written, since `tx` counts what the kernel took.
  void sum_up(Instant now);

  LineReception reception_;
  Fifo<Action> actions_;
  std::int64_t sent_ = 0;
  std::int64_t written_ = 0;
  bool lost_ = false;
  bool summed_up_ = false;
};
static_assert(Machine<EchoCall>);

}  // namespace parley
