// Our side of the wire as a driver sees it: the doors of a machine, with texts in and out. The simulator drives one
// in virtual time and lib/live drives the same object on a socket. Agents are an open set: Parley's own, the naive
// ones, ECHO and SINK.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/base/shared_text.h"
#include "core/base/time.h"

namespace parley {

struct AgentText {
  SharedText text;
  Instant deadline = kNever;  // when it was due, for what has a deadline
};
struct AgentCloses {
  std::string reason;
  int code = 1000;
};
using AgentOutput = std::variant<AgentText, AgentCloses>;

class Agent {
 public:
  virtual ~Agent() = default;
  virtual void opened(Instant now) = 0;
  virtual void receive(Instant now, SharedText text) = 0;
  /// The oldest text that was polled has been taken: by the link in virtual time, by the kernel on a socket.
  virtual void wrote(Instant) {}
  virtual void closed(Instant now, std::string reason) = 0;
  /// No new calls; this one is to come to its end.
  virtual void draining(Instant) {}
  virtual void handle_timeout(Instant now) = 0;
  virtual Instant next_deadline() const = 0;
  virtual std::optional<AgentOutput> poll() = 0;
  /// False: it is blocked, and what comes waits in the socket until that is full.
  virtual bool reading() const { return true; }
};

}  // namespace parley
