#include "core/vad/speech_segmenter.h"

#include <gtest/gtest.h>

#include <string_view>
#include <variant>
#include <vector>

namespace parley {
namespace {

struct Heard {
  Instant known;  // end of the frame that told
  std::variant<SpeechStarted, SpeechEnded> what;
};

/// One character a frame: 'V' is voice, anything else is not. Levels count up from 100.
std::vector<Heard> feed(SpeechSegmenter& segmenter, std::string_view frames, Instant begin = kCallStart) {
  std::vector<Heard> all;
  int level = 100;
  for (const char frame : frames) {
    const auto heard = segmenter.add(begin, frame == 'V' ? kSpeechCut + 1 : kSpeechCut, level++);
    begin += kFrameDuration;
    if (heard) all.push_back({begin, *heard});
  }
  return all;
}

TEST(SpeechSegmenter, StartsAtTheThirdVoicedFrameAndTellsTheFirst) {
  SpeechSegmenter segmenter{VadConfig{}};
  const auto heard = feed(segmenter, "..VVVV");
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].known, at_millis(100));
  EXPECT_EQ(std::get<SpeechStarted>(heard[0].what).onset, at_millis(40));
  EXPECT_EQ(std::get<SpeechStarted>(heard[0].what).level, 102);
  EXPECT_TRUE(segmenter.speaking());
  EXPECT_EQ(segmenter.voiced(), millis(80));
}

TEST(SpeechSegmenter, EndsAtTheThirdUnvoicedFrameAndTellsTheLastVoice) {
  SpeechSegmenter segmenter{VadConfig{}};
  const auto heard = feed(segmenter, "VVVVV....");
  ASSERT_EQ(heard.size(), 2U);
  EXPECT_EQ(heard[1].known, at_millis(160));
  EXPECT_EQ(std::get<SpeechEnded>(heard[1].what).last_voiced, at_millis(100));
  EXPECT_EQ(std::get<SpeechEnded>(heard[1].what).voiced, millis(100));
  EXPECT_FALSE(segmenter.speaking());
}

TEST(SpeechSegmenter, TwoVoicedFramesAreAClick) {
  SpeechSegmenter segmenter{VadConfig{}};
  EXPECT_TRUE(feed(segmenter, "VV.VV.VV.VV...").empty());
}

TEST(SpeechSegmenter, ADipOfTwoFramesDoesNotEndSpeechAndIsNotCountedAsVoice) {
  SpeechSegmenter segmenter{VadConfig{}};
  const auto heard = feed(segmenter, "VVVV..VV..VV...");
  ASSERT_EQ(heard.size(), 2U);
  EXPECT_EQ(std::get<SpeechEnded>(heard[1].what).voiced, millis(160));
  EXPECT_EQ(std::get<SpeechEnded>(heard[1].what).last_voiced, at_millis(240));
}

TEST(SpeechSegmenter, AProbabilityAtTheCutIsNoVoice) {
  SpeechSegmenter segmenter{VadConfig{}};
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(segmenter.add(at_millis(20 * i), kSpeechCut, 1000).has_value());
  }
}

TEST(SpeechSegmenter, EveryStretchIsCountedFromNothing) {
  SpeechSegmenter segmenter{VadConfig{}};
  const auto heard = feed(segmenter, "VVVVVV...VVVV...");
  ASSERT_EQ(heard.size(), 4U);
  EXPECT_EQ(std::get<SpeechStarted>(heard[2].what).onset, at_millis(180));
  EXPECT_EQ(std::get<SpeechEnded>(heard[3].what).voiced, millis(80));
}

TEST(SpeechSegmenter, DebounceIsASetting) {
  VadConfig config;
  config.onset = millis(40);
  config.release = millis(80);
  SpeechSegmenter segmenter{config};
  const auto heard = feed(segmenter, "VVVV...VV....");
  ASSERT_EQ(heard.size(), 2U);
  EXPECT_EQ(heard[0].known, at_millis(40));
  EXPECT_EQ(heard[1].known, at_millis(260));
}

TEST(SpeechSegmenter, AWithdrawnStretchNeverEndsAndTheNextStartsAnew) {
  SpeechSegmenter segmenter{VadConfig{}};
  ASSERT_EQ(feed(segmenter, "VVVV").size(), 1U);
  segmenter.withdraw();
  EXPECT_FALSE(segmenter.speaking());
  EXPECT_EQ(segmenter.voiced(), Duration{});
  const auto heard = feed(segmenter, "VV....VVV", at_millis(80));
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(std::get<SpeechStarted>(heard[0].what).onset, at_millis(200));
}

TEST(SpeechSegmenter, ADipBeforeAWithdrawalDoesNotShortenTheNextRelease) {
  SpeechSegmenter segmenter{VadConfig{}};
  feed(segmenter, "VVVV..");
  segmenter.withdraw();
  const auto heard = feed(segmenter, "VVV..V", at_millis(120));
  ASSERT_EQ(heard.size(), 1U);  // started, and the two frames did not end it
  EXPECT_TRUE(segmenter.speaking());
}

}  // namespace
}  // namespace parley
