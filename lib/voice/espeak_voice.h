// Any language that espeak-ng speaks, by the program of that name: it is licensed unlike the rest, keeps one state
// for a whole process and draws sound libraries in, so it stays outside. Hebrew goes through a front end of our own
// (voice/hebrew), since espeak-ng cannot read it; others are given as text.
#pragma once

#include <string>
#include <string_view>

#include "voice/child_process.h"
#include "voice/voice_engine.h"

namespace parley {

struct EspeakConfig {
  std::string program = "espeak-ng";
  std::string voice = "he";  // a language and perhaps a variant: "he", "de+f3"
  int words_a_minute = 150;
  int pitch = 50;  // 0 to 99
  ChildLimits limits;
};

class EspeakVoice final : public VoiceEngine {
 public:
  explicit EspeakVoice(EspeakConfig config);
  /// Whether this may be a voice's name; whether it is one, only the program knows.
  static bool is_voice_name(std::string_view name);

  /// One process a sentence; stopping kills it.
  Result<void> speak(std::string_view text, const SpeechSink& take) const override;
  /// What the program is given for a text: phonemes for Hebrew, else the text as one line.
  std::string input_of(std::string_view text) const;

 private:
  const EspeakConfig config_;
};

}  // namespace parley
