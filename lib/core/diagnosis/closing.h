// The agent's side closed the connection. Three rules share this one look, since only one of them may name it:
//
//   dropped-call             the connection broke: no closing handshake, or a code that says something went wrong
//   hangup-during-playback   closed in good order, with audio held that the caller had not heard
//   premature-close          closed in good order, while the caller spoke or waited for an answer
//
// To close after the last word has been heard is no fault, whoever says goodbye first.
#pragma once

#include <cstdint>
#include <optional>

#include "core/diagnosis/finding.h"

namespace parley {

enum class ClosingKind : std::uint8_t { kAtRest, kBroken, kCutsPlayback, kCutsCaller };

struct Closing {
  ClosingKind kind = ClosingKind::kAtRest;
  bool broken = false;                     // by its code
  bool speaking = false;                   // the caller, right then
  const CallerTurn* unanswered = nullptr;  // his last turn, if nothing had come
};

std::optional<Closing> find_closing(const CallAccount& account);
/// Without causes and advice, which are the rules' own.
Finding closing_finding(const CallAccount& account, const Closing& closing, std::string_view id);

}  // namespace parley
