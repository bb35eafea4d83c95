// Who answers a number: language, voice, greeting, what it is for. Read-only during calls, shared by all of them.
#pragma once

#include <memory>
#include <string>

#include "core/reply/intents/intent_book.h"

namespace parley {

struct AgentProfile {
  std::string language = "en";  // of the caller and of the agent: "en" or "he", or any that the providers know
  std::string voice;            // as the synthesiser calls it; empty: its own choice for the language
  std::string greeting;         // empty: the language's own
  std::string prompt;           // what a language model is told before the conversation
  int history = 20;             // turns of the conversation that a model is given
  std::shared_ptr<const IntentBook>
      intents;              // what the embedded replier answers and the recogniser expects; or null
  std::string transfer_to;  // where callers are put through who want a person; empty: nobody takes them
  bool hears = true;        // false: nobody recognises this language, and callers use the keys of their telephones
};

/// For who speaks in another's place: a voice is one synthesiser's own.
inline std::shared_ptr<const AgentProfile> without_voice(AgentProfile profile) {
  profile.voice.clear();
  return std::make_shared<const AgentProfile>(std::move(profile));
}

}  // namespace parley
