// What an agent without a language model can talk about: its intents, in the languages of the file they came from.
// Read-only once read; the state of a conversation is elsewhere.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley {

class IntentBook {
 public:
  /// Sentences that callers are expected to say in this language, every alternative written out: what a recogniser
  /// builds its language model from. Lower case, words separated by single spaces.
  const std::vector<std::string>& expected_sentences(std::string_view language) const;

 private:
  std::vector<std::string> english_;
};

}  // namespace parley
