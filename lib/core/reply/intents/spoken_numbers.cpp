#include "core/reply/intents/spoken_numbers.h"

#include <algorithm>

namespace parley {
namespace {

constexpr std::size_t kMostDigits = 40;
constexpr int kLargest = 9999;

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string> forms_of(std::string_view phrase) {
  std::vector<std::string> forms;
  for (SpokenWord& word : spoken_words(phrase)) forms.push_back(std::move(word.form));
  return forms;
}

/// "עשרים ואחת": what is added to a number has a particle before it.
bool same_number_word(const SpokenWord& word, const std::string& form) {
  if (word.form == form) return true;
  constexpr std::string_view kAnd = "ו";
  return word.form.size() == form.size() + kAnd.size() && word.form.starts_with(kAnd) && word.form.ends_with(form);
}

/// How a number is built up from its words.
class Sum {
 public:
  void add(int value) {
    if (value == 100) {
      digits_ += tens_open_ || digits_.empty() ? "100" : "00";
      quantity_ = std::max(quantity_, 1) * 100;
      tens_open_ = false;
    } else if (value >= 20) {
      digits_ += std::to_string(value);
      quantity_ += value;
      tens_open_ = true;
    } else if (tens_open_ && value >= 1 && value <= 9) {
      digits_.back() = static_cast<char>('0' + value);
      quantity_ += value;
      tens_open_ = false;
    } else {
      digits_ += std::to_string(value);
      quantity_ = seen_ && quantity_ % 100 != 0 ? kLargest + 1 : quantity_ + value;
      tens_open_ = false;
    }
    seen_ = true;
    quantity_ = std::min(quantity_, kLargest + 1);
  }
  void add_times(int times, int value) {
    for (int i = 0; i < times; ++i) digits_ += std::to_string(value);
    quantity_ = kLargest + 1;
    seen_ = true;
    tens_open_ = false;
  }
  void add_digits(std::string_view digits) {
    digits_ += digits.substr(0, kMostDigits);
    int value = 0;
    for (const char c : digits.substr(0, 5)) value = value * 10 + (c - '0');
    quantity_ = seen_ || value > kLargest ? kLargest + 1 : value;
    seen_ = true;
    tens_open_ = false;
  }
  const std::string& digits() const { return digits_; }
  int quantity() const { return quantity_ > kLargest ? 0 : quantity_; }

 private:
  std::string digits_;
  int quantity_ = 0;
  bool tens_open_ = false;  // "twenty": a unit may follow
  bool seen_ = false;
};

}  // namespace

SpokenNumbers::SpokenNumbers(const Language& language) : digit_words_(10) {
  for (const auto& [value, words] : language.numbers) {
    for (const std::string& word : words) entries_.push_back({forms_of(word), value, false});
    if (value >= 0 && value <= 9 && !words.empty()) digit_words_[static_cast<std::size_t>(value)] = words.front();
  }
  for (const auto& [times, words] : language.times_over) {
    for (const std::string& word : words) entries_.push_back({forms_of(word), times, true});
  }
  const auto longer = [](const Entry& a, const Entry& b) { return a.forms.size() > b.forms.size(); };
  std::stable_sort(entries_.begin(), entries_.end(), longer);
}

const SpokenNumbers::Entry* SpokenNumbers::entry_at(const std::vector<SpokenWord>& words, std::size_t first) const {
  for (const Entry& entry : entries_) {
    if (entry.forms.empty() || entry.forms.size() > words.size() - first) continue;
    bool same = same_number_word(words[first], entry.forms[0]);
    for (std::size_t i = 1; same && i < entry.forms.size(); ++i) same = words[first + i].form == entry.forms[i];
    if (same) return &entry;
  }
  return nullptr;
}

SpokenNumbers::Run SpokenNumbers::at(const std::vector<SpokenWord>& words, std::size_t first) const {
  Sum sum;
  std::size_t at = first;
  while (at < words.size() && sum.digits().size() < kMostDigits) {
    if (all_digits(words[at].form)) {
      sum.add_digits(words[at].form);
      ++at;
      continue;
    }
    const Entry* entry = entry_at(words, at);
    if (entry == nullptr) break;
    if (!entry->times) {
      sum.add(entry->value);
      at += entry->forms.size();
      continue;
    }
    const std::size_t next = at + entry->forms.size();
    const Entry* repeated = next < words.size() ? entry_at(words, next) : nullptr;
    if (repeated == nullptr || repeated->times || repeated->value > 9) break;
    sum.add_times(entry->value, repeated->value);
    at = next + repeated->forms.size();
  }
  return {at - first, sum.digits(), sum.quantity()};
}

std::string SpokenNumbers::digits_in(const std::vector<SpokenWord>& words) const {
  std::string digits;
  for (std::size_t at = 0; at < words.size() && digits.size() < kMostDigits;) {
    const Run run = this->at(words, at);
    digits += run.digits;
    at += std::max<std::size_t>(run.words, 1);
  }
  return digits;
}

std::string SpokenNumbers::read_back(std::string_view digits) const {
  std::string out;
  while (!digits.empty()) {
    const std::size_t group = digits.size() > 4 ? 3 : digits.size();
    if (!out.empty()) out += ", ";
    out += said(digits.substr(0, group));
    digits.remove_prefix(group);
  }
  return out;
}

std::string SpokenNumbers::said(std::string_view digits) const {
  std::string out;
  for (const char c : digits) {
    if (c < '0' || c > '9') continue;
    if (!out.empty()) out += ' ';
    out += digit_words_[static_cast<std::size_t>(c - '0')];
  }
  return out;
}

}  // namespace parley
