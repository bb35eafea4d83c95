// Writes out what callers may be expected to say: the examples with values in their slots, and what answers the
// agent's questions. The same for the same intents, on every machine. It is a sample and no grammar: what a caller
// really says is matched by intent_match, whatever it is.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/reply/intents/intent.h"
#include "core/reply/language.h"

namespace parley {

inline constexpr std::size_t kMostExpectedSentences = 4000;

std::vector<std::string> written_out(const Language& language, const std::vector<Intent>& intents,
                                     const std::vector<IntentSlot>& slots);

}  // namespace parley
