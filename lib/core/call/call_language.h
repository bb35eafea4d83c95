// The words of a language in the settings of a call: what it says by itself, and what it understands by itself.
#pragma once

#include "core/call/call_config.h"
#include "core/reply/language.h"

namespace parley {

/// Phrases are without sound; whoever has a synthesiser gives it to them.
void apply_language(CallConfig& config, const Language& language);

}  // namespace parley
