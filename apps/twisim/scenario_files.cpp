#include "scenario_files.h"

#include <algorithm>
#include <filesystem>

namespace parley {

namespace fs = std::filesystem;

Result<std::vector<std::string>> scenario_files(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      if (!fs::exists(path, error)) return make_error("there is no such file or folder", path);
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (const fs::directory_entry& entry : fs::directory_iterator(path, error)) {
      if (entry.path().extension() == ".json") found.push_back(entry.path().string());
    }
    if (error) return make_error("cannot list this folder: " + error.message(), path);
    if (found.empty()) return make_error("there is no scenario (*.json) in this folder", path);
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

}  // namespace parley
