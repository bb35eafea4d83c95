// What the reply machine wants done; its owner carries it out, in order. The set is closed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/ids.h"
#include "core/reply/provider_event.h"

namespace parley {

struct AskProvider {
  ProviderRequest request;
};
/// More audio to say; `sentence_start` marks a place from which a suspended reply may go on.
struct Play {
  TurnId turn;
  ReplyKind kind = ReplyKind::kAnswer;
  std::vector<std::uint8_t> mulaw;
  bool sentence_start = false;
};
/// All audio of this turn's reply has been given; the call ends after it if `farewell`.
struct PlayDone {
  TurnId turn;
  ReplyKind kind = ReplyKind::kAnswer;
  bool farewell = false;
};
struct Composed {
  TurnId turn;
  std::string text;
};
struct StageFailure {
  Stage stage;
  TurnId turn;
  std::string reason;
};
struct LateEvent {
  TurnId turn;
  std::string_view what;
};
/// A deadline passed: "filler", "reply" or "provider_stall".
struct ReplyOverdue {
  TurnId turn;
  std::string_view what;
};

using ReplyStep = std::variant<AskProvider, Play, PlayDone, Composed, StageFailure, LateEvent, ReplyOverdue>;
using ReplySteps = std::vector<ReplyStep>;

}  // namespace parley
