#include "core/reply/intents/expected_sentences.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/random.h"
#include "core/reply/intents/spoken_numbers.h"
#include "core/reply/intents/spoken_words.h"

namespace parley {
namespace {

constexpr std::size_t kMostOfAnIntent = 300;
constexpr std::size_t kMostValues = 24;  // of one slot in one sentence
constexpr std::size_t kNumbers = 120;    // rows of digits: every digit after every other, several times

class Writer {
 public:
  Writer(const Language& language, const std::vector<IntentSlot>& slots)
      : language_(language), slots_(slots), numbers_(language) {}

  void write(const Intent& intent) {
    const auto examples = intent.examples.find(language_.code);
    if (examples == intent.examples.end()) return;
    const std::vector<ExampleVariant>& all = examples->second;
    const std::size_t taken = std::min(all.size(), kMostOfAnIntent);
    for (std::size_t i = 0; i < taken; ++i) write(all[i * all.size() / taken], kMostOfAnIntent / taken);
  }

  /// What answers the question for a slot.
  void write_answers(const IntentSlot& slot) {
    const std::size_t values = count_of(slot);
    for (std::size_t i = 0; i < values; ++i) {
      const std::string value = value_of(slot, i);
      add(value);
      if (slot.kind == SlotKind::kName && !language_.hears.name_intros.empty()) {
        const Words& intros = language_.hears.name_intros;
        add(said(intros[i % intros.size()]) + " " + value);
        add(value + " " + value_of(slot, i * 7 + 3));  // a first name and another
      }
    }
  }

  void write_phrases(const Words& phrases) {
    for (const std::string& phrase : phrases) add(said(phrase));
  }

  /// Courtesies before and after some of them.
  std::vector<std::string> with_courtesies() {
    const Words& openers = language_.hears.openers;
    const Words& closers = language_.hears.closers;
    const std::size_t plain = sentences_.size();
    for (std::size_t i = 0; i < plain && sentences_.size() < kMostExpectedSentences; ++i) {
      const std::string sentence = sentences_[i];
      if (i % 2 == 1 && !openers.empty()) add(said(openers[i / 2 % openers.size()]) + " " + sentence);
      if (i % 4 == 2 && !closers.empty()) add(sentence + " " + said(closers[i / 4 % closers.size()]));
    }
    write_phrases(openers);
    write_phrases(closers);
    if (sentences_.size() > kMostExpectedSentences) sentences_.resize(kMostExpectedSentences);
    return std::move(sentences_);
  }

 private:
  void add(std::string sentence) {
    if (!sentence.empty() && seen_.insert(sentence).second) sentences_.push_back(std::move(sentence));
  }

  std::string said(std::string_view phrase) const { return joined(spoken_words(phrase)); }

  /// One sentence for each value of the slot that has the most.
  void write(const ExampleVariant& variant, std::size_t most) {
    std::size_t times = 1;
    for (const ExamplePart& part : variant) {
      if (const IntentSlot* slot = slot_of(part)) times = std::max(times, std::min(count_of(*slot), kMostValues));
    }
    times = std::min(times, std::max<std::size_t>(most, 1));
    for (std::size_t i = 0; i < times; ++i) add(sentence(variant, written_++));
  }

  std::string sentence(const ExampleVariant& variant, std::size_t nth) {
    std::string out;
    for (const ExamplePart& part : variant) {
      const IntentSlot* slot = slot_of(part);
      const std::string words =
          slot != nullptr ? part.word.text + value_of(*slot, nth) : digits_written_out(part.word.text);
      if (words.empty()) continue;
      if (!out.empty()) out += ' ';
      out += words;
    }
    return out;
  }

  /// A recogniser knows words; "24" is none.
  std::string digits_written_out(const std::string& word) const {
    const bool digits = !word.empty() && word.find_first_not_of("0123456789") == std::string::npos;
    return digits ? numbers_.said(word) : word;
  }

  const IntentSlot* slot_of(const ExamplePart& part) const {
    const auto found =
        std::find_if(slots_.begin(), slots_.end(), [&](const IntentSlot& slot) { return slot.name == part.slot; });
    return part.slot.empty() || found == slots_.end() ? nullptr : &*found;
  }

