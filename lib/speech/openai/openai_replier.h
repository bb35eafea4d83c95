// Replies by POST /chat/completions of an OpenAI-compatible server, handed on as they are written. The model may
// end or transfer the call, and use the operator's HTTP tools; whether that happens is the call's to decide.
#pragma once

#include <array>
#include <memory>

#include "core/base/result.h"
#include "speech/provider.h"
#include "speech/provider_setting.h"

namespace parley {

extern const std::array<ProviderSetting, 10> kOpenaiReplierSettings;

Result<std::shared_ptr<const ReplyProvider>> make_openai_replier(const ProviderParts& parts);

}  // namespace parley
