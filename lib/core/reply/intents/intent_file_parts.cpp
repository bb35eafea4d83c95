#include "core/reply/intents/intent_file_parts.h"

#include <algorithm>

namespace parley {

bool IntentTexts::known_language(const JsonFields& fields, const std::string& code, int line) {
  if (languages_.contains(code)) return true;
  std::vector<std::string_view> codes;
  for (const auto& [known, language] : languages_) codes.push_back(known);
  problem_.report(line, fields.path_of(code) + " is in a language that the agent does not know; the nearest is " +
                            quoted(nearest_word(code, codes)));
  return false;
}

std::vector<std::string> IntentTexts::list(JsonFields& fields, std::string_view key) {
  std::vector<std::string> texts;
  const json::Value* member = fields.take(key);
  if (member == nullptr) return texts;
  if (member->as_string() != nullptr) {
    texts.push_back(*member->as_string());
  } else if (member->as_array() != nullptr) {
    fields.read(key, texts);
  } else {
    fields.complain(key, "must be a text or a list of texts, not " + described(*member));
  }
  if (texts.size() > kMostTexts) fields.complain(key, "has more than 500 texts");
  return texts;
}

Texts IntentTexts::read(JsonFields& fields, std::string_view key) {
  Texts texts;
  const json::Value* member = fields.take(key);
  if (member == nullptr) return texts;
  JsonFields inner(*member, fields.path_of(key), problem_);
  if (member->as_object() == nullptr) return texts;
  for (const auto& [code, value] : *member->as_object()) {
    if (!known_language(inner, code, value.line())) return texts;
    texts[code] = list(inner, code);
    if (texts[code].empty()) inner.complain(code, "is empty");
  }
  return texts;
}

void IntentTexts::read_facts(JsonFields& fields) {
  const json::Value* member = fields.take("facts");
  if (member == nullptr) return;
  JsonFields inner(*member, "facts", problem_);
  if (member->as_object() == nullptr) return;
  if (member->as_object()->size() > kMostTexts) return fields.complain("facts", "are more than 500");
  for (const auto& [name, value] : *member->as_object()) facts_[name] = read(inner, name);
}

std::string IntentTexts::inserted(JsonFields& fields, std::string_view key, const std::string& text,
                                  std::string_view language, const std::vector<std::string>& known) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('{', at);
    out += text.substr(at, open - at);
    if (open == std::string::npos) break;
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) {
      fields.complain(key, "has a \"{\" without a \"}\"");
      return out;
    }
    const std::string name = text.substr(open + 1, close - open - 1);
    at = close + 1;
    const auto fact = facts_.find(name);
    if (fact != facts_.end() && !texts_in(fact->second, language).empty()) {
      out += texts_in(fact->second, language).front();
    } else if (std::find(known.begin(), known.end(), name) != known.end()) {
      out += '{' + name + '}';
    } else {
      std::vector<std::string_view> names(known.begin(), known.end());
      for (const auto& [other, texts] : facts_) {
        if (!texts_in(texts, language).empty()) names.push_back(other);
      }
      fields.complain(key, "has {" + name + "}, for which there is nothing in \"" + std::string(language) +
                               "\"; the nearest is " + quoted(nearest_word(name, names)));
      return out;
    }
  }
  return out;
}

void IntentTexts::complete(JsonFields& fields, std::string_view key, Texts& texts,
                           const std::vector<std::string>& known) {
  for (auto& [language, variants] : texts) {
    for (std::string& text : variants) text = inserted(fields, key, text, language, known);
  }
}

}  // namespace parley
