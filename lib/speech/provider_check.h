// Whether a provider would work, found out by letting it do once what it is there for: one word spoken, one
// sentence answered, half a second of silence heard. One line of text comes of it, exactly once.
#pragma once

#include <string>

#include "speech/provider.h"

namespace parley {

/// `what` begins the line where all is well: "openai: the voice alloy".
void check_by_speaking(EventLoop& loop, const SynthesisProvider& provider, const AgentProfile& profile,
                       std::string what, ToldCheck told);
void check_by_asking(EventLoop& loop, const ReplyProvider& provider, const AgentProfile& profile, std::string what,
                     ToldCheck told);
/// For recognisers that are asked by segment.
void check_by_listening(EventLoop& loop, const RecognizerProvider& provider, const AgentProfile& profile,
                        std::string what, ToldCheck told);

}  // namespace parley
