#include "core/reply/intents/lead_form.h"

#include <algorithm>
#include <utility>

#include "core/reply/intents/dialogue_texts.h"

namespace parley {
namespace {

constexpr std::size_t kShortestNumber = 7;
constexpr std::size_t kLongestNumber = 15;  // E.164
constexpr std::size_t kMostNameWords = 4;
constexpr int kMostFailures = 3;

/// "dana levy" is shown and said as "Dana Levy".
std::string as_a_name(std::string text) {
  bool begins = true;
  for (char& c : text) {
    if (begins && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    begins = c == ' ' || c == '\'';
  }
  return text;
}

}  // namespace

LeadForm::LeadForm(const IntentBook& book, const Language& language, std::vector<int> slots, bool by_key)
    : book_(&book), language_(&language), by_key_(by_key) {
  for (const int slot : slots) {
    Item item;
    item.slot = slot;
    item.kind = book.slots()[static_cast<std::size_t>(slot)].kind;
    const bool typed = item.kind == SlotKind::kPhone || item.kind == SlotKind::kNumber;
    item.done = by_key && !typed;
    items_.push_back(std::move(item));
  }
}

const LeadForm::Item* LeadForm::current() const {
  const auto open = std::find_if(items_.begin(), items_.end(), [](const Item& item) { return !item.done; });
  return open == items_.end() ? nullptr : &*open;
}

LeadForm::Item* LeadForm::current() {
  const auto open = std::find_if(items_.begin(), items_.end(), [](const Item& item) { return !item.done; });
  return open == items_.end() ? nullptr : &*open;
}

bool LeadForm::takes_any_words() const {
  const Item* item = current();
  return item != nullptr && (item->kind == SlotKind::kName || item->kind == SlotKind::kText);
}

std::string LeadForm::begin(const std::vector<SlotValue>& values) {
  for (const SlotValue& value : values) {
    const auto is_it = [&](const Item& item) { return item.slot == value.slot; };
    const auto item = std::find_if(items_.begin(), items_.end(), is_it);
    if (item == items_.end()) {
      const SlotKind kind = book_->slots()[static_cast<std::size_t>(value.slot)].kind;
      items_.push_back({value.slot, kind, value.value, value.text, true});  // worth noting, though nobody asked
    } else if (item->kind == SlotKind::kPhone) {
      if (value.value.size() < kShortestNumber) continue;
      digits_ = value.value;  // read back when its turn comes
    } else if (!item->done) {
      item->value = value.value;
      item->text = item->kind == SlotKind::kName ? as_a_name(value.text) : value.text;
      item->done = true;
    }
  }
  return next();
}

std::string LeadForm::called(const Item& item) const {
  const IntentSlot& slot = book_->slots()[static_cast<std::size_t>(item.slot)];
  const auto& names = texts_in(slot.called, language_->code);
  return names.empty() ? slot.name : names.front();
}

std::string LeadForm::confirmation() const {
  const DialogueTexts& texts = language_->dialogue;
  return with_value(by_key_ ? texts.confirm_number_by_key : texts.confirm_number, "number",
                    finder().numbers().read_back(digits_));
}

std::string LeadForm::question() const {
  const Item* item = current();
  if (item == nullptr) return "";
  if (confirming_) return confirmation();
  const auto& own = texts_in(book_->slots()[static_cast<std::size_t>(item->slot)].ask, language_->code);
  if (item->kind == SlotKind::kPhone && by_key_) return language_->dialogue.ask_number_by_key;
  if (!own.empty()) return own.front();
  if (item->kind == SlotKind::kName) return language_->dialogue.ask_name;
  if (item->kind == SlotKind::kPhone) return language_->dialogue.ask_number;
  return with_value(language_->dialogue.ask_other, "slot", called(*item));
}

/// What is asked next, once something has been understood.
std::string LeadForm::next() {
  failures_ = 0;
  const Item* item = current();
  if (item == nullptr) {
    state_ = State::kFilled;
    return "";
  }
  confirming_ = item->kind == SlotKind::kPhone && digits_.size() >= kShortestNumber;
  return question();
}

std::string LeadForm::not_understood(const std::string& text) {
  if (++failures_ >= kMostFailures) {
    state_ = State::kFailed;
    return "";
  }
  return text;
}

std::string LeadForm::hear(const std::vector<SpokenWord>& words, const std::string& keys) {
  Item* item = current();
  if (item == nullptr) return next();
  if (!keys.empty()) by_key_ = true;
  for (const auto& forms : phrase_forms(language_->hears.cancel)) {
    for (std::size_t first = 0; first < words.size(); ++first) {
      if (SlotFinder::phrase_at(words, first, forms) == 0) continue;
      state_ = State::kCancelled;
      return language_->dialogue.cancelled;
    }
  }
  if (confirming_) return hear_confirmation(words, keys);
  if (item->kind == SlotKind::kPhone) return hear_number(words, keys);
  return item->kind == SlotKind::kName ? hear_name(words) : hear_other(words);
}

std::string LeadForm::hear_name(const std::vector<SpokenWord>& words) {
  std::size_t first = 0;
  std::size_t taken = 1;
  const auto intros = phrase_forms(language_->hears.name_intros);
  while (taken > 0 && first < words.size()) {
    taken = 0;
    for (const auto& forms : intros) {
      // A word for word comparison: particles are part of names.
      if (forms.size() > words.size() - first || words[first].form != forms[0]) continue;
      if (SlotFinder::phrase_at(words, first, forms) > 0) taken = std::max(taken, forms.size());
    }
    first += taken;
  }
  std::size_t count = words.size() - first;
  for (const auto& forms : phrase_forms(language_->hears.closers)) {
    if (forms.size() < count && SlotFinder::phrase_at(words, words.size() - forms.size(), forms) > 0) {
      count -= forms.size();
      break;
    }
  }
  const std::string name = joined(words, first, count);
  const bool digits = !finder().numbers().digits_in(words).empty();
  if (name.empty() || count > kMostNameWords || digits) return not_understood(language_->dialogue.name_unclear);
  Item* item = current();
  item->value = item->text = as_a_name(name);
  item->done = true;
  return next();
}

std::string LeadForm::hear_number(const std::vector<SpokenWord>& words, const std::string& keys) {
  const std::string heard = keys.empty() ? finder().numbers().digits_in(words) : keys;
  if (heard.empty()) return not_understood(language_->dialogue.number_unclear);
  digits_ += heard;
  if (digits_.size() > kLongestNumber) {
    digits_.clear();
    return not_understood(language_->dialogue.number_unclear);
  }
  failures_ = 0;
  if (digits_.size() < kShortestNumber) {
    return with_value(language_->dialogue.more_digits, "number", finder().numbers().read_back(heard));
  }
  confirming_ = true;
  return confirmation();
}

std::string LeadForm::hear_confirmation(const std::vector<SpokenWord>& words, const std::string& keys) {
  const std::string heard = keys.empty() ? finder().numbers().digits_in(words) : keys;
  const bool refuses = finder().refuses(words) || keys == "2";
  const bool agrees = keys == "1" || (keys.empty() && heard.size() < 3 && finder().agrees(words));
  if (agrees) {
    Item* item = current();
    item->value = digits_;
    item->text = finder().numbers().read_back(digits_);
    item->done = true;
    confirming_ = false;
    digits_.clear();
    return next();
  }
  if (heard.size() >= 3) {  // another number, or the rest of this one
    if (refuses || heard.size() >= kShortestNumber) digits_.clear();
    confirming_ = false;
    return hear_number(words, keys);
  }
  if (refuses) {
    digits_.clear();
    confirming_ = false;
    return not_understood(by_key_ ? language_->dialogue.ask_number_by_key : language_->dialogue.number_again);
  }
  return not_understood(confirmation());
}

std::string LeadForm::hear_other(const std::vector<SpokenWord>& words) {
  Item* item = current();
  if (item->kind == SlotKind::kText) {
    item->value = item->text = joined(words);
    item->done = !item->text.empty();
  } else if (const auto value = finder().find(words, item->slot)) {
    item->value = value->value;
    item->text = value->text;
    item->done = true;
  }
  if (item->done) return next();
  return not_understood(with_value(language_->dialogue.other_unclear, "slot", called(*item)));
}

Lead LeadForm::lead() const {
  Lead lead;
  for (const Item& item : items_) {
    if (item.value.empty()) continue;
    if (item.kind == SlotKind::kName) {
      lead.name = item.text;
    } else if (item.kind == SlotKind::kPhone) {
      lead.number = item.value;
    } else {
      if (!lead.note.empty()) lead.note += ", ";
      lead.note += book_->slots()[static_cast<std::size_t>(item.slot)].name + ": " + item.value;
    }
  }
  return lead;
}

std::string LeadForm::value(int slot) const {
  for (const Item& item : items_) {
    if (item.slot == slot) return item.text;
  }
  return "";
}

}  // namespace parley
