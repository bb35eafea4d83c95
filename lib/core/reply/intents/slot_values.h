// Finds in what a caller said the values that slots may have: one of the author's choices, a day, a time, a number,
// yes or no. Names and free text have no form of their own: where they stand shows only in an example
// (intent_match) or in what was asked (lead_form).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/reply/intents/intent.h"
#include "core/reply/intents/spoken_numbers.h"
#include "core/reply/intents/spoken_words.h"
#include "core/reply/language.h"

namespace parley {

struct SlotValue {
  int slot = 0;
  std::string value;      // a choice's name, a day's name, digits, "yes", or the words themselves
  std::string text;       // as it was said
  std::size_t first = 0;  // of the words
  std::size_t count = 0;
};

class SlotFinder {
 public:
  SlotFinder(const Language& language, const std::vector<IntentSlot>& slots);

  /// Every value of every slot, the longer ones first among those that begin at the same word.
  std::vector<SlotValue> find(const std::vector<SpokenWord>& words) const;
  /// The first value of one slot.
  std::optional<SlotValue> find(const std::vector<SpokenWord>& words, int slot) const;

  /// The words from `first` to the end are the beginning of a longer value of that slot.
  bool begins_longer(const std::vector<SpokenWord>& words, std::size_t first, int slot) const;

  bool agrees(const std::vector<SpokenWord>& words) const;
  bool refuses(const std::vector<SpokenWord>& words) const;
  /// ... and nothing else is said.
  bool only_agrees(const std::vector<SpokenWord>& words) const;
  bool only_refuses(const std::vector<SpokenWord>& words) const;
  const SpokenNumbers& numbers() const { return numbers_; }
  const std::vector<IntentSlot>& slots() const { return slots_; }

  /// Whether the words begin here with that phrase, particles aside; how many words it took.
  static std::size_t phrase_at(const std::vector<SpokenWord>& words, std::size_t first,
                               const std::vector<std::string>& forms);

 private:
  using Forms = std::vector<std::string>;
  struct Value {
    int slot = 0;
    std::string value;
    Forms forms;
  };
  void add_phrases(int slot, const std::string& value, const Words& phrases);
  std::optional<SlotValue> number_at(const std::vector<SpokenWord>& words, std::size_t first, int slot) const;
  std::optional<SlotValue> time_at(const std::vector<SpokenWord>& words, std::size_t first, int slot) const;
  static bool any_in(const std::vector<Forms>& phrases, const std::vector<SpokenWord>& words);
  static bool only(const std::vector<Forms>& phrases, const std::vector<SpokenWord>& words);

  const std::vector<IntentSlot> slots_;
  SpokenNumbers numbers_;
  std::vector<Value> values_;  // the longest first
  std::vector<Forms> times_;
  std::vector<Forms> time_words_;
  std::vector<Forms> agrees_;
  std::vector<Forms> refuses_;
};

/// The forms of each phrase, without those that are empty.
std::vector<std::vector<std::string>> phrase_forms(const Words& phrases);

}  // namespace parley
