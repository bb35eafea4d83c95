#include "speech/deepgram/deepgram_results.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace parley {
namespace {

constexpr std::string_view kInterim =
    R"({"type":"Results","channel_index":[0,1],"duration":1.5,"start":2,"is_final":false,"speech_final":false,)"
    R"("channel":{"alternatives":[{"transcript":"what are","confidence":0.98,"words":[)"
    R"({"word":"what","start":2.32,"end":2.48,"confidence":0.99},{"word":"are","start":2.5,"end":2.6}]}]}})";

TEST(DeepgramMessages, HoldWordsWithTheirPlaceInTheStream) {
  const DeepgramMessage message = parse_deepgram(kInterim);
  const auto* words = std::get_if<DeepgramWords>(&message);
  ASSERT_NE(words, nullptr);
  EXPECT_EQ(*words, (DeepgramWords{"what are", 16'000, 28'000, 18'560, false, false}));
}

TEST(DeepgramMessages, TellTheAnswerToAFinalize) {
  const DeepgramMessage message =
      parse_deepgram(R"({"type":"Results","duration":0.5,"start":0,"is_final":true,"from_finalize":true,)"
                     R"("channel":{"alternatives":[{"transcript":"","confidence":0,"words":[]}]}})");
  const auto* words = std::get_if<DeepgramWords>(&message);
  ASSERT_NE(words, nullptr);
  EXPECT_EQ(*words, (DeepgramWords{"", 0, 4000, 0, true, true}));
}

TEST(DeepgramMessages, MayBeOfNoInterest) {
  for (const std::string_view text :
       {R"({"type":"Metadata","request_id":"x","duration":1.0})", R"({"type":"SpeechStarted","channel":[0]})",
        R"({"type":"UtteranceEnd","channel":[0,1],"last_word_end":2.1})", R"({"type":"WhateverComes"})"}) {
    EXPECT_TRUE(std::holds_alternative<DeepgramNotice>(parse_deepgram(text))) << text;
  }
}

TEST(DeepgramMessages, SayWhatIsWrong) {
  EXPECT_EQ(parse_deepgram(R"({"type":"Error","description":"no credit","variant":"X"})"),
            DeepgramMessage(DeepgramError{"no credit"}));
  EXPECT_EQ(parse_deepgram(R"({"err_code":"INVALID_AUTH","err_msg":"bad"})"),
            DeepgramMessage(DeepgramError{"bad"}));
}

TEST(DeepgramMessages, ThatAreNoneAreGarbage) {
  for (const std::string_view text :
       {"", "hello", "[]", "7", "{}", R"({"type":7})", R"({"type":"Results"})", "{\"type\":\"Results\"",
        R"({"type":"Results","start":"0","duration":1,"channel":{"alternatives":[{}]}})",
        R"({"type":"Results","start":0,"duration":1,"channel":{"alternatives":[]}})",
        R"({"type":"Results","start":0,"duration":1,"channel":[]})",
        R"({"type":"Results","start":0,"duration":1})"}) {
    EXPECT_TRUE(std::holds_alternative<DeepgramGarbage>(parse_deepgram(text))) << text;
  }
}

TEST(DeepgramMessages, AreBoundedInTheirNumbers) {
  const DeepgramMessage message =
      parse_deepgram(R"({"type":"Results","start":1e300,"duration":-1e300,"is_final":1,)"
                     R"("channel":{"alternatives":[{"transcript":7,"words":[{"start":-3}]}]}})");
  const auto* words = std::get_if<DeepgramWords>(&message);
  ASSERT_NE(words, nullptr);
  EXPECT_EQ(*words, (DeepgramWords{"", 8'000'000'000, 8'000'000'000, 8'000'000'000, false, false}));
}

TEST(DeepgramMessages, OfTheRecordedExchangesAreAllUnderstood) {
  for (const std::string name : {"english.jsonl", "hebrew.jsonl"}) {
    std::ifstream in("fixtures/wire/deepgram/" + name);
    ASSERT_TRUE(in.is_open()) << name;
    int finals = 0;
    for (std::string line; std::getline(in, line);) {
      const DeepgramMessage message = parse_deepgram(line);
      EXPECT_FALSE(std::holds_alternative<DeepgramGarbage>(message)) << line;
      const auto* words = std::get_if<DeepgramWords>(&message);
      if (words != nullptr && words->is_final && !words->text.empty()) ++finals;
    }
    EXPECT_EQ(finals, 2) << name;
  }
}

}  // namespace
}  // namespace parley
