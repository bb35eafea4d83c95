#include "files/recording_path.h"

#include <array>
#include <filesystem>

namespace parley {
namespace {

namespace fs = std::filesystem;

// Prompts spoken by a human, 8 kHz.
constexpr std::array kPackageFolders{
    "/usr/share/asterisk/sounds/en_US_f_Allison",
    "/usr/share/asterisk/sounds/en",
};

}  // namespace

std::string find_recording(std::string_view beside, std::string_view name) {
  std::error_code ignored;
  const fs::path near = fs::path(beside).parent_path() / name;
  if (fs::is_regular_file(near, ignored)) return near.string();
  for (const char* folder : kPackageFolders) {
    const fs::path packaged = fs::path(folder) / name;
    if (fs::is_regular_file(packaged, ignored)) return packaged.string();
  }
  return {};
}

}  // namespace parley
