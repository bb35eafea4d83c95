#include "live/scenario_sounds.h"

#include <string>
#include <utility>

#include "files/recording_path.h"
#include "files/wav.h"

namespace parley {
namespace {

Result<std::vector<std::int16_t>> recording(const Scenario& scenario, const std::string& name) {
  const std::string path = find_recording(scenario.file, name);
  if (path.empty()) {
    return make_error("there is no recording \"" + name +
                      "\", neither beside the scenario nor among the sounds of the package "
                      "asterisk-core-sounds-en-wav; scripts/setup installs those");
  }
  auto sound = read_sound(path);
  if (!sound) return make_error(sound.error().text());
  return std::move(sound->samples);
}

}  // namespace

std::optional<Error> add_sounds(const Scenario& scenario, const ReadAloud& read_aloud, SoundBank& sounds) {
  for (const NeededSound& needed : sounds_needed(scenario)) {
    if (sounds.find(needed.name) != sounds.end()) continue;
    const std::string place = scenario.file + ":" + std::to_string(needed.line);
    if (!needed.voice.empty() && !read_aloud) return make_error("nobody here can read a text aloud", place);
    auto samples = needed.voice.empty() ? recording(scenario, needed.name) : read_aloud(needed.text, needed.voice);
    if (!samples) return make_error(samples.error().message, place);
    sounds.emplace(needed.name, std::move(*samples));
  }
  return check_sounds(scenario, sounds);
}

}  // namespace parley
