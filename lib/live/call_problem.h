// Why no call came about, as Twilio's debugger would name it and with what cures it here. From the step at which
// connecting failed to a code; nothing is connected here.
#pragma once

#include <optional>
#include <string>

#include "live/web_socket.h"

namespace parley {

struct CallProblem {
  int code = 0;      // Twilio's; 0 where Twilio has none
  std::string what;  // "TCP: connection refused"
  std::string cure;

  /// "31902 Stream - WebSocket - Connection Refused: TCP: connection refused".
  std::string text() const;
};

CallProblem problem_of(const ConnectFailure& failure, const SocketTarget& target);
/// What the 101 answer must not say: a subprotocol or an extension that was not offered. Twilio offers neither.
std::optional<CallProblem> problem_of_answer(const Headers& answer);

/// "Stream - WebSocket - Connection Refused"; empty for a code that is not known.
std::string title_of(int code);

}  // namespace parley
