// The embedded voice of every language but English, Hebrew first of all: espeak-ng as a program, on the workers
// (voice/espeak_voice.h). A profile's voice is one of espeak's names; without one its language is.
#pragma once

#include <array>
#include <memory>

#include "core/base/result.h"
#include "speech/provider.h"
#include "speech/provider_setting.h"

namespace parley {

extern const std::array<ProviderSetting, 4> kEspeakSettings;

/// An error where a profile's voice or language is no name that espeak could have.
Result<std::shared_ptr<const SynthesisProvider>> make_espeak_synthesizer(const ProviderParts& parts);

}  // namespace parley
