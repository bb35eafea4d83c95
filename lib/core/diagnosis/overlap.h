// An interruption that was not heeded: the caller spoke on, and so did the agent, with no `clear`. Three rules
// share this one look, since only one of them may name it:
//
//   barge-in-ignored      nothing that it sent shows that it had noticed
//   barge-in-no-clear     it stopped sending, or answered while the old reply still played, but sent no `clear`
//   barge-in-blind-tail   all had been sent already, though it heeds an interruption while it sends, or answered
//   this
//                         one as if it had been silent
#pragma once

#include <cstdint>
#include <vector>

#include "core/diagnosis/finding.h"

namespace parley {

enum class UnheededKind : std::uint8_t { kIgnored, kNoClear, kBlindTail };

struct Unheeded {
  UnheededKind kind = UnheededKind::kIgnored;
  const Interruption* interruption = nullptr;
  const Reply* reply = nullptr;
  Duration went_on{};  // how long the reply was heard after his onset
};

std::vector<Unheeded> find_unheeded(const CallAccount& account);
/// One finding for all of a kind, or none; without causes and advice, which are the rules' own.
std::vector<Finding> unheeded_finding(const CallAccount& account, UnheededKind kind, std::string_view id);

}  // namespace parley
