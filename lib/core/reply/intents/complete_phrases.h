// What a caller may say that is a whole question as it stands: an example of the author's, word by word, which no
// example continues. Of such words an agent may believe that they are all, although the caller has paused only
// shortly; whatever is said in other words has to wait for the whole silence.
//
//   when do you close             complete
//   when are you                  no example
//   are you open on               no example
//   where are you                 "... located" may follow
//   how much is a crown           complete, since a treatment is one of a list
//   my number is five five five   never: a number, a time, a name may go on
//   i want an appointment         never: what it begins, or ends, is not undone by hearing more
//
// It is no judge of what somebody means (intent_match) and knows no conversation (dialogue).
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/reply/intents/intent.h"
#include "core/reply/intents/slot_values.h"
#include "core/reply/language.h"

namespace parley {

class CompletePhrases {
 public:
  CompletePhrases(const Language& language, const std::vector<Intent>& intents, const SlotFinder& values);

  /// Courtesies before and after count for nothing. A single word begins as many questions as it is one, unless it
  /// answers what was `asked`.
  bool contains(const std::vector<SpokenWord>& words, bool asked = false) const;

 private:
  /// The examples as a tree: what may follow what has been said.
  struct Node {
    std::map<std::string, std::size_t, std::less<>> by_word;
    std::vector<std::pair<int, std::size_t>> by_slot;
    bool ends = false;  // a question that can be answered before it is certain to be all
  };
  using Places = std::set<std::pair<std::size_t, std::size_t>>;  // node, words said until there

  void learn(const ExampleVariant& example, bool ends);
  std::size_t child_by_slot(std::size_t node, int slot);
  /// Whether an example ends at `end`; with `goes_on`, whether one goes on behind it.
  struct Reached {
    bool ends = false;
    bool goes_on = false;
  };
  Reached follow(const std::vector<SpokenWord>& words, std::size_t first, std::size_t end,
                 const std::vector<SlotValue>& said) const;
  std::vector<std::size_t> beginnings(const std::vector<SpokenWord>& words) const;
  std::vector<std::size_t> ends(const std::vector<SpokenWord>& words) const;

  const SlotFinder* values_;  // of the matcher beside it
  std::vector<Node> nodes_{Node{}};
  std::vector<std::vector<std::string>> openers_;
  std::vector<std::vector<std::string>> closers_;
};

}  // namespace parley
