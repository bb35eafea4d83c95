// A conversation by intents: the caller's words in, what to say and do out. It answers what it understands, asks
// for what it needs, and rather says that it did not understand than do the wrong thing:
//
//   understood          the answer, the first question of a lead, a transfer, the end of the call
//   nearly              "Do you mean our opening hours?"
//   not, once           what can be asked
//   not, twice          the menu of the telephone's keys
//   not, three times    a person, or the end of the call
//
// A value: a copy is the conversation as it stood. No clock, no providers; what was heard of a reply is not its
// business (speech/intent_replier).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/reply/intents/intent_book.h"
#include "core/reply/intents/lead_form.h"
#include "core/reply/provider_event.h"

namespace parley {

struct DialogueReply {
  std::string text;
  AfterReply then = AfterReply::kNothing;
  std::string transfer_to;
  std::optional<Lead> lead;  // has just been collected
  std::string intent;        // what was understood; empty: nothing
  bool repeats = false;      // the text is what was said before
};

struct DialogueOptions {
  std::string transfer_to;  // where an intent names no number of its own; empty: nobody takes calls
  bool hears = true;        // false: nobody recognises this language, and callers use the keys
};

class Dialogue {
 public:
  /// Scores from which an intent is acted on, and from which it is asked about (intent_match.h; measured in
  /// tests/core/reply/intents/understanding_test.cpp).
  static constexpr int kUnderstood = 610;
  static constexpr int kSureOfTheEnd = 740;  // hanging up on a caller cannot be taken back
  static constexpr int kNearly = 480;

  /// The book has to speak the language.
  Dialogue(std::shared_ptr<const IntentBook> book, std::string_view language, DialogueOptions options = {});

  /// `words` as a turn has them: text, or "dtmf:" and keys.
  DialogueReply hear(std::string_view words);
  /// Said now, these words would be a whole question (complete_phrases.h). Never where a lead is being collected: a
  /// name or a number may always go on.
  bool is_complete(std::string_view words) const;

 private:
  DialogueReply answer(const std::vector<SpokenWord>& words);
  DialogueReply on_keys(const std::string& keys);
  DialogueReply in_form(const std::vector<SpokenWord>& words, const std::string& keys);
  std::optional<DialogueReply> aside(const std::vector<SpokenWord>& words);
  std::optional<DialogueReply> follow_up(const std::vector<SpokenWord>& words);
  DialogueReply run(int intent, const std::vector<SlotValue>& values, bool by_key);
  DialogueReply begin_form(int intent, const std::vector<SlotValue>& values, bool by_key);
  DialogueReply form_filled();
  DialogueReply answer_of(int intent, const std::vector<SlotValue>& values);
  DialogueReply transfer(int intent);
  DialogueReply not_understood(const std::vector<int>& nearly);
  DialogueReply last_resort();
  std::string variant(int intent, const std::vector<std::string>& variants, const std::vector<SlotValue>& values);
  std::string value_text(std::string_view name, const std::vector<SlotValue>& values) const;
  std::string transfer_target(int intent) const;
  DialogueReply said(std::string text, int intent = -1) const;

  const Intent& intent_at(int intent) const { return book_->intents()[static_cast<std::size_t>(intent)]; }
  const Language& language() const { return *language_; }
  const IntentMatcher& matcher() const { return *book_->matcher(language_->code); }

  std::shared_ptr<const IntentBook> book_;
  const Language* language_;
  DialogueOptions options_;
  std::vector<std::size_t> turns_;  // how often each intent was answered: its variants are taken in turn
  std::optional<LeadForm> form_;
  int form_intent_ = -1;
  int asking_ = -1;   // the intent whose slot was asked for
  int offered_ = -1;  // the intent that was asked about
  int if_yes_ = -1;
  int if_no_ = -1;
  int misses_ = 0;  // running
  std::string last_;
};

}  // namespace parley
