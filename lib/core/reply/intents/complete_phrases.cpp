#include "core/reply/intents/complete_phrases.h"

#include <algorithm>

namespace parley {
namespace {

constexpr std::size_t kMostWords = 40;  // nobody's example is longer, and whatever a recogniser says comes here

/// What was answered too soon can be answered again; a call that was ended or put through cannot be taken back, and
/// neither can the first question of a lead without confusing whoever hears it. A greeting is the beginning of
/// something.
bool may_be_answered_early(const Intent& intent) {
  if (!intent.collect.empty()) return false;
  if (intent.action == IntentAction::kAnswer) return !intent.topic.empty();
  return intent.action == IntentAction::kRepeat || intent.action == IntentAction::kMenu;
}

/// Of these every value is known, and so is its end.
bool is_closed(SlotKind kind) {
  return kind == SlotKind::kChoice || kind == SlotKind::kDay;
}

}  // namespace

CompletePhrases::CompletePhrases(const Language& language, const std::vector<Intent>& intents,
                                 const SlotFinder& values)
    : values_(&values),
      openers_(phrase_forms(language.hears.openers)),
      closers_(phrase_forms(language.hears.closers)) {
  for (const Intent& intent : intents) {
    const auto found = intent.examples.find(language.code);
    if (found == intent.examples.end()) continue;
    for (const ExampleVariant& example : found->second) learn(example, may_be_answered_early(intent));
  }
}

void CompletePhrases::learn(const ExampleVariant& example, bool ends) {
  std::size_t node = 0;
  for (const ExamplePart& part : example) {
    if (!part.slot.empty()) {
      const auto& slots = values_->slots();
      const auto is_it = [&](const IntentSlot& slot) { return slot.name == part.slot; };
      const auto slot = std::find_if(slots.begin(), slots.end(), is_it);
      if (slot == slots.end()) return;
      node = child_by_slot(node, static_cast<int>(slot - slots.begin()));
      continue;
    }
    const auto [child, is_new] = nodes_[node].by_word.emplace(part.word.form, nodes_.size());
    node = child->second;
    if (is_new) nodes_.emplace_back();
  }
  nodes_[node].ends = nodes_[node].ends || ends;
}

std::size_t CompletePhrases::child_by_slot(std::size_t node, int slot) {
  for (const auto& [known, child] : nodes_[node].by_slot) {
    if (known == slot) return child;
  }
  const std::size_t child = nodes_.size();
  nodes_[node].by_slot.emplace_back(slot, child);
  nodes_.emplace_back();
  return child;
}

CompletePhrases::Reached CompletePhrases::follow(const std::vector<SpokenWord>& words, std::size_t first,
                                                 std::size_t end, const std::vector<SlotValue>& said) const {
  Reached reached;
  Places places{{0, first}};
  while (!places.empty()) {
    const auto [at, word] = *places.begin();
    places.erase(places.begin());
    const Node& node = nodes_[at];
    if (word == end) {
      reached.ends = reached.ends || node.ends;
      reached.goes_on = reached.goes_on || !node.by_word.empty() || !node.by_slot.empty();
      continue;
    }
    const auto next = node.by_word.find(words[word].form);
    if (next != node.by_word.end()) places.emplace(next->second, word + 1);
    for (const auto& [slot, child] : node.by_slot) {
      if (!is_closed(values_->slots()[static_cast<std::size_t>(slot)].kind)) {
        reached.goes_on = reached.goes_on || at != 0;  // whatever is said may belong to it
        continue;
      }
      for (const SlotValue& value : said) {
        const bool here = value.slot == slot && value.first == word && word + value.count <= end;
        if (here) places.emplace(child, word + value.count);
      }
      reached.goes_on = reached.goes_on || values_->begins_longer(words, word, slot);
    }
  }
  return reached;
}

std::vector<std::size_t> CompletePhrases::beginnings(const std::vector<SpokenWord>& words) const {
  std::vector<std::size_t> all{0};
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const auto& opener : openers_) {
      const std::size_t taken = all[i] < words.size() ? SlotFinder::phrase_at(words, all[i], opener) : 0;
      const bool known = std::find(all.begin(), all.end(), all[i] + taken) != all.end();
      if (taken > 0 && !known) all.push_back(all[i] + taken);
    }
  }
  return all;
}

std::vector<std::size_t> CompletePhrases::ends(const std::vector<SpokenWord>& words) const {
  std::vector<std::size_t> all{words.size()};
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const auto& closer : closers_) {
      if (closer.size() > all[i] || SlotFinder::phrase_at(words, all[i] - closer.size(), closer) == 0) continue;
      const std::size_t end = all[i] - closer.size();
      if (std::find(all.begin(), all.end(), end) == all.end()) all.push_back(end);
    }
  }
  return all;
}

bool CompletePhrases::contains(const std::vector<SpokenWord>& words, bool asked) const {
  if (words.size() > kMostWords) return false;
  const std::vector<SlotValue> said = values_->find(words);
  const std::size_t least = asked ? 1 : 2;
  bool complete = false;
  for (const std::size_t first : beginnings(words)) {
    for (const std::size_t end : ends(words)) {
      if (end < first + least) continue;
      const Reached reached = follow(words, first, end, said);
      if (end == words.size() && reached.goes_on) return false;
      complete = complete || reached.ends;
    }
  }
  return complete;
}

}  // namespace parley
