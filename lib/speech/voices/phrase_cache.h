// The phrases that an agent says by itself (core/reply/phrases.h), spoken once when a server starts, so that a call
// finds them in memory. Any synthesiser may speak them. Nothing here keeps a server from starting: a phrase that
// cannot be spoken in time stays without sound, which a call replaces by a beep, and a warning says so.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/reply/phrases.h"
#include "speech/provider.h"

namespace parley {

struct PhraseOrder {
  Phrases texts;
  std::shared_ptr<const AgentProfile> profile;
};

struct PhraseLimits {
  std::chrono::milliseconds each{10'000};
  std::chrono::milliseconds standstill{30'000};  // so long none is done: the synthesiser is given up
  std::size_t at_once = 4;
};

/// Those of all profiles, in the order of `orders`; what two of them have in common is spoken once. Comes back when
/// all are there or nothing more comes; runs a loop of its own meanwhile. Silence before and after is cut off; a
/// filler is at most 800 ms long. What `provider` cannot speak it is asked for once more, and then `spare`, in a
/// voice of its own, if there is one.
std::vector<PhrasesPtr> make_phrases(std::vector<PhraseOrder> orders, const SynthesisProvider& provider,
                                     std::vector<std::string>& warnings, const PhraseLimits& limits = {},
                                     const SynthesisProvider* spare = nullptr);

/// Those of one profile.
PhrasesPtr make_phrases(Phrases texts, const SynthesisProvider& provider, const AgentProfile& profile,
                        std::vector<std::string>& warnings);

}  // namespace parley
