// The agent's own states followed each other in a way that they may not.
//
//   LISTENING -> PROCESSING -> SPEAKING -> LISTENING, PROCESSING -> LISTENING, anything -> Ended
#include <string_view>

#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

std::string_view word(TurnState state) {
  switch (state) {
    case TurnState::kListening:
      return "LISTENING";
    case TurnState::kProcessing:
      return "PROCESSING";
    case TurnState::kSpeaking:
      return "SPEAKING";
    case TurnState::kEnded:
      return "ended";
  }
  return "ended";
}

bool legal(TurnState from, TurnState to) {
  if (from == to) return from != TurnState::kEnded;
  if (from == TurnState::kEnded) return false;
  if (to == TurnState::kEnded || to == TurnState::kListening) return true;
  if (to == TurnState::kProcessing) return from == TurnState::kListening;
  return from == TurnState::kProcessing;
}

/// A log of somebody else's: many go straight to SPEAKING for their greeting, and who never prints that he listens
/// shows no transitions at all.
bool means_nothing(const CallAccount& account, const StateEntry& state) {
  if (state.log_line == 0) return false;
  const bool greets = account.turns.empty() || state.at < account.turns.front().end;
  if (state.to == TurnState::kSpeaking && greets) return true;
  return std::none_of(account.states.begin(), account.states.end(),
                      [](const StateEntry& each) { return each.to == TurnState::kListening; });
}

std::vector<Finding> check(const CallAccount& account) {
  std::vector<Finding> found;
  for (const StateEntry& state : account.states) {
    if (legal(state.from, state.to) || means_nothing(account, state)) continue;
    const std::string step = std::string(word(state.from)) + " to " + std::string(word(state.to));
    if (!found.empty()) {
      found.front().evidence.push_back({step + " " + moment_text(state.at), state.at, state.event, state.log_line});
      continue;
    }
    Finding finding;
    finding.id = "illegal-transition";
    finding.turn = state.turn;
    finding.at = state.at;
    finding.explanation = "The agent went from " + step + " at " + moment_text(state.at) +
                          ", which skips a step: what it believes about the turn no longer holds.";
    finding.evidence.push_back({step + " " + moment_text(state.at), state.at, state.event, state.log_line});
    finding.causes.push_back({Certainty::kLikely,
                              "something outside the turn's own path sets the state: a late result, "
                              "a greeting, a timer of an earlier turn"});
    finding.look_at =
        "every place that sets the state: is there one function with one table, and do late results carry "
        "the turn they belong to?";
    found.push_back(std::move(finding));
  }
  return found;
}

}  // namespace

std::vector<Finding> illegal_transition(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
