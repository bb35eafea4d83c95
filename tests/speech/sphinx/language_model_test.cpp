#include "speech/sphinx/language_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

#include "speech/sphinx/background_words.h"

namespace parley {
namespace {

constexpr std::string_view kDictionary =
    "a AH\na(2) EY\nare AA R\nopen OW P AH N\nwhen W EH N\nyou Y UW\nclose K L OW S\nclose(2) K L OW Z\n"
    "zero Z IH R OW\none W AH N\ntwo T UW\nthree TH R IY\nfour F AO R\nfive F AY V\nsix S IH K S\n"
    "seven S EH V AH N\neight EY T\nnine N AY N\nweather W EH DH ER\n";

/// An ARPA model as its reader understands it.
struct Arpa {
  struct Entry {
    double probability = 0;
    double back_off = 1;
  };
  std::map<std::string, Entry> entries;
  std::vector<std::string> words;  // that can be predicted
  std::map<int, int> promised;
  std::map<int, int> counted;

  explicit Arpa(const std::string& text) {
    int order = 0;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("ngram ")) promised[line[6] - '0'] = std::stoi(line.substr(8));
      if (line.ends_with("-grams:")) order = line[1] - '0';
      if (order == 0 || line.empty() || line.front() == '\\') continue;
      std::istringstream fields(line);
      std::string probability;
      std::string words_text;
      std::string back_off;
      std::getline(fields, probability, '\t');
      std::getline(fields, words_text, '\t');
      std::getline(fields, back_off, '\t');
      entries[words_text] = {std::pow(10, std::stod(probability)),
                             back_off.empty() ? 1 : std::pow(10, std::stod(back_off))};
      if (order == 1 && words_text != "<s>") words.push_back(words_text);
      ++counted[order];
    }
  }

  double probability(const std::string& history, const std::string& word) const {
    const auto found = entries.find(history.empty() ? word : history + " " + word);
    if (found != entries.end()) return found->second.probability;
    if (history.empty()) return 0;
    const auto known = entries.find(history);
    const std::size_t space = history.find(' ');
    const std::string shorter = space == std::string::npos ? "" : history.substr(space + 1);
    return (known == entries.end() ? 1 : known->second.back_off) * probability(shorter, word);
  }
};

LanguageModel made(const std::vector<std::string>& sentences, const LanguageModelSettings& settings = {}) {
  const auto model = make_language_model(sentences, kDictionary, settings);
  EXPECT_TRUE(model.has_value());
  return model.has_value() ? *model : LanguageModel{};
}

bool has(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

TEST(ALanguageModel, SharesOutAllProbabilityAfterEveryHistory) {
  const Arpa arpa(made({"when are you open", "when do you close", "are you open", "zero one two"}).arpa);
  for (const std::string history : {"", "<s>", "you", "when are", "are you", "weather", "weather you", "open"}) {
    double sum = 0;
    for (const std::string& word : arpa.words) sum += arpa.probability(history, word);
    EXPECT_NEAR(sum, 1.0, 0.01) << "after \"" << history << "\"";
  }
  EXPECT_EQ(arpa.promised, arpa.counted);
}

TEST(ALanguageModel, ExpectsWhatTheSentencesShow) {
  const Arpa arpa(made({"when are you open", "when are you close"}).arpa);
  EXPECT_GT(arpa.probability("when are", "you"), 0.5);
  EXPECT_GT(arpa.probability("are you", "open"), 10 * arpa.probability("are you", "when"));
  EXPECT_GT(arpa.probability("are you", "when"), 0);
}

TEST(ALanguageModel, DoesNotTakeASentenceWithManyNamesForSoMuchMoreLikely) {
  std::vector<std::string> sentences = {"when are you open"};
  for (const char* digit : {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}) {
    sentences.push_back(std::string("a ") + digit);
  }
  const Arpa arpa(made(sentences).arpa);
  EXPECT_GT(arpa.probability("<s>", "when") * 4, arpa.probability("<s>", "a"));
}

TEST(ALanguageModel, DoesNotTakeACallersFirstWordForADigitBecauseManyNumbersAreWrittenOut) {
  const std::vector<std::string> sentences = {"when are you open", "one two", "one three", "one four", "one five"};
  const Arpa arpa(made(sentences).arpa);
  EXPECT_GT(arpa.probability("<s>", "when"), arpa.probability("<s>", "one"));
  const Arpa as_written(made(sentences, {.number_weight = 1}).arpa);
  EXPECT_LT(as_written.probability("<s>", "when"), as_written.probability("<s>", "one"));
}

TEST(ALanguageModel, LetsDigitsFollowEachOtherFreelyWhereNumbersAreExpected) {
  const std::vector<std::string> sentences = {"zero one two three four five six seven eight nine"};
  const Arpa arpa(made(sentences).arpa);
  EXPECT_TRUE(arpa.entries.contains("nine nine three"));
  EXPECT_TRUE(arpa.entries.contains("seven zero"));
  const Arpa few(made({"two four"}).arpa);
  EXPECT_FALSE(few.entries.contains("four two"));
}

TEST(ALanguageModel, GivesEveryWordAllItsPronunciations) {
  const LanguageModel model = made({"Are you a close, open?"});
  EXPECT_NE(model.dictionary.find("close K L OW S\nclose(2) K L OW Z\n"), std::string::npos);
  EXPECT_NE(model.dictionary.find("a AH\na(2) EY\n"), std::string::npos);
  EXPECT_EQ(model.dictionary.find("zero"), std::string::npos) << "no sentence and no background has it";
}

TEST(ALanguageModel, SaysWhichPronunciationsItGuessed) {
  const LanguageModel model = made({"are you shilo"});
  EXPECT_EQ(model.guessed, std::vector<std::string>{"shilo"});
  EXPECT_NE(model.dictionary.find("shilo SH IH L OW\n"), std::string::npos);
}

TEST(ALanguageModel, LeavesOutSentencesThatNobodyCanPronounce) {
  const LanguageModel model = made({"are you \xD7\x90", "when are you open"});
  EXPECT_EQ(model.unspeakable, std::vector<std::string>{"\xD7\x90"});
  EXPECT_EQ(model.arpa.find('\xD7'), std::string::npos);
  EXPECT_EQ(Arpa(model.arpa).entries.count("<s> are"), 0U);
}

TEST(ALanguageModel, HasABackgroundOfOtherWords) {
  const Arpa with(made({"are you open"}).arpa);
  const Arpa without(made({"are you open"}, {.background = 0}).arpa);
  EXPECT_TRUE(has(with.words, "weather"));
  EXPECT_FALSE(has(without.words, "weather"));
  EXPECT_LT(with.probability("are you", "weather"), with.probability("are you", "open") / 10);
}

TEST(ALanguageModel, IsNoneWithoutASentence) {
  EXPECT_FALSE(make_language_model({}, kDictionary).has_value());
  EXPECT_FALSE(make_language_model({"", "  .  "}, kDictionary).has_value());
  EXPECT_FALSE(make_language_model({"\xD7\x90"}, kDictionary).has_value());
}

TEST(TheBackgroundWords, AreManyAndDistinctEnoughToBeABackground) {
  EXPECT_GT(background_words().size(), 300U);
  for (const std::string& word : background_words()) {
    EXPECT_EQ(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz'"), std::string::npos) << word;
  }
}

}  // namespace
}  // namespace parley
