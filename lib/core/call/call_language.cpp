#include "core/call/call_language.h"

#include <memory>

namespace parley {

void apply_language(CallConfig& config, const Language& language) {
  config.turn.backchannels = language.hears.backchannels;
  config.reply.once_more = language.once_more;
  config.reply.repeat = language.hears.repeat;
  config.reply.yes = language.hears.yes;
  config.phrases = std::make_shared<const Phrases>(language.phrases);
}

TurnConfig english_turns() {
  TurnConfig config;
  config.backchannels = english().hears.backchannels;
  return config;
}

}  // namespace parley
