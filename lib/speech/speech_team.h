// Who hears, thinks and speaks for the calls of a server.
#pragma once

#include <memory>

#include "speech/provider.h"

namespace parley {

struct SpeechTeam {
  std::shared_ptr<const RecognizerProvider> recognizer;
  std::shared_ptr<const ReplyProvider> replier;
  std::shared_ptr<const SynthesisProvider> synthesizer;
  std::string name;  // as traces say it: "pocketsphinx, intents, flite"
  /// Speaks at the start what the synthesiser could not: an apology has to be words even where a service is down.
  /// None where the synthesiser is built in itself.
  std::shared_ptr<const SynthesisProvider> spare = nullptr;
};

}  // namespace parley
