// Recognition by POST /audio/transcriptions of an OpenAI-compatible server: one request a segment, once it is over,
// with its sound as a WAV file. There are no partials while the caller speaks; with streaming answers there are
// some between the end of a segment and its final.
#pragma once

#include <array>
#include <memory>

#include "core/base/result.h"
#include "speech/provider.h"
#include "speech/provider_setting.h"

namespace parley {

extern const std::array<ProviderSetting, 5> kOpenaiRecognizerSettings;

Result<std::shared_ptr<const RecognizerProvider>> make_openai_recognizer(const ProviderParts& parts);

}  // namespace parley
