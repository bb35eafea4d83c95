#include "speech/sphinx/ngram_model.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace parley {
namespace {

constexpr std::string_view kBegin = "<s>";
constexpr std::string_view kEnd = "</s>";
constexpr double kNeverPredicted = -99.0;  // ARPA's way of saying that a word is never predicted

double squashed(double count, double power) {
  return std::pow(count, power);
}

/// The share that a history leaves to what never followed it.
double left_over(const std::map<std::string, double>& followers, const NgramModel::Shape& shape) {
  double seen = 0;
  for (const auto& [word, count] : followers) seen += squashed(count, shape.count_power);
  const double unseen = shape.looseness * static_cast<double>(followers.size());
  return unseen / (seen + unseen);
}

std::string line_of(double probability, const std::string& words, double back_off) {
  char numbers[64];
  std::snprintf(numbers, sizeof numbers, "%.4f", probability > 0 ? std::log10(probability) : kNeverPredicted);
  std::string line = std::string(numbers) + "\t" + words;
  if (back_off < 1) {
    std::snprintf(numbers, sizeof numbers, "\t%.4f", std::log10(back_off));
    line += numbers;
  }
  return line + "\n";
}

std::string joined(const std::vector<std::string>& history, const std::string& word) {
  std::string text;
  for (const std::string& one : history) text += one + " ";
  return text + word;
}

}  // namespace

void NgramModel::count(const Gram& gram, double weight) {
  const std::string& last = gram.back();
  words_[last] += weight;
  if (gram.size() >= 2) after_[0][{gram[gram.size() - 2]}][last] += weight;
  if (gram.size() >= 3) after_[1][{gram[gram.size() - 3], gram[gram.size() - 2]}][last] += weight;
}

void NgramModel::add(const std::vector<std::string>& sentence, double weight) {
  Gram gram{std::string(kBegin)};
  for (const std::string& word : sentence) {
    gram.push_back(word);
    count(gram, weight);
  }
  gram.emplace_back(kEnd);
  count(gram, weight);
}

void NgramModel::add_loop(const std::vector<std::string>& words) {
  for (const std::string& first : words) {
    for (const std::string& second : words) {
      after_[0][{first}][second] += 1;
      for (const std::string& third : words) after_[1][{first, second}][third] += 1;
    }
  }
}

std::vector<std::string> NgramModel::words() const {
  std::vector<std::string> all;
  for (const auto& [word, count] : words_) {
    if (word != kEnd) all.push_back(word);
  }
  return all;
}

std::string NgramModel::arpa(const Shape& shape, const std::vector<std::string>& background) const {
  std::map<std::string, double> single;
  double total = 0;
  for (const auto& [word, count] : words_) total += squashed(count, shape.count_power);
  const double own = background.empty() ? 1.0 : 1.0 - shape.background_share;
  for (const auto& [word, count] : words_) single[word] = own * squashed(count, shape.count_power) / total;
  for (const std::string& word : background) {
    single[word] += shape.background_share / static_cast<double>(background.size());
  }
  const auto back_off = [&](const Gram& history) {
    const auto found = after_[history.size() - 1].find(history);
    return found == after_[history.size() - 1].end() ? 1.0 : left_over(found->second, shape);
  };
  std::map<Gram, double> pairs;
  std::string texts[3];
  texts[0] = line_of(0, std::string(kBegin), back_off({std::string(kBegin)}));
  for (const auto& [word, probability] : single) texts[0] += line_of(probability, word, back_off({word}));
  std::size_t counts[3] = {single.size() + 1, 0, 0};
  for (std::size_t order = 0; order < 2; ++order) {
    for (const auto& [history, followers] : after_[order]) {
      double seen = 0;
      for (const auto& [word, count] : followers) seen += squashed(count, shape.count_power);
      const double unseen = shape.looseness * static_cast<double>(followers.size());
      for (const auto& [word, count] : followers) {
        // What two words predict is what one predicts where nothing else is known, and so on down.
        const double lower = order == 0 ? single.at(word) : pairs.at({history[1], word});
        const double probability = (squashed(count, shape.count_power) + unseen * lower) / (seen + unseen);
        if (order == 0) pairs[{history[0], word}] = probability;
        texts[order + 1] +=
            line_of(probability, joined(history, word), order == 0 ? back_off({history[0], word}) : 1);
        ++counts[order + 1];
      }
    }
  }
  std::string arpa = "\\data\\\n";
  for (std::size_t n = 0; n < 3; ++n) {
    arpa += "ngram " + std::to_string(n + 1) + "=" + std::to_string(counts[n]) + "\n";
  }
  for (std::size_t n = 0; n < 3; ++n) arpa += "\n\\" + std::to_string(n + 1) + "-grams:\n" + texts[n];
  return arpa + "\n\\end\\\n";
}

}  // namespace parley
