#include "speech/voices/espeak_synthesizer.h"

#include <string>
#include <utility>

#include "speech/voices/engine_synthesizer.h"
#include "voice/espeak_voice.h"

namespace parley {

const std::array<ProviderSetting, 4> kEspeakSettings = {
    {{.key = "espeak.program",
      .environment = "",
      .fallback = "espeak-ng",
      .doc = "The program, found on the path or named in full."},
     {.key = "espeak.voice",
      .environment = "ESPEAK_VOICE",
      .fallback = "",
      .doc = "Voice of agents whose profile names none, such as he+f3; empty: their language."},
     {.key = "espeak.speed",
      .environment = "",
      .fallback = "150",
      .doc = "Words a minute.",
      .kind = SettingKind::kNumber,
      .low = 80,
      .high = 450},
     {.key = "espeak.pitch",
      .environment = "",
      .fallback = "50",
      .doc = "Pitch of the voice, 0 to 99.",
      .kind = SettingKind::kNumber,
      .low = 0,
      .high = 99}}};

Result<std::shared_ptr<const SynthesisProvider>> make_espeak_synthesizer(const ProviderParts& parts) {
  EspeakConfig config;
  config.program = parts.values.text(kEspeakSettings[0]);
  config.words_a_minute = static_cast<int>(parts.values.number(kEspeakSettings[2]));
  config.pitch = static_cast<int>(parts.values.number(kEspeakSettings[3]));
  const auto voice_of = [fallback = parts.values.text(kEspeakSettings[1])](const AgentProfile& profile) {
    if (!profile.voice.empty()) return profile.voice;
    return fallback.empty() ? profile.language : fallback;
  };
  for (const auto& profile : parts.profiles) {
    if (EspeakVoice::is_voice_name(voice_of(*profile))) continue;
    return make_error("\"" + voice_of(*profile) + "\" is no name of a voice of espeak-ng",
                      profile->voice.empty() ? "espeak.voice" : "voice");
  }
  return std::shared_ptr<const SynthesisProvider>(std::make_shared<EngineSynthesis>(
      "espeak-ng",
      [config, voice_of](const AgentProfile& profile) -> std::shared_ptr<const VoiceEngine> {
        EspeakConfig own = config;
        own.voice = voice_of(profile);
        return std::make_shared<const EspeakVoice>(std::move(own));
      },
      parts.workers));
}

}  // namespace parley
