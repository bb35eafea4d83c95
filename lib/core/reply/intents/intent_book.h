// What an agent without a language model can talk about: its intents, in the languages of the file they came from.
// Read-only once read (intent_file.h) and shared by all calls; the state of a conversation is elsewhere
// (dialogue.h).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/reply/intents/complete_phrases.h"
#include "core/reply/intents/intent.h"
#include "core/reply/intents/intent_match.h"
#include "core/reply/language.h"

namespace parley {

class IntentBook {
 public:
  struct Parts {
    std::vector<Intent> intents;
    std::vector<IntentSlot> slots;
    std::vector<LanguagePtr> languages;  // those that the intents have examples for
  };

  IntentBook() = default;
  explicit IntentBook(Parts parts);

  const std::vector<Intent>& intents() const { return intents_; }
  const std::vector<IntentSlot>& slots() const { return slots_; }
  /// All null for a language in which nothing can be talked about.
  const Language* language(std::string_view code) const;
  const IntentMatcher* matcher(std::string_view language) const;
  const CompletePhrases* complete_phrases(std::string_view language) const;
  std::vector<std::string> languages() const;

  /// Sentences that callers are expected to say in this language, every alternative written out: what a recogniser
  /// builds its language model from. Lower case, words separated by single spaces. A few thousand at most, sampled
  /// evenly; none for a language in which nothing can be talked about.
  const std::vector<std::string>& expected_sentences(std::string_view language) const;

 private:
  struct Spoken {
    LanguagePtr language;
    std::shared_ptr<const IntentMatcher> matcher;
    std::shared_ptr<const CompletePhrases> phrases;
    std::vector<std::string> expected;
  };

  std::vector<Intent> intents_;
  std::vector<IntentSlot> slots_;
  std::map<std::string, Spoken, std::less<>> spoken_;
};

}  // namespace parley
