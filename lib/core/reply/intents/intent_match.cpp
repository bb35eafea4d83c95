#include "core/reply/intents/intent_match.h"

#include <algorithm>
#include <array>

namespace parley {
namespace {

// What a word counts that so many intents have: the first is of those that only one has.
constexpr std::array<int, 4> kWeights{100, 70, 50, 35};
constexpr int kSmallWord = 8;
constexpr int kCommonWord = 40;
constexpr int kUnknownCommonWord = 70;
constexpr int kUnknownWord = 100;
constexpr int kTelling = 50;  // from here on a word proves something
// In thousandths of the score.
constexpr int kOtherwiseNegated = 600;  // "do not put me through" is nearly "put me through"
constexpr int kNothingTold = 700;
constexpr int kChoiceSlot = 100;
constexpr int kOtherSlot = 60;
constexpr int kOpenSlot = 40;
constexpr std::size_t kLongestName = 4;

bool is_open(SlotKind kind) {
  return kind == SlotKind::kName || kind == SlotKind::kText;
}

int weight_of(SlotKind kind) {
  if (is_open(kind)) return kOpenSlot;
  return kind == SlotKind::kChoice ? kChoiceSlot : kOtherSlot;
}

}  // namespace

struct IntentMatcher::Heard {
  explicit Heard(const std::vector<SpokenWord>& said, std::size_t vocabulary)
      : words(said), position(vocabulary, -1) {}

