// What the reply machine wants done; its owner carries it out, in order. The set is closed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/reply/provider_event.h"
#include "core/reply/reply_ending.h"

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
/// All audio of this turn's reply has been given; `ending` follows once it has been heard.
struct PlayDone {
  TurnId turn;
  ReplyKind kind = ReplyKind::kAnswer;
  ReplyEnding ending;
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

/// So much of what the caller said was too old to be kept for a recogniser that was away.
struct AudioLost {
  Duration length{};
};

using ReplyStep =
    std::variant<AskProvider, Play, PlayDone, Composed, StageFailure, LateEvent, ReplyOverdue, AudioLost>;
using ReplySteps = std::vector<ReplyStep>;

}  // namespace parley
