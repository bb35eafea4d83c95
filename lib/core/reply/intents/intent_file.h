// Reads the file in which an author says what his agent can talk about: docs/intents.md. Comments are allowed; an
// error names file and line and what is allowed there.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/reply/intents/intent_book.h"
#include "core/reply/language.h"

namespace parley {

Result<IntentBook> read_intent_book(std::string_view text, std::string_view file, const Languages& languages);

}  // namespace parley
