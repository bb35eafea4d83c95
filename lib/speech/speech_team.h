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
  /// Speaks, before the first call, what the synthesiser could not; knows none of its voices. Null: nobody does.
  std::shared_ptr<const SynthesisProvider> stand_in{};
};

}  // namespace parley