  /// All that is said for a slot, where that is a list.
  Words list_of(const IntentSlot& slot) const {
    Words all;
    if (slot.kind == SlotKind::kName) all = language_.names;
    if (slot.kind == SlotKind::kYesNo) {
      all = language_.hears.agrees;
      all.insert(all.end(), language_.hears.refuses.begin(), language_.hears.refuses.end());
    }
    for (const auto& [day, words] : language_.days) {
      if (slot.kind == SlotKind::kDay) all.insert(all.end(), words.begin(), words.end());
    }
    for (const SlotChoice& choice : slot.choices) {
      const Words& words = texts_in(choice.words, language_.code);
      all.insert(all.end(), words.begin(), words.end());
    }
    return all;
  }

  std::size_t count_of(const IntentSlot& slot) const {
    switch (slot.kind) {
      case SlotKind::kPhone:
        return kNumbers;
      case SlotKind::kTime:
      case SlotKind::kNumber:
        return kMostValues;
      case SlotKind::kText:
        return 0;
      default:
        return list_of(slot).size();
    }
  }

  std::string value_of(const IntentSlot& slot, std::size_t nth) {
    switch (slot.kind) {
      case SlotKind::kPhone:
        return phone(nth);
      case SlotKind::kNumber:
        return number(static_cast<int>(nth % kMostValues) + 1);
      case SlotKind::kTime:
        return time(nth);
      case SlotKind::kText:
        return "";
      default: {
        const Words all = list_of(slot);
        return all.empty() ? "" : said(all[nth % all.size()]);
      }
    }
  }

  /// Seven or ten digits, in some of them one twice over.
  std::string phone(std::size_t nth) {
    std::string out;
    const std::size_t digits = nth % 3 == 0 ? 7 : 10;
    for (std::size_t i = 0; i < digits; ++i) {
      const bool twice = nth % 5 == 4 && i == 3 && !language_.times_over.empty();
      if (twice) out += " " + said(language_.times_over.front().second.front());
      out += " " + digit(nth + i);
    }
    return out.substr(1);
  }

  std::string digit(std::size_t turn) {
    const auto value = static_cast<int>(random_.below(10));
    for (const auto& [number, words] : language_.numbers) {
      if (number == value) return said(words[turn % words.size()]);
    }
    return "";
  }

  std::string number(int value) {
    std::string tens;
    for (const auto& [number, words] : language_.numbers) {
      if (number == value) return said(words.front());
      if (number >= 20 && number < 100 && number / 10 == value / 10) tens = said(words.front());
    }
    return tens.empty() ? number_by_digits(value) : tens + " " + number(value % 10);
  }
  std::string number_by_digits(int value) const { return numbers_.said(std::to_string(value)); }

  std::string time(std::size_t nth) {
    const Words& alone = language_.times;
    if (nth % 5 == 4 && !alone.empty()) return said(alone[nth / 5 % alone.size()]);
    const std::string hour = number(static_cast<int>(nth % 12) + 1);
    const Words& words = language_.time_words;
    return nth % 2 == 0 || words.empty() ? hour : hour + " " + said(words[nth / 2 % words.size()]);
  }

  const Language& language_;
  const std::vector<IntentSlot>& slots_;
  SpokenNumbers numbers_;
  Random random_{1};
  std::vector<std::string> sentences_;
  std::set<std::string> seen_;
  std::size_t written_ = 0;
};

}  // namespace

std::vector<std::string> written_out(const Language& language, const std::vector<Intent>& intents,
                                     const std::vector<IntentSlot>& slots) {
  Writer writer(language, slots);
  std::set<int> asked;
  for (const Intent& intent : intents) {
    writer.write(intent);
    asked.insert(intent.collect.begin(), intent.collect.end());
    if (intent.answers_by >= 0) asked.insert(intent.answers_by);
  }
  for (const int slot : asked) writer.write_answers(slots[static_cast<std::size_t>(slot)]);
  writer.write_phrases(language.hears.agrees);
  writer.write_phrases(language.hears.refuses);
  writer.write_phrases(language.hears.yes);
  writer.write_phrases(language.hears.repeat);
  writer.write_phrases(language.hears.cancel);
  return writer.with_courtesies();
}

}  // namespace parley
