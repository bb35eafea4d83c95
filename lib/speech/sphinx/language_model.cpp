#include "speech/sphinx/language_model.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include "speech/sphinx/background_words.h"
#include "speech/sphinx/ngram_model.h"
#include "speech/sphinx/pronunciation.h"

namespace parley {
namespace {

constexpr std::size_t kMostSentences = 50'000;
constexpr std::array<std::string_view, 11> kDigits = {"zero", "oh",  "one",   "two",   "three", "four",
                                                      "five", "six", "seven", "eight", "nine"};
constexpr std::size_t kFewestDigitsOfANumber = 8;  // with fewer, the sentences do not ask for numbers

/// Lower case; what separates words for a reader only is left out.
std::vector<std::string> words_of(std::string_view sentence) {
  std::vector<std::string> words;
  std::istringstream in{std::string(sentence)};
  for (std::string word; in >> word;) {
    std::erase_if(word,
                  [](char byte) { return std::string_view(",.?!;:\"()").find(byte) != std::string_view::npos; });
    std::transform(word.begin(), word.end(), word.begin(), [](char byte) {
      return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    });
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

/// Every way of speaking each of the wanted words; none for a word that the large dictionary lacks.
std::map<std::string, std::vector<std::string>, std::less<>> spoken(std::string_view dictionary,
                                                                    const std::set<std::string>& wanted) {
  std::map<std::string, std::vector<std::string>, std::less<>> ways;
  for (const std::string& word : wanted) ways[word];
  while (!dictionary.empty()) {
    const std::string_view line = dictionary.substr(0, dictionary.find('\n'));
    dictionary.remove_prefix(std::min(line.size() + 1, dictionary.size()));
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) continue;
    std::string_view word = line.substr(0, space);
    word = word.substr(0, word.find('(', 1));  // "read(2)" is another way of speaking "read"
    const auto found = ways.find(word);
    if (found != ways.end()) found->second.emplace_back(line.substr(space + 1));
  }
  return ways;
}

bool is_number(const std::vector<std::string>& sentence) {
  return std::all_of(sentence.begin(), sentence.end(), [](const std::string& word) {
    return std::find(kDigits.begin(), kDigits.end(), word) != kDigits.end() || word == "double" || word == "triple";
  });
}

std::vector<std::string> digits_among(const NgramModel& grams) {
  std::vector<std::string> digits;
  for (const std::string_view digit : kDigits) {
    if (grams.knows(std::string(digit))) digits.emplace_back(digit);
  }
  return digits;
}

}  // namespace

Result<LanguageModel> make_language_model(const std::vector<std::string>& sentences, std::string_view dictionary,
                                          const LanguageModelSettings& settings) {
  std::set<std::vector<std::string>> distinct;
  std::set<std::string> own;
  for (const std::string& sentence : sentences) {
    std::vector<std::string> words = words_of(sentence);
    if (words.empty()) continue;
    own.insert(words.begin(), words.end());
    distinct.insert(std::move(words));
  }
  if (distinct.empty()) return make_error("no sentence is expected, so none can be recognised");
  if (distinct.size() > kMostSentences) {
    return make_error("more than " + std::to_string(kMostSentences) + " sentences are expected");
  }
  std::set<std::string> wanted = own;
  wanted.insert(background_words().begin(), background_words().end());
  auto ways = spoken(dictionary, wanted);

  LanguageModel made;
  for (const std::string& word : own) {
    if (!ways[word].empty()) continue;
    std::string guess = guessed_pronunciation(word);
    (guess.empty() ? made.unspeakable : made.guessed).push_back(word);
    if (!guess.empty()) ways[word].push_back(std::move(guess));
  }
  const auto speakable = [&](const std::string& word) { return !ways.find(word)->second.empty(); };
  NgramModel grams;
  for (const std::vector<std::string>& sentence : distinct) {
    if (!std::all_of(sentence.begin(), sentence.end(), speakable)) continue;
    grams.add(sentence, is_number(sentence) ? settings.number_weight : 1.0);
  }
  const std::vector<std::string> digits = digits_among(grams);
  if (digits.size() >= kFewestDigitsOfANumber) grams.add_loop(digits);

  std::vector<std::string> background;
  for (const std::string& word : std::set<std::string>(background_words().begin(), background_words().end())) {
    if (settings.background > 0 && !grams.knows(word) && speakable(word)) background.push_back(word);
  }
  std::vector<std::string> heard = grams.words();
  if (heard.empty()) return make_error("no word of the expected sentences can be pronounced");
  made.arpa = grams.arpa({settings.count_power, settings.looseness, settings.background}, background);
  heard.insert(heard.end(), background.begin(), background.end());
  made.words = heard.size();
  for (const std::string& word : heard) {
    int way = 0;
    for (const std::string& phones : ways[word]) {
      made.dictionary += word + (++way == 1 ? "" : "(" + std::to_string(way) + ")") + " " + phones + "\n";
    }
  }
  return made;
}

}  // namespace parley
