// Replies without a language model: a dialogue by intents (core/reply/intents) for each call. It needs no key, no
// network and no thread, and answers at once. Of turns that are joined and of turns that are asked for again it
// makes one; what a caller wants repeated is what he has heard.
#pragma once

#include <memory>

#include "core/base/result.h"
#include "speech/provider.h"
#include "speech/provider_setting.h"

namespace parley {

/// Every profile has to have intents in its language; who has none at all talks about the embedded front desk.
Result<std::shared_ptr<const ReplyProvider>> make_intent_replier(const ProviderParts& parts);

/// The intents that are embedded, in the embedded languages.
std::shared_ptr<const IntentBook> front_desk();

}  // namespace parley
