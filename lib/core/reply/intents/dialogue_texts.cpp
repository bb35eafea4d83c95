#include "core/reply/intents/dialogue_texts.h"

#include <algorithm>

namespace parley {
namespace {

constexpr std::size_t kMostTopics = 4;

std::string topic_of(const Intent& intent, const Language& language) {
  const std::vector<std::string>& topics = texts_in(intent.topic, language.code);
  return topics.empty() ? "" : topics.front();
}

void add_sentence(std::string& text, const std::string& sentence) {
  if (sentence.empty()) return;
  if (!text.empty()) text += ' ';
  text += sentence;
}

}  // namespace

std::string with_values(std::string_view text, const std::function<std::string(std::string_view)>& value) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) break;
    out += value(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
  return out;
}

std::string with_value(std::string_view text, std::string_view name, std::string_view value) {
  return with_values(text, [&](std::string_view other) { return std::string(other == name ? value : ""); });
}

std::string topics_text(const IntentBook& book, const Language& language, const std::vector<int>& intents) {
  std::vector<std::string> topics;
  const auto add = [&](const Intent& intent) {
    std::string topic = topic_of(intent, language);
    const bool asked = intent.action == IntentAction::kAnswer || !intents.empty();
    if (asked && !topic.empty() && topics.size() < kMostTopics) topics.push_back(std::move(topic));
  };
  if (intents.empty()) {
    for (const Intent& intent : book.intents()) add(intent);
  } else {
    for (const int intent : intents) add(book.intents()[static_cast<std::size_t>(intent)]);
  }
  std::string out;
  for (std::size_t i = 0; i < topics.size(); ++i) {
    if (i > 0) out += i + 1 == topics.size() ? " " + language.dialogue.join_or + " " : ", ";
    out += topics[i];
  }
  return out;
}

std::string menu_text(const IntentBook& book, const Language& language) {
  std::string out;
  for (const char key : std::string_view("1234567890*")) {
    const auto has_key = [key](const Intent& intent) { return intent.key == key; };
    const auto found = std::find_if(book.intents().begin(), book.intents().end(), has_key);
    if (found == book.intents().end()) continue;
    const std::string topic = topic_of(*found, language);
    if (topic.empty()) continue;
    const std::string key_name = key == '*' ? language.dialogue.star : std::string(1, key);
    add_sentence(out, with_values(language.dialogue.menu_item, [&](std::string_view name) {
                   if (name == "topic") return topic;
                   return name == "key" ? key_name : std::string();
                 }));
  }
  return out;
}

Phrases dialogue_phrases(const IntentBook& book, const Language& language, std::string_view greeting, bool hears) {
  Phrases phrases = language.phrases;
  if (!greeting.empty()) phrases[PhraseId::kGreeting].text = greeting;
  if (hears) return phrases;
  const std::string menu = menu_text(book, language);
  std::string& first = phrases[PhraseId::kGreeting].text;
  add_sentence(first, language.dialogue.keypad_only);
  add_sentence(first, menu);
  std::string& not_caught = phrases[PhraseId::kNotCaught].text;
  not_caught = language.dialogue.keypad_only;
  add_sentence(not_caught, menu);
  return phrases;
}

}  // namespace parley
