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
};

}  // namespace parley
