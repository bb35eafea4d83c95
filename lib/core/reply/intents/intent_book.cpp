#include "core/reply/intents/intent_book.h"

namespace parley {

const std::vector<std::string>& IntentBook::expected_sentences(std::string_view) const {
  return english_;
}

}  // namespace parley
