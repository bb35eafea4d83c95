#include "speech/voices/flite_synthesizer.h"

#include <string>
#include <utility>

#include "speech/voices/engine_synthesizer.h"
#include "voice/flite_voice.h"

namespace parley {

const std::array<ProviderSetting, 1> kFliteSettings = {{{"flite.voice", "FLITE_VOICE", "slt",
                                                         "Voice of agents whose profile names none: slt (a woman, "
                                                         "the default), rms, awb (men), kal (small and quick)."}}};

Result<std::shared_ptr<const SynthesisProvider>> make_flite_synthesizer(const ProviderParts& parts) {
  const std::string fallback = parts.values.text(kFliteSettings[0]);
  const auto named = [&fallback](const AgentProfile& profile) {
    return profile.voice.empty() ? fallback : profile.voice;
  };
  for (const auto& profile : parts.profiles) {
    if (FliteVoice::find(named(*profile)) == nullptr) {
      return make_error("flite has no voice \"" + named(*profile) + "\"; it has slt, kal, rms and awb",
                        profile->voice.empty() ? "flite.voice" : "voice");
    }
  }
  return std::shared_ptr<const SynthesisProvider>(std::make_shared<EngineSynthesis>(
      "flite",
      [fallback](const AgentProfile& profile) -> std::shared_ptr<const VoiceEngine> {
        const auto voice = FliteVoice::find(profile.voice.empty() ? fallback : profile.voice);
        return voice == nullptr ? FliteVoice::find("slt") : voice;
      },
      parts.workers));
}

}  // namespace parley
