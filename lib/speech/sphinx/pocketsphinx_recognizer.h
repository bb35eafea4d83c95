// The recogniser that is built in: pocketsphinx, English, and only what the agent's intents expect to hear. It
// needs no key and no network, and it is no dictation machine: speech about other things becomes words without an
// intent.
#pragma once

#include <array>
#include <memory>

#include "core/base/result.h"
#include "speech/provider.h"
#include "speech/provider_setting.h"

namespace parley {

extern const std::array<ProviderSetting, 3> kPocketsphinxSettings;

/// Profiles whose language is not English, or that expect no sentence, get a recogniser that says so when asked.
Result<std::shared_ptr<const RecognizerProvider>> make_pocketsphinx_recognizer(const ProviderParts& parts);

}  // namespace parley
