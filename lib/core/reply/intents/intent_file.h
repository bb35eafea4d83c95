// Reads the file in which an author says what his agent can talk about: docs/intents.md. Comments are allowed; an
// error names file and line and what is allowed there.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/reply/intents/intent_book.h"
#include "core/reply/language.h"

namespace parley {

Result<IntentBook> read_intent_book(std::string_view text, std::string_view file, const Languages& languages);

/// What to tell somebody whose file transfers callers to what nobody can dial.
inline constexpr std::string_view kTransferForm =
    "must be a telephone number as \"+15550100\", without blanks, or an address as \"sip:desk@example.com\"";

}  // namespace parley
