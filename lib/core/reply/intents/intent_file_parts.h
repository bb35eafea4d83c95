// The pieces that both halves of an intent file's reader use: texts in several languages with what is inserted into
// them. Not for use elsewhere: intent_file.h is the way in.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json_fields.h"
#include "core/reply/intents/intent.h"
#include "core/reply/language.h"

namespace parley {

inline constexpr std::size_t kMostIntents = 300;
inline constexpr std::size_t kMostSlots = 100;
inline constexpr std::size_t kMostTexts = 500;  // examples, answers or words in one list

class IntentTexts {
 public:
  IntentTexts(const Languages& languages, FileProblem& problem) : languages_(languages), problem_(problem) {}

  /// {"en": "one text" or ["several", "of them"], "he": ...}
  Texts read(JsonFields& fields, std::string_view key);
  /// What {name} stands for in every text that follows, in each language.
  void read_facts(JsonFields& fields);
  /// Facts are put in, and what else stands in braces has to be one of `known`.
  void complete(JsonFields& fields, std::string_view key, Texts& texts, const std::vector<std::string>& known);

 private:
  std::vector<std::string> list(JsonFields& fields, std::string_view key);
  bool known_language(const JsonFields& fields, const std::string& code, int line);
  std::string inserted(JsonFields& fields, std::string_view key, const std::string& text, std::string_view language,
                       const std::vector<std::string>& known);

  const Languages& languages_;
  FileProblem& problem_;
  std::map<std::string, Texts, std::less<>> facts_;
};

}  // namespace parley
