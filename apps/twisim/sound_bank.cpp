#include "sound_bank.h"

#include <utility>

#include "live/scenario_sounds.h"
#include "voice/flite_voice.h"

namespace parley {

Result<SoundBank> load_sounds(const Scenario& scenario) {
  SoundBank sounds;
  if (auto error = add_sounds(scenario, read_aloud, sounds)) return std::move(*error);
  return sounds;
}

}  // namespace parley
