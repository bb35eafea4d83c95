#include "core/reply/intents/intent_book.h"

#include <utility>

#include "core/reply/intents/expected_sentences.h"

namespace parley {

IntentBook::IntentBook(Parts parts) : intents_(std::move(parts.intents)), slots_(std::move(parts.slots)) {
  for (const LanguagePtr& language : parts.languages) {
    Spoken spoken;
    spoken.language = language;
    spoken.matcher = std::make_shared<const IntentMatcher>(*language, intents_, slots_);
    spoken.phrases = std::make_shared<const CompletePhrases>(*language, intents_, spoken.matcher->values());
    spoken.expected = written_out(*language, intents_, slots_);
    spoken_[language->code] = std::move(spoken);
  }
}

const Language* IntentBook::language(std::string_view code) const {
  const auto found = spoken_.find(code);
  return found == spoken_.end() ? nullptr : found->second.language.get();
}

const IntentMatcher* IntentBook::matcher(std::string_view language) const {
  const auto found = spoken_.find(language);
  return found == spoken_.end() ? nullptr : found->second.matcher.get();
}

const CompletePhrases* IntentBook::complete_phrases(std::string_view language) const {
  const auto found = spoken_.find(language);
  return found == spoken_.end() ? nullptr : found->second.phrases.get();
}

std::vector<std::string> IntentBook::languages() const {
  std::vector<std::string> codes;
  for (const auto& [code, spoken] : spoken_) codes.push_back(code);
  return codes;
}

const std::vector<std::string>& IntentBook::expected_sentences(std::string_view language) const {
  static const std::vector<std::string> kNone;
  const auto found = spoken_.find(language);
  return found == spoken_.end() ? kNone : found->second.expected;
}

}  // namespace parley
