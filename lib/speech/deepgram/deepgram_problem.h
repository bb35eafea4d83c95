// Why Deepgram gave no connection, in one sentence, and whether trying again can help.
#pragma once

#include <string>
#include <string_view>

#include "live/web_socket.h"

namespace parley {

struct DeepgramProblem {
  std::string sentence;
  bool may_pass = true;  // false: only a person can mend it
};

/// `secret` is what must not be shown, should the answer quote it.
DeepgramProblem deepgram_problem(const ConnectFailure& failure, std::string_view secret);

}  // namespace parley
