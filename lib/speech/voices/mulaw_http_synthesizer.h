// Speech from services that answer one POST with raw mu-law at 8 kHz, so that nothing is converted: Deepgram's
// Aura, ElevenLabs, Azure, and any other that can be described by an address, a header and a body with places for
// the text, the voice and the language.
#pragma once

#include <array>
#include <memory>

#include "core/base/result.h"
#include "speech/provider.h"
#include "speech/provider_setting.h"

namespace parley {

extern const std::array<ProviderSetting, 3> kAuraSettings;
Result<std::shared_ptr<const SynthesisProvider>> make_aura_synthesizer(const ProviderParts& parts);

extern const std::array<ProviderSetting, 4> kElevenlabsSettings;
Result<std::shared_ptr<const SynthesisProvider>> make_elevenlabs_synthesizer(const ProviderParts& parts);

extern const std::array<ProviderSetting, 4> kAzureSettings;
Result<std::shared_ptr<const SynthesisProvider>> make_azure_synthesizer(const ProviderParts& parts);

extern const std::array<ProviderSetting, 7> kMulawHttpSettings;
Result<std::shared_ptr<const SynthesisProvider>> make_mulaw_http_synthesizer(const ProviderParts& parts);

}  // namespace parley
