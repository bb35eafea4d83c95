#include "core/reply/intents/slot_values.h"

#include <algorithm>
#include <utility>

namespace parley {
namespace {

constexpr std::size_t kShortestPhone = 5;  // fewer digits in a sentence are an amount, a day, a time

bool same_word(const std::string& said, const std::string& form) {
  if (said == form) return true;
  for (const std::string& bare : without_particles(said)) {
    if (bare == form) return true;
  }
  return false;
}

}  // namespace

std::vector<std::vector<std::string>> phrase_forms(const Words& phrases) {
  std::vector<std::vector<std::string>> all;
  for (const std::string& phrase : phrases) {
    std::vector<std::string> forms;
    for (SpokenWord& word : spoken_words(phrase)) forms.push_back(std::move(word.form));
    if (!forms.empty()) all.push_back(std::move(forms));
  }
  return all;
}

SlotFinder::SlotFinder(const Language& language, const std::vector<IntentSlot>& slots)
    : slots_(slots),
      numbers_(language),
      times_(phrase_forms(language.times)),
      time_words_(phrase_forms(language.time_words)),
      agrees_(phrase_forms(language.hears.agrees)),
      refuses_(phrase_forms(language.hears.refuses)) {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    const int slot = static_cast<int>(i);
    if (slots_[i].kind == SlotKind::kChoice) {
      for (const SlotChoice& choice : slots_[i].choices) {
        add_phrases(slot, choice.value, texts_in(choice.words, language.code));
      }
    } else if (slots_[i].kind == SlotKind::kDay) {
      for (const auto& [day, words] : language.days) add_phrases(slot, day, words);
    } else if (slots_[i].kind == SlotKind::kYesNo) {
      add_phrases(slot, "yes", language.hears.agrees);
      add_phrases(slot, "no", language.hears.refuses);
    }
  }
  const auto longer = [](const Value& a, const Value& b) { return a.forms.size() > b.forms.size(); };
  std::stable_sort(values_.begin(), values_.end(), longer);
}

void SlotFinder::add_phrases(int slot, const std::string& value, const Words& phrases) {
  for (Forms& forms : phrase_forms(phrases)) values_.push_back({slot, value, std::move(forms)});
}

std::size_t SlotFinder::phrase_at(const std::vector<SpokenWord>& words, std::size_t first, const Forms& forms) {
  if (forms.size() > words.size() - first) return 0;
  for (std::size_t i = 0; i < forms.size(); ++i) {
    const bool same = i == 0 ? same_word(words[first].form, forms[0]) : words[first + i].form == forms[i];
    if (!same) return 0;
  }
  return forms.size();
}

std::optional<SlotValue> SlotFinder::number_at(const std::vector<SpokenWord>& words, std::size_t first,
                                               int slot) const {
  const SpokenNumbers::Run run = numbers_.at(words, first);
  if (run.words == 0) return std::nullopt;
  const bool phone = slots_[static_cast<std::size_t>(slot)].kind == SlotKind::kPhone;
  if (phone && run.digits.size() < kShortestPhone) return std::nullopt;
  return SlotValue{slot, phone ? run.digits : std::to_string(run.quantity), joined(words, first, run.words), first,
                   run.words};
}

/// Numbers and the words that go with them, or a word that stands alone.
std::optional<SlotValue> SlotFinder::time_at(const std::vector<SpokenWord>& words, std::size_t first,
                                             int slot) const {
  std::size_t at = first;
  bool says_time = false;
  while (at < words.size()) {
    std::size_t taken = 0;
    for (const Forms& forms : times_) taken = std::max(taken, phrase_at(words, at, forms));
    says_time = says_time || taken > 0;
    for (const Forms& forms : time_words_) taken = std::max(taken, phrase_at(words, at, forms));
    if (taken == 0) {
      const SpokenNumbers::Run run = numbers_.at(words, at);
      if (run.words > 0 && run.digits.size() <= 4) {
        taken = run.words;
        says_time = true;
      }
    }
    if (taken == 0) break;
    at += taken;
  }
  if (!says_time) return std::nullopt;
  std::string text = joined(words, first, at - first);
  return SlotValue{slot, text, text, first, at - first};
}

std::vector<SlotValue> SlotFinder::find(const std::vector<SpokenWord>& words) const {
  std::vector<SlotValue> found;
  for (std::size_t first = 0; first < words.size(); ++first) {
    for (const Value& value : values_) {
      const std::size_t count = phrase_at(words, first, value.forms);
      if (count > 0) found.push_back({value.slot, value.value, joined(words, first, count), first, count});
    }
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      const SlotKind kind = slots_[i].kind;
      std::optional<SlotValue> value;
      if (kind == SlotKind::kNumber || kind == SlotKind::kPhone)
        value = number_at(words, first, static_cast<int>(i));
      if (kind == SlotKind::kTime) value = time_at(words, first, static_cast<int>(i));
      if (value) found.push_back(std::move(*value));
    }
  }
  return found;
}

std::optional<SlotValue> SlotFinder::find(const std::vector<SpokenWord>& words, int slot) const {
  for (SlotValue& value : find(words)) {
    if (value.slot == slot) return std::move(value);
  }
  return std::nullopt;
}

bool SlotFinder::begins_longer(const std::vector<SpokenWord>& words, std::size_t first, int slot) const {
  return std::any_of(values_.begin(), values_.end(), [&](const Value& value) {
    const std::size_t said = words.size() - first;
    if (value.slot != slot || said == 0 || said >= value.forms.size()) return false;
    const Forms begun(value.forms.begin(), value.forms.begin() + static_cast<std::ptrdiff_t>(said));
    return phrase_at(words, first, begun) > 0;
  });
}

bool SlotFinder::any_in(const std::vector<Forms>& phrases, const std::vector<SpokenWord>& words) {
  for (std::size_t first = 0; first < words.size(); ++first) {
    for (const Forms& forms : phrases) {
      if (phrase_at(words, first, forms) > 0) return true;
    }
  }
  return false;
}

bool SlotFinder::only(const std::vector<Forms>& phrases, const std::vector<SpokenWord>& words) {
  std::size_t at = 0;
  while (at < words.size()) {
    std::size_t taken = 0;
    for (const Forms& forms : phrases) taken = std::max(taken, phrase_at(words, at, forms));
    if (taken == 0) return false;
    at += taken;
  }
  return at > 0;
}

bool SlotFinder::only_agrees(const std::vector<SpokenWord>& words) const {
  return only(agrees_, words);
}

bool SlotFinder::only_refuses(const std::vector<SpokenWord>& words) const {
  return only(refuses_, words);
}

bool SlotFinder::refuses(const std::vector<SpokenWord>& words) const {
  return any_in(refuses_, words);
}

bool SlotFinder::agrees(const std::vector<SpokenWord>& words) const {
  return !refuses(words) && any_in(agrees_, words);
}

}  // namespace parley
