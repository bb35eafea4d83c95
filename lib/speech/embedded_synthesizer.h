// The voice that needs no key and no network: flite for English, espeak-ng for every other language.
#pragma once

#include <memory>

#include "core/base/result.h"
#include "speech/provider.h"
#include "speech/provider_setting.h"

namespace parley {

Result<std::shared_ptr<const SynthesisProvider>> make_embedded_synthesizer(const ProviderParts& parts);

}  // namespace parley
