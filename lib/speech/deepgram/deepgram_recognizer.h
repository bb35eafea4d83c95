// Deepgram as the recogniser of a server: its settings, the address with what is asked for, and whether it works. A
// call's own hearing is in deepgram_session.h.
#pragma once

#include <array>
#include <memory>

#include "core/base/result.h"
#include "speech/deepgram/deepgram_session.h"
#include "speech/provider.h"
#include "speech/provider_setting.h"

namespace parley {

extern const std::array<ProviderSetting, 7> kDeepgramRecognizerSettings;

/// An error where there is no key.
Result<std::shared_ptr<const RecognizerProvider>> make_deepgram_recognizer(const ProviderParts& parts);
/// The same with other limits of patience: for tests.
Result<std::shared_ptr<const RecognizerProvider>> make_deepgram_recognizer(const ProviderParts& parts,
                                                                           const StreamPatience& patience);

}  // namespace parley
