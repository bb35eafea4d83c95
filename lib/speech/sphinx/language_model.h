// What the embedded recogniser expects to hear, in the two forms that its decoder reads: how words follow each
// other (an ARPA model of up to three words), and how these few words are spoken (a dictionary cut from a large
// one). Pure: texts in, texts out; files are the recogniser's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace parley {

struct LanguageModelSettings {
  /// Of all words, how many are taken to be none that an intent knows. More of it turns speech about other things
  /// into words without an intent; less of it makes the expected words safer.
  double background = 0.01;
  /// How readily words follow each other in ways that no sentence shows.
  double looseness = 0.2;
  /// A sentence with a hundred names in it is not a hundred times as likely: counts are raised to this power.
  double count_power = 0.5;
  /// What a row of digits counts, beside other sentences. Many rows are written out so that every digit follows
  /// every other, and not because callers begin with one so often.
  double number_weight = 0.1;
};

struct LanguageModel {
  std::string arpa;
  std::string dictionary;
  std::size_t words = 0;  // that can be heard, the background's among them
  std::vector<std::string>
      guessed;  // words that the large dictionary lacks: pronounced by rule, as they are spelled
  std::vector<std::string> unspeakable;  // words that no rule can pronounce; sentences with one are left out
};

/// `sentences` as IntentBook::expected_sentences gives them; `dictionary` is the text of the large one.
Result<LanguageModel> make_language_model(const std::vector<std::string>& sentences, std::string_view dictionary,
                                          const LanguageModelSettings& settings = {});

}  // namespace parley
