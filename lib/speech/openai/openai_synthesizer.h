// Speech by POST /audio/speech of an OpenAI-compatible server: PCM at 24 kHz as it comes, made the call's.
#pragma once

#include <array>
#include <memory>

#include "core/base/result.h"
#include "speech/provider.h"
#include "speech/provider_setting.h"

namespace parley {

extern const std::array<ProviderSetting, 7> kOpenaiSynthesizerSettings;

Result<std::shared_ptr<const SynthesisProvider>> make_openai_synthesizer(const ProviderParts& parts);

}  // namespace parley
