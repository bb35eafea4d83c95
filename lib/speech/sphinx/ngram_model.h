// How words follow each other, counted from sentences and written as an ARPA model of three words with back-off
// (Witten and Bell's way, so that every distribution sums to one). Knows nothing of sounds.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace parley {

class NgramModel {
 public:
  /// The words of a sentence, without its borders; `weight` is how often it is thought to be said.
  void add(const std::vector<std::string>& sentence, double weight = 1.0);
  /// Any of `words` may follow any two of them, as digits do.
  void add_loop(const std::vector<std::string>& words);
  bool knows(const std::string& word) const { return words_.contains(word); }
  std::vector<std::string> words() const;

  struct Shape {
    double count_power = 1.0;
    double looseness = 1.0;         // 1 is Witten and Bell's own
    double background_share = 0.0;  // of the words spoken
  };
  std::string arpa(const Shape& shape, const std::vector<std::string>& background) const;

 private:
  using Gram = std::vector<std::string>;
  /// What follows a history, and how often.
  using Followers = std::map<std::string, double>;
  using Histories = std::map<Gram, Followers>;

  void count(const Gram& gram, double weight);

  std::map<std::string, double> words_;  // and the sentence's end
  std::array<Histories, 2> after_;       // histories of one word and of two
};

}  // namespace parley
