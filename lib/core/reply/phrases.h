// What the agent says by itself, with its audio made before the call: greeting, filler, apologies. The words live
// in languages/*.json; drivers synthesise them once at start. A phrase without audio is replaced by a beep, so that
// there is never silence.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace parley {

enum class PhraseId : std::uint8_t {
  kGreeting,
  kFiller,
  kApology,
  kNotCaught,
  kFarewell,
  kIdlePrompt,
  kOffer,
  kFallback,
  kOpener,    // begins a reply whose own audio is slow to come; without audio it is left out
  kTransfer,  // before the call is handed to a person
  kCount,
};

struct Phrase {
  std::string text;
  std::vector<std::uint8_t> mulaw;
};

struct Phrases {
  std::array<Phrase, static_cast<std::size_t>(PhraseId::kCount)> items;

  const Phrase& operator[](PhraseId id) const { return items[static_cast<std::size_t>(id)]; }
  Phrase& operator[](PhraseId id) { return items[static_cast<std::size_t>(id)]; }
};

/// The words in English, without audio (language.cpp).
Phrases english_phrases();

using PhrasesPtr = std::shared_ptr<const Phrases>;

/// 440 Hz, 300 ms, amplitude 9000 (SPEC 1.3): said when synthesis has failed.
std::vector<std::uint8_t> beep();

}  // namespace parley
