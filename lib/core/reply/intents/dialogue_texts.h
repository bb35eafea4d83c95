// The sentences of a dialogue that are put together: what can be asked, the menu of keys, values in their places.
// It decides nothing.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/reply/intents/intent_book.h"
#include "core/reply/language.h"

namespace parley {

/// `value` answers what stands for a name in braces.
std::string with_values(std::string_view text, const std::function<std::string(std::string_view)>& value);
std::string with_value(std::string_view text, std::string_view name, std::string_view value);

/// "our opening hours, prices or our address": of these intents, or the first four that have a topic.
std::string topics_text(const IntentBook& book, const Language& language, const std::vector<int>& intents = {});
/// "For our opening hours, press 1. For prices, press 2."; empty where no key means anything.
std::string menu_text(const IntentBook& book, const Language& language);

/// The words of the call itself, for an agent with these intents. Where callers are not understood in this language
/// (`hears` is false), the greeting and "did not catch that" say so and tell the keys.
Phrases dialogue_phrases(const IntentBook& book, const Language& language, std::string_view greeting, bool hears);

}  // namespace parley
