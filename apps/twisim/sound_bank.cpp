#include "sound_bank.h"

#include <string>
#include <utility>

#include "files/recording_path.h"
#include "files/wav.h"

namespace parley {

Result<SoundBank> load_sounds(const Scenario& scenario) {
  SoundBank sounds;
  for (const auto& [name, line] : sounds_needed(scenario)) {
    const std::string place = scenario.file + ":" + std::to_string(line);
    const std::string path = find_recording(scenario.file, name);
    if (path.empty()) {
      return make_error("there is no recording \"" + name +
                            "\", neither beside the scenario nor among the sounds of " +
                            "the package asterisk-core-sounds-en-wav; scripts/setup installs those",
                        place);
    }
    auto sound = read_sound(path);
    if (!sound) return make_error(sound.error().text(), place);
    sounds.emplace(name, std::move(sound->samples));
  }
  return sounds;
}

}  // namespace parley
