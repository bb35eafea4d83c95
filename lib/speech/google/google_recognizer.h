// Google's Speech-to-Text as the recogniser of a server: its settings, what it is asked for in each language, and
// whether it works. A call's own hearing is in google_session.h.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "speech/google/google_session.h"
#include "speech/provider.h"
#include "speech/provider_setting.h"

namespace parley {

extern const std::array<ProviderSetting, 7> kGoogleRecognizerSettings;

/// An error where the build has no gRPC, where there are no credentials, or where their file cannot be read.
Result<std::shared_ptr<const RecognizerProvider>> make_google_recognizer(const ProviderParts& parts);

/// The same on a given line and with other limits of patience: for tests.
std::shared_ptr<const RecognizerProvider> google_recognizer_on(std::shared_ptr<GoogleLine> line,
                                                               const ProviderParts& parts,
                                                               const StreamPatience& patience);

/// The ways of asking for this profile's speech, the likeliest first.
std::vector<GoogleSpeechConfig> google_ways(const ProviderValues& values, const AgentProfile& profile);

}  // namespace parley
