#include "sound_bank.h"

#include <array>
#include <filesystem>
#include <string>
#include <utility>

#include "files/wav.h"

namespace parley {
namespace {

namespace fs = std::filesystem;

// The Debian package asterisk-core-sounds-en-wav: prompts spoken by a human, 8 kHz.
constexpr std::array kPackageFolders{
    "/usr/share/asterisk/sounds/en_US_f_Allison",
    "/usr/share/asterisk/sounds/en",
};

std::string find_recording(const std::string& scenario_file, const std::string& name) {
  std::error_code ignored;
  const fs::path beside = fs::path(scenario_file).parent_path() / name;
  if (fs::is_regular_file(beside, ignored)) return beside.string();
  for (const char* folder : kPackageFolders) {
    const fs::path packaged = fs::path(folder) / name;
    if (fs::is_regular_file(packaged, ignored)) return packaged.string();
  }
  return {};
}

}  // namespace

Result<SoundBank> load_sounds(const Scenario& scenario) {
  SoundBank sounds;
  for (const auto& [name, line] : sounds_needed(scenario)) {
    const std::string place = scenario.file + ":" + std::to_string(line);
    const std::string path = find_recording(scenario.file, name);
    if (path.empty()) {
      return make_error("there is no recording \"" + name + "\", neither beside the scenario nor among the sounds of " +
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
