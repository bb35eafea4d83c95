// What an author writes down of his business: intents, the slots in their examples, and texts in the languages that
// he wants to be called in. Values only: reading is intent_file's, understanding is intent_match's.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/reply/intents/example.h"

namespace parley {

/// By language: variants of a text, or the words for a thing.
using Texts = std::map<std::string, std::vector<std::string>, std::less<>>;

/// The texts of that language; none where the author gave none.
inline const std::vector<std::string>& texts_in(const Texts& texts, std::string_view language) {
  static const std::vector<std::string> kNone;
  const auto found = texts.find(language);
  return found == texts.end() ? kNone : found->second;
}

enum class SlotKind : std::uint8_t { kChoice, kName, kPhone, kNumber, kDay, kTime, kYesNo, kText };

struct SlotChoice {
  std::string value;  // the author's name for it
  Texts words;        // the first is how the agent calls it
};

struct IntentSlot {
  std::string name;
  SlotKind kind = SlotKind::kChoice;
  Texts called;  // "treatment", for questions
  Texts ask;     // the question, where the language's own does not do
  std::vector<SlotChoice> choices;
};

enum class IntentAction : std::uint8_t { kAnswer, kHangUp, kTransfer, kRepeat, kMenu };

struct Intent {
  std::string name;
  Texts topic;   // "our opening hours", as hints and the menu call it; none: not offered
  char key = 0;  // of the telephone; 0: none
  IntentAction action = IntentAction::kAnswer;
  std::string transfer_to;  // a number; empty: the one of the called number's profile
  std::map<std::string, std::vector<ExampleVariant>, std::less<>> examples;  // by language
  Texts answers;
  int answers_by = -1;  // a slot whose value chooses among these
  std::vector<std::pair<std::string, Texts>> answers_of;
  std::vector<int> collect;  // slots that make a lead, in the order in which they are asked for
  int if_yes = -1;           // the intent that a mere "yes" to its answer means; -1: none
  int if_no = -1;
};

}  // namespace parley
