// Which intent of an author's a caller means: what he said is compared with every example by the words they share.
// A word counts the more the fewer intents have it; words of no weight ("the", "please") hardly count; words that
// no example has count against. Under a threshold nobody was understood: better to ask again than to do the wrong
// thing.
//
//   score = 2 * shared / (weight of the example + weight of what was said), in thousandths
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/reply/intents/intent.h"
#include "core/reply/intents/slot_values.h"

namespace parley {

struct IntentMatch {
  int intent = -1;  // the best; -1: no word in common with any
  int score = 0;    // 1000: an example, word by word
  int second = -1;  // the best of the other intents
  int second_score = 0;
  std::vector<SlotValue> values;  // of the slots of the example that fits best
};

class IntentMatcher {
 public:
  IntentMatcher(const Language& language, const std::vector<Intent>& intents, const std::vector<IntentSlot>& slots);

  IntentMatch match(const std::vector<SpokenWord>& words) const;
  const SlotFinder& values() const { return finder_; }

 private:
  struct Example {
    int intent = 0;
    std::vector<int> parts;  // a word's number, or the complement of a slot's
    int weight = 0;
    bool negated = false;
    bool telling = false;  // has words or slots that prove something
  };
  struct Fit {
    int shared = 0;
    bool told = false;  // one of the telling words was said
    int said = 0;       // weight of what was said, with values counted as slots
    std::vector<SlotValue> values;
  };
  struct Heard;

  int number_of(const std::string& form);
  void learn(const Language& language, const std::vector<Intent>& intents);
  void weigh(const Language& language);
  std::vector<int> numbers_of(const std::string& form) const;
  Heard hear(const std::vector<SpokenWord>& words) const;
  Fit fit(const Example& example, const Heard& heard) const;
  static int score_of(const Example& example, const Fit& fit, const Heard& heard);
  std::optional<SlotValue> captured(const Example& example, std::size_t part, const Heard& heard) const;

  SlotFinder finder_;
  std::vector<SlotKind> kinds_;
  std::map<std::string, int, std::less<>> vocabulary_;
  std::map<std::string, std::vector<int>, std::less<>> bare_;  // without particles
  std::vector<std::vector<bool>> used_by_;                     // word by intent
  std::vector<int> weights_;
  std::map<std::string, int, std::less<>> light_;  // weights of words that prove little
  std::set<std::string, std::less<>> negations_;
  std::vector<Example> examples_;
};

}  // namespace parley
