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

std::vector<Finding> check(const CallAccount& account) {
  std::vector<Finding> found;
  for (const StateEntry& state : account.states) {
    if (legal(state.from, state.to)) continue;
    const std::string step = std::string(word(state.from)) + " to " + std::string(word(state.to));
    if (!found.empty()) {
      found.front().evidence.push_back({step + " " + moment_text(state.at), state.at, state.event});
      continue;
    }
    Finding finding;
    finding.id = "illegal-transition";
    finding.turn = state.turn;
    finding.at = state.at;
    finding.explanation = "The agent went from " + step + " at " + moment_text(state.at) +
                          ", which skips a step: what it believes about the turn no longer holds.";
    finding.evidence.push_back({step + " " + moment_text(state.at), state.at, state.event});
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
