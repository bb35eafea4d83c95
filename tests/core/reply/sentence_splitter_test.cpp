#include "core/reply/sentence_splitter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/utf8.h"

namespace parley {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> complete(SentenceSplitter& splitter) {
  std::vector<std::string> sentences;
  while (auto sentence = splitter.next()) sentences.push_back(*sentence);
  return sentences;
}

TEST(SentenceSplitter, EndsSentencesAtTheirStopsWhenMoreTextFollows) {
  SentenceSplitter splitter;
  splitter.push("One. Two! Three? Four");
  EXPECT_THAT(complete(splitter), ElementsAre("One.", "Two!", "Three?"));
  EXPECT_EQ(splitter.rest(), "Four");
}

TEST(SentenceSplitter, WaitsAtAStopUntilItKnowsWhatFollows) {
  SentenceSplitter splitter;
  splitter.push("It is 3.");
  EXPECT_THAT(complete(splitter), IsEmpty());
  splitter.push("5 miles. ");
  EXPECT_THAT(complete(splitter), ElementsAre("It is 3.5 miles."));
}

TEST(SentenceSplitter, EndsASentenceAtALineBreakWithoutAStop) {
  SentenceSplitter splitter;
  splitter.push("First\nsecond");
  EXPECT_THAT(complete(splitter), ElementsAre("First"));
  EXPECT_EQ(splitter.rest(), "second");
}

TEST(SentenceSplitter, GivesTheSameSentencesHoweverTheTextIsCut) {
  const std::string text = "Hello there. We open at 9.30 sharp!\n\n  Anything else?  Bye";
  SentenceSplitter whole;
  whole.push(text);
  const std::vector<std::string> expected = complete(whole);
  ASSERT_THAT(expected, ElementsAre("Hello there.", "We open at 9.30 sharp!", "Anything else?"));
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    SentenceSplitter splitter;
    std::vector<std::string> sentences;
    for (std::size_t at = 0; at < text.size(); at += piece) {
      splitter.push(std::string_view(text).substr(at, piece));
      for (std::string& sentence : complete(splitter)) sentences.push_back(std::move(sentence));
    }
    EXPECT_EQ(sentences, expected) << "in pieces of " << piece;
    EXPECT_EQ(splitter.rest(), "Bye") << "in pieces of " << piece;
  }
}

TEST(SentenceSplitter, MakesNoSentenceOfSpaces) {
  SentenceSplitter splitter;
  splitter.push(" \n\n \t ");
  EXPECT_THAT(complete(splitter), IsEmpty());
  EXPECT_EQ(splitter.rest(), std::nullopt);
}

TEST(SentenceSplitter, CutsTextThatEndsNoSentenceBetweenWords) {
  SentenceSplitter splitter;
  std::string words;
  while (words.size() < 2500) words += "words ";
  splitter.push(words);
  const std::vector<std::string> sentences = complete(splitter);
  ASSERT_EQ(sentences.size(), 2U);
  for (const std::string& sentence : sentences) {
    EXPECT_LE(sentence.size(), SentenceSplitter::kLongestSentence);
    EXPECT_GT(sentence.size(), SentenceSplitter::kLongestSentence - 10);
    EXPECT_TRUE(sentence.starts_with("words")) << sentence;
    EXPECT_TRUE(sentence.ends_with("words")) << sentence;
  }
}

TEST(SentenceSplitter, CutsNoCharacterInTwo) {
  SentenceSplitter splitter;
  std::string letters;
  while (letters.size() < 1999) letters += "\u05E9";  // two bytes each, and no space anywhere
  splitter.push("a" + letters);
  const std::vector<std::string> sentences = complete(splitter);
  ASSERT_FALSE(sentences.empty());
  for (const std::string& sentence : sentences) EXPECT_TRUE(is_utf8(sentence));
}

TEST(SentenceSplitter, HoldsNoMoreThanOneLongSentenceOnceItWasAsked) {
  SentenceSplitter splitter;
  std::size_t given = 0;
  for (int i = 0; i < 5000; ++i) {
    splitter.push("aaaaaaaaa ");
    for (const std::string& sentence : complete(splitter)) given += sentence.size() + 1;
  }
  EXPECT_GE(given, 50'000 - SentenceSplitter::kLongestSentence);
}

TEST(SentenceSplitter, HasNoRestTwice) {
  SentenceSplitter splitter;
  splitter.push("left over");
  EXPECT_EQ(splitter.rest(), "left over");
  EXPECT_EQ(splitter.rest(), std::nullopt);
}

}  // namespace
}  // namespace parley
