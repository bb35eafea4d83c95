#include "voice/espeak_voice.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/audio/level.h"
#include "voice/telephone_shaper.h"

namespace parley {
namespace {

using Samples = std::vector<std::int16_t>;

Result<Samples> spoken(const EspeakConfig& config, std::string_view text) {
  Samples samples;
  const auto done = EspeakVoice(config).speak(text, [&](std::span<const std::int16_t> piece) {
    samples.insert(samples.end(), piece.begin(), piece.end());
    return true;
  });
  if (!done) return done.error();
  return samples;
}

TEST(AnEspeakVoice, SpeaksHebrewThatIsWrittenWithoutVowels) {
  const auto samples = spoken({}, "תודה שהתקשרתם. איך אפשר לעזור?");
  ASSERT_TRUE(samples.has_value()) << samples.error().text();
  EXPECT_GT(samples->size(), 8000U);
  EXPECT_LT(samples->size(), 6 * 8000U);
  EXPECT_GT(rms_level(*samples), kSpeechLevel / 2);
}

TEST(AnEspeakVoice, SpeaksOtherLanguagesFromTheirText) {
  EspeakConfig german;
  german.voice = "de";
  EXPECT_GT(spoken(german, "Guten Tag, wie kann ich helfen?")->size(), 8000U);
}

TEST(AnEspeakVoice, GivesTheEngineItsPhonemesAndNoneThatATextBrings) {
  EXPECT_EQ(EspeakVoice({}).input_of("שלום"), "[[Sal'om]]");
  EspeakConfig english;
  english.voice = "en";
  EXPECT_EQ(EspeakVoice(english).input_of("a [[b]]\nc"), "a   b   c");
  EXPECT_EQ(EspeakVoice(english).input_of("..."), "");
}

TEST(AnEspeakVoice, SaysNothingOfATextWithoutWords) {
  EXPECT_TRUE(spoken({}, "!").value().empty());
}

TEST(AnEspeakVoice, StopsWhenNoMoreIsWanted) {
  int pieces = 0;
  const auto done =
      EspeakVoice({}).speak("המספר הוא 050-123-4567, ושוב: 050-123-4567", [&](std::span<const std::int16_t>) {
        ++pieces;
        return false;
      });
  EXPECT_TRUE(done.has_value());
  EXPECT_EQ(pieces, 1);
}

TEST(AnEspeakVoice, SaysWhatIsWrongWithTheProgram) {
  EspeakConfig config;
  config.program = "no-such-voice";
  EXPECT_EQ(spoken(config, "שלום").error().text(), "no-such-voice could not be started: No such file or directory");
  config.program = "echo";
  EXPECT_EQ(spoken(config, "שלום").error().text(), "echo gave no sound that we can read");
  config.program = "espeak-ng";
  config.voice = "zz-no-language";
  EXPECT_FALSE(spoken(config, "hello").has_value());
}

TEST(AnEspeakVoice, HasNamesThatCannotBeOptions) {
  for (const char* good : {"he", "en-us", "de+f3", "mb_de1"}) EXPECT_TRUE(EspeakVoice::is_voice_name(good)) << good;
  for (const char* bad : {"", "-v", "a b", "a/b", "he;x", "\xD7\xA9"})
    EXPECT_FALSE(EspeakVoice::is_voice_name(bad));
}

}  // namespace
}  // namespace parley