  const std::vector<SpokenWord>& words;
  std::vector<int> weights;   // of each word
  std::vector<int> position;  // of each number of the vocabulary, or -1
  int weight = 0;
  bool negated = false;
  std::vector<SlotValue> values;
};

IntentMatcher::IntentMatcher(const Language& language, const std::vector<Intent>& intents,
                             const std::vector<IntentSlot>& slots)
    : finder_(language, slots) {
  for (const IntentSlot& slot : slots) kinds_.push_back(slot.kind);
  learn(language, intents);
  weigh(language);
}

int IntentMatcher::number_of(const std::string& form) {
  const auto [entry, is_new] = vocabulary_.emplace(form, static_cast<int>(vocabulary_.size()));
  if (is_new) {
    used_by_.emplace_back();
    for (const std::string& bare : without_particles(form)) bare_[bare].push_back(entry->second);
  }
  return entry->second;
}

void IntentMatcher::learn(const Language& language, const std::vector<Intent>& intents) {
  for (std::size_t i = 0; i < intents.size(); ++i) {
    const auto found = intents[i].examples.find(language.code);
    if (found == intents[i].examples.end()) continue;
    for (const ExampleVariant& variant : found->second) {
      Example example;
      example.intent = static_cast<int>(i);
      for (const ExamplePart& part : variant) {
        if (part.slot.empty()) {
          const int number = number_of(part.word.form);
          std::vector<bool>& used = used_by_[static_cast<std::size_t>(number)];
          used.resize(intents.size());
          used[i] = true;
          example.parts.push_back(number);
          continue;
        }
        const auto& slots = finder_.slots();
        const auto is_it = [&](const IntentSlot& slot) { return slot.name == part.slot; };
        const auto slot = std::find_if(slots.begin(), slots.end(), is_it);
        if (slot != slots.end()) example.parts.push_back(~static_cast<int>(slot - slots.begin()));
      }
      examples_.push_back(std::move(example));
    }
  }
}

void IntentMatcher::weigh(const Language& language) {
  const auto each = [](const Words& phrases, auto&& tell) {
    for (const auto& forms : phrase_forms(phrases)) {
      for (const std::string& form : forms) tell(form);
    }
  };
  each(language.hears.common_words, [&](const std::string& form) { light_[form] = kCommonWord; });
  each(language.hears.small_words, [&](const std::string& form) { light_[form] = kSmallWord; });
  each(language.hears.negations, [&](const std::string& form) {
    light_[form] = kSmallWord;
    negations_.insert(form);
  });
  weights_.resize(used_by_.size());
  for (const auto& [form, number] : vocabulary_) {
    const auto index = static_cast<std::size_t>(number);
    const auto intents = static_cast<std::size_t>(std::count(used_by_[index].begin(), used_by_[index].end(), true));
    const auto light = light_.find(form);
    const int by_rarity = kWeights[std::clamp<std::size_t>(intents, 1, 4) - 1];
    weights_[index] = light != light_.end() ? light->second : by_rarity;
  }
  std::vector<bool> negates(weights_.size());
  for (const auto& [form, number] : vocabulary_) {
    negates[static_cast<std::size_t>(number)] = negations_.contains(form);
  }
  for (Example& example : examples_) {
    for (const int part : example.parts) {
      const int weight =
          part >= 0 ? weights_[static_cast<std::size_t>(part)] : weight_of(kinds_[static_cast<std::size_t>(~part)]);
      example.weight += weight;
      example.telling = example.telling || weight >= kTelling;
      example.negated = example.negated || (part >= 0 && negates[static_cast<std::size_t>(part)]);
    }
  }
}

std::vector<int> IntentMatcher::numbers_of(const std::string& form) const {
  std::vector<int> numbers;
  const auto exact = vocabulary_.find(form);
  if (exact != vocabulary_.end()) numbers.push_back(exact->second);
  const auto longer = bare_.find(form);
  if (longer != bare_.end()) numbers.insert(numbers.end(), longer->second.begin(), longer->second.end());
  for (const std::string& bare : without_particles(form)) {
    const auto found = vocabulary_.find(bare);
    if (found != vocabulary_.end()) numbers.push_back(found->second);
  }
  return numbers;
}

IntentMatcher::Heard IntentMatcher::hear(const std::vector<SpokenWord>& words) const {
  Heard heard(words, vocabulary_.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto light = light_.find(words[i].form);
    int weight = light != light_.end() ? light->second : 0;
    const std::vector<int> numbers = numbers_of(words[i].form);
    for (const int number : numbers) {
      const auto index = static_cast<std::size_t>(number);
      if (heard.position[index] < 0) heard.position[index] = static_cast<int>(i);
      if (light == light_.end()) weight = std::max(weight, weights_[index]);
    }
    const bool known = weight != 0 && weight != kCommonWord;
    if (!known && numbers.empty()) weight = weight == 0 ? kUnknownWord : kUnknownCommonWord;
    heard.negated = heard.negated || negations_.contains(words[i].form);
    heard.weights.push_back(weight);
    heard.weight += weight;
  }
  heard.values = finder_.find(words);
  return heard;
}

/// A name or free text: what stands between the words before it and after it in the example.
std::optional<SlotValue> IntentMatcher::captured(const Example& example, std::size_t part,
                                                 const Heard& heard) const {
  const auto place = [&](int number) {
    return number >= 0 ? heard.position[static_cast<std::size_t>(number)] : -1;
  };
  std::size_t first = 0;
  if (part > 0) {
    if (place(example.parts[part - 1]) < 0) return std::nullopt;
    first = static_cast<std::size_t>(place(example.parts[part - 1])) + 1;
  }
  std::size_t end = heard.words.size();
  if (part + 1 < example.parts.size()) {
    const int next = place(example.parts[part + 1]);
    if (next >= 0) end = static_cast<std::size_t>(next);
  }
  const int slot = ~example.parts[part];
  if (kinds_[static_cast<std::size_t>(slot)] == SlotKind::kName) end = std::min(end, first + kLongestName);
  if (end <= first) return std::nullopt;
  std::string text = joined(heard.words, first, end - first);
  if (text.empty()) return std::nullopt;
  return SlotValue{slot, text, text, first, end - first};
}

IntentMatcher::Fit IntentMatcher::fit(const Example& example, const Heard& heard) const {
  Fit fit;
  fit.said = heard.weight;
  for (std::size_t i = 0; i < example.parts.size(); ++i) {
    const int part = example.parts[i];
    if (part >= 0) {
      const auto number = static_cast<std::size_t>(part);
      if (heard.position[number] < 0) continue;
      fit.shared += weights_[number];
      fit.told = fit.told || weights_[number] >= kTelling;
      continue;
    }
    const SlotKind kind = kinds_[static_cast<std::size_t>(~part)];
    std::optional<SlotValue> value;
    if (is_open(kind)) {
      value = captured(example, i, heard);
    } else {
      const auto is_it = [&](const SlotValue& one) { return one.slot == ~part; };
      const auto found = std::find_if(heard.values.begin(), heard.values.end(), is_it);
      if (found != heard.values.end()) value = *found;
    }
    if (!value) continue;
    for (std::size_t word = value->first; word < value->first + value->count; ++word)
      fit.said -= heard.weights[word];
    fit.said += weight_of(kind);
    fit.shared += weight_of(kind);
    fit.told = fit.told || weight_of(kind) >= kTelling;
    fit.values.push_back(std::move(*value));
  }
  return fit;
}

int IntentMatcher::score_of(const Example& example, const Fit& fit, const Heard& heard) {
  const int whole = example.weight + std::max(fit.said, 0);
  int score = whole > 0 ? std::min(2000 * fit.shared / whole, 1000) : 0;
  if (example.negated != heard.negated) score = score * kOtherwiseNegated / 1000;
  if (example.telling && !fit.told) score = score * kNothingTold / 1000;
  return score;
}

IntentMatch IntentMatcher::match(const std::vector<SpokenWord>& words) const {
  IntentMatch best;
  if (words.empty()) return best;
  const Heard heard = hear(words);
  for (const Example& example : examples_) {
    Fit fit = this->fit(example, heard);
    const int score = score_of(example, fit, heard);
    if (score == 0) continue;
    const bool more_values = score == best.score && fit.values.size() > best.values.size();
    if (score > best.score || more_values) {
      if (best.intent != example.intent && best.score > best.second_score) {
        best.second = best.intent;
        best.second_score = best.score;
      }
      best.intent = example.intent;
      best.score = score;
      best.values = std::move(fit.values);
    } else if (example.intent != best.intent && score > best.second_score) {
      best.second = example.intent;
      best.second_score = score;
    }
  }
  return best;
}

}  // namespace parley
