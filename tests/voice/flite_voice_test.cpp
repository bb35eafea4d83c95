#include "voice/flite_voice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "core/audio/level.h"
#include "voice/telephone_shaper.h"

namespace parley {
namespace {

using Samples = std::vector<std::int16_t>;

Samples spoken_by(std::string_view name, std::string_view text) {
  Samples samples;
  const auto voice = FliteVoice::find(name);
  EXPECT_NE(voice, nullptr);
  const auto done = voice->speak(text, [&](std::span<const std::int16_t> piece) {
    samples.insert(samples.end(), piece.begin(), piece.end());
    return true;
  });
  EXPECT_TRUE(done.has_value());
  return samples;
}

/// RMS of the blocks that are no pause.
int speech_level(const Samples& samples) {
  Samples loud;
  for (std::size_t at = 0; at + 160 <= samples.size(); at += 160) {
    const auto block = std::span(samples).subspan(at, 160);
    if (rms_level(block) > 150) loud.insert(loud.end(), block.begin(), block.end());
  }
  return rms_level(loud);
}

constexpr const char* kSentence = "We are open from nine in the morning until five in the afternoon.";

TEST(AFliteVoice, SpeaksASentenceAtTheLevelOfATelephone) {
  for (const std::string_view name : FliteVoice::names()) {
    const Samples samples = spoken_by(name, kSentence);
    EXPECT_GT(samples.size(), 2U * 8000) << name;
    EXPECT_LT(samples.size(), 6U * 8000) << name;
    EXPECT_NEAR(speech_level(samples), kSpeechLevel, kSpeechLevel / 3) << name;
  }
}

TEST(AFliteVoice, BeginsAndEndsWithoutWaiting) {
  for (const std::string_view name : FliteVoice::names()) {
    const Samples samples = spoken_by(name, "Yes, of course.");
    EXPECT_GT(rms_level(std::span(samples).first(640)), 30) << name << ": the first 80 ms hold sound";
    EXPECT_GT(rms_level(std::span(samples).last(1600)), 40) << name << ": and so do the last 200";
  }
}

TEST(AFliteVoice, StopsWithinAPieceWhenNoMoreIsWanted) {
  int pieces = 0;
  const auto done = FliteVoice::find("slt")->speak(kSentence, [&](std::span<const std::int16_t>) {
    ++pieces;
    return false;
  });
  EXPECT_TRUE(done.has_value());
  EXPECT_EQ(pieces, 1);
}

TEST(AFliteVoice, SaysNothingOfWhatItCannotSpeak) {
  EXPECT_TRUE(spoken_by("slt", "").empty());
  EXPECT_TRUE(spoken_by("slt", "\u05E9\u05DC\u05D5\u05DD").empty());
  EXPECT_TRUE(spoken_by("kal", "?!").empty());
}

TEST(AFliteVoice, SurvivesTextThatIsNone) {
  for (const char* text : {"'", "$", "-.-", "1/0/0", "99999999999999999999999999999999999", "xzqvw bcdfg", "$.",
                           "3rd1999", "a", "http://x.y/?q=%20", "\xFF\xFE\x01z"}) {
    for (const std::string_view name : {"slt", "kal"}) spoken_by(name, text);
  }
}

TEST(AFliteVoice, SpeaksOnManyThreadsAtOnce) {
  const std::size_t expected = spoken_by("slt", kSentence).size();
  std::vector<std::size_t> sizes(4);
  std::vector<std::thread> threads;
  for (std::size_t& size : sizes) threads.emplace_back([&size] { size = spoken_by("slt", kSentence).size(); });
  for (std::thread& thread : threads) thread.join();
  // Its breath noise is drawn from one source by all, so an edge may lie a block of 10 ms elsewhere.
  for (const std::size_t size : sizes) EXPECT_NEAR(static_cast<double>(size), static_cast<double>(expected), 240);
}

TEST(AFliteVoice, IsNotFoundByAnUnknownName) {
  EXPECT_EQ(FliteVoice::find("nobody"), nullptr);
  EXPECT_EQ(FliteVoice::find(""), nullptr);
}

TEST(ReadingAloud, GivesTheSameBytesEachTime) {
  const auto first = read_aloud("What are your hours?", "rms");
  const auto second = read_aloud("What are your hours?", "rms");
  ASSERT_TRUE(first.has_value());
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(*first, *second);
  EXPECT_NE(*first, *read_aloud("What are your hours?", "slt"));
}

TEST(ReadingAloud, SaysWhatIsWrong) {
  EXPECT_EQ(read_aloud("hello", "bob").error().text(),
            "there is no voice \"bob\"; there are slt, kal, rms and awb");
  EXPECT_EQ(read_aloud("...", "slt").error().text(), "there is nothing in \"...\" that can be spoken");
}

}  // namespace
}  // namespace parley
