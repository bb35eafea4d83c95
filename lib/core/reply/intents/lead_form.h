// Asks for what makes a lead, one thing after the other: a name, a telephone number that is read back, whatever
// else the author wants to know. A number may come in several breaths and be corrected. It knows nothing of
// intents: the dialogue gives it words while it lasts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/reply/intents/intent_book.h"
#include "core/reply/intents/lead.h"
#include "core/reply/intents/slot_values.h"

namespace parley {

class LeadForm {
 public:
  enum class State : std::uint8_t { kAsking, kFilled, kCancelled, kFailed };

  /// `by_key`: the caller uses the keys of his telephone, and what cannot be typed is not asked for.
  LeadForm(const IntentBook& book, const Language& language, std::vector<int> slots, bool by_key);

  /// `values` were said on the way here. Returns the first question.
  std::string begin(const std::vector<SlotValue>& values);
  /// The question that is to be answered now.
  std::string question() const;
  /// The caller's answer: words, or keys of his telephone. Returns what to say; nothing if the state says it all.
  std::string hear(const std::vector<SpokenWord>& words, const std::string& keys);

  State state() const { return state_; }
  /// Whether a name or free text is awaited: almost any words may be one.
  bool takes_any_words() const;
  Lead lead() const;
  /// The value of a slot as it is said; empty until it is known.
  std::string value(int slot) const;

 private:
  struct Item {
    int slot = 0;
    SlotKind kind = SlotKind::kText;
    std::string value;
    std::string text;
    bool done = false;
  };

  std::string hear_name(const std::vector<SpokenWord>& words);
  std::string hear_number(const std::vector<SpokenWord>& words, const std::string& keys);
  std::string hear_confirmation(const std::vector<SpokenWord>& words, const std::string& keys);
  std::string hear_other(const std::vector<SpokenWord>& words);
  std::string not_understood(const std::string& text);
  std::string next();
  std::string confirmation() const;
  std::string called(const Item& item) const;
  const Item* current() const;
  Item* current();
  const SlotFinder& finder() const { return book_->matcher(language_->code)->values(); }

  const IntentBook* book_;
  const Language* language_;
  bool by_key_;
  std::vector<Item> items_;
  std::string digits_;
  bool confirming_ = false;
  int failures_ = 0;  // running
  State state_ = State::kAsking;
};

}  // namespace parley
