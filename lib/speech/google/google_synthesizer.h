// Speech by Google's text:synthesize over REST: one answer a sentence, mu-law in JSON. Every language of Google's
// has voices here; the streaming interface has only some.
#pragma once

#include <array>
#include <memory>

#include "core/base/result.h"
#include "speech/provider.h"
#include "speech/provider_setting.h"

namespace parley {

/// Beside these it reads `google.api_key`, `google.credentials_file` and `google.ca_file`, which belong to the
/// recogniser's table.
extern const std::array<ProviderSetting, 3> kGoogleSynthesizerSettings;

Result<std::shared_ptr<const SynthesisProvider>> make_google_synthesizer(const ProviderParts& parts);

}  // namespace parley
