#include "core/reply/intents/example.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parley {
namespace {

using testing::ElementsAre;

/// Each sentence with its slots in braces.
std::vector<std::string> sentences(std::string_view text) {
  std::vector<std::string> all;
  const auto variants = read_example(text);
  if (!variants.has_value()) return {variants.error().message};
  for (const ExampleVariant& variant : *variants) {
    std::string sentence;
    for (const ExamplePart& part : variant) {
      if (!sentence.empty()) sentence += ' ';
      sentence += part.slot.empty() ? part.word.text : part.word.text + "{" + part.slot + "}";
    }
    all.push_back(sentence);
  }
  return all;
}

TEST(Example, OfPlainWordsIsOneSentence) {
  EXPECT_THAT(sentences("When are you open?"), ElementsAre("when are you open"));
}

TEST(Example, BracketsMayBeLeftOut) {
  EXPECT_THAT(sentences("are you open [on {day}]"), ElementsAre("are you open", "are you open on {day}"));
}

TEST(Example, AlternativesAreWrittenOut) {
  EXPECT_THAT(sentences("(how much|what) is a {service}"),
              ElementsAre("how much is a {service}", "what is a {service}"));
  EXPECT_THAT(sentences("yes|no"), ElementsAre("yes", "no"));
}

TEST(Example, BracketsMayBeNested) {
  EXPECT_THAT(sentences("call [me (back|[right] now)]"),
              ElementsAre("call", "call me back", "call me now", "call me right now"));
}

TEST(Example, AParticleIsWrittenTogetherWithItsSlot) {
  EXPECT_THAT(sentences("תור ל{service} ב{day}"), ElementsAre("תור ל{service} ב{day}"));
}

TEST(Example, SaysWhatIsWrongWithIt) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"open [on", "lacks a \"]\""},       {"(a|b", "lacks a \")\""},
      {"in {day", "lacks a \"}\""},        {"a ) b", "has a \")\" that closes nothing"},
      {"{}", "has a slot without a name"}, {"[maybe]", "could be nothing at all"},
      {"", "could be nothing at all"},     {"((((((((a))))))))", "has brackets that are nested too deeply"},
  };
  for (const auto& [text, problem] : cases) EXPECT_THAT(sentences(text), ElementsAre(problem)) << text;
}

TEST(Example, OfTooManySentencesIsRefused) {
  std::string many;
  for (int i = 0; i < 12; ++i) many += "(a|b) ";
  EXPECT_THAT(sentences(many), ElementsAre("stands for more than 600 sentences"));
  std::string wide = "a";
  for (int i = 0; i < 700; ++i) wide += "|a";
  EXPECT_THAT(sentences(wide), ElementsAre("stands for more than 600 sentences"));
  std::string lengthy;
  for (int i = 0; i < 30; ++i) lengthy += "word ";
  EXPECT_THAT(sentences(lengthy), ElementsAre("is longer than 24 words"));
}

}  // namespace
}  // namespace parley
