// Who answered whom. From what both sides were heard to say, this groups the agent's audio to replies and the
// caller's utterances to turns, and links each turn to the reply that answers it.
//
//   caller   ---####------------------####--####-------------
//   agent    ##--------#####--#####----------------#########-
//            greeting  answers turn 1              answers turn 2
//
// A reply belongs to the last turn that ended before it began. If it begins while the caller speaks, it belongs to
// the turn before when that one has no answer yet (a late answer), else to the one he is in the middle of (early).
#pragma once

#include "core/account/call_account.h"

namespace parley {

/// Fills kinds of utterances, replies, turns and interruptions from utterances, stretches, clears and marks.
void tell_turns(CallAccount& account);

}  // namespace parley
