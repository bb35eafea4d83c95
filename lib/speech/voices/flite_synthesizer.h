// The embedded English voice: flite on the workers (voice/flite_voice.h). A profile's voice is one of flite's
// names.
#pragma once

#include <array>
#include <memory>

#include "core/base/result.h"
#include "speech/provider.h"
#include "speech/provider_setting.h"

namespace parley {

extern const std::array<ProviderSetting, 1> kFliteSettings;

/// An error where a profile or the setting names a voice that flite does not have.
Result<std::shared_ptr<const SynthesisProvider>> make_flite_synthesizer(const ProviderParts& parts);

}  // namespace parley
