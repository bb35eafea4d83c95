#include "files/text_file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "files/replacement.h"

namespace parley {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

Error system_error(const std::string& what, const std::string& path) {
  return make_error(what + ": " + std::strerror(errno), path);
}

}  // namespace

Result<std::string> read_text_file(const std::string& path, std::size_t max_bytes) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return make_error("is a folder, not a file", path);
  const File file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return system_error("cannot be opened", path);
  std::string text;
  std::array<char, 65'536> block;
  // By reading and not by asking for the size, so that pipes work too.
  while (const std::size_t count = std::fread(block.data(), 1, block.size(), file.get())) {
    if (text.size() + count > max_bytes) {
      return make_error("is longer than the " + std::to_string(max_bytes) + " bytes that are read at most", path);
    }
    text.append(block.data(), count);
  }
  if (std::ferror(file.get()) != 0) return system_error("cannot be read", path);
  // Said in full, because in C++20 an Error, too, can be made of one string.
  return Result<std::string>(boost::system::in_place_value, std::move(text));
}

Result<void> write_text_file(const std::string& path, std::string_view text) {
  Replacement replacement(path);
  File file(std::fopen(replacement.temporary_path().c_str(), "wbx"));
  if (file == nullptr) return system_error("cannot be written", path);
  const bool written = text.empty() || std::fwrite(text.data(), 1, text.size(), file.get()) == text.size();
  // The close may report what the write could not: a full disk.
  if (!written || std::fclose(file.release()) != 0) return system_error("cannot be written", path);
  return replacement.commit();
}

}  // namespace parley
