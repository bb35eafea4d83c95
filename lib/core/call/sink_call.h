// SINK: a call that proves reception. It checks and counts the caller's frames and sends nothing at all. The doors
// are those of `Call`, so whoever drives one drives both.
#pragma once

#include <optional>

#include "core/base/fifo.h"
#include "core/base/machine.h"
#include "core/call/action.h"
#include "core/call/connection_event.h"
#include "core/call/line_reception.h"
#include "core/twilio/messages.h"

namespace parley {

class SinkCall {
 public:
  void handle(Instant now, const twilio::Inbound& message);
  void handle(Instant now, const ConnectionEvent& event);
  void handle_timeout(Instant) {}
  std::optional<Action> poll() { return actions_.pop(); }
  Instant next_deadline() const { return kNever; }

 private:
  void sum_up(Instant now);

  LineReception reception_;
  Fifo<Action> actions_;
  bool summed_up_ = false;
};
static_assert(Machine<SinkCall>);

}  // namespace parley
