#include "core/diagnosis/rules.h"

#include <array>

namespace parley {
namespace {

constexpr std::array kRules{
    Rule{"barge-in-blind-tail", "interruption works while frames are sent, not in the playback tail",
         rule::barge_in_blind_tail},
    Rule{"barge-in-ignored", "the agent talks on over the caller", rule::barge_in_ignored},
    Rule{"barge-in-no-clear", "sending stops but the voice goes on", rule::barge_in_no_clear},
    Rule{"deaf", "the agent listens and reacts to nothing", rule::deaf},
    Rule{"duplicate-reply", "one turn is answered twice", rule::duplicate_reply},
    Rule{"illegal-transition", "a state followed that may not follow", rule::illegal_transition},
    Rule{"lost-turn", "one turn is swallowed while others are answered", rule::lost_turn},
    Rule{"slow-response", "long dead air before the answer", rule::slow_response},
    Rule{"stuck-processing", "dead air after the caller's turn, to the end of the call", rule::stuck_processing},
    Rule{"stuck-speaking", "after a reply the agent never listens again", rule::stuck_speaking},
    Rule{"turn-never-closes", "the answer comes a fixed time after listening began, whatever the caller did",
         rule::turn_never_closes},
};

}  // namespace

std::span<const Rule> rules() {
  return kRules;
}

}  // namespace parley
