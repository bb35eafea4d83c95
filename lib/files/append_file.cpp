#include "files/append_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace parley {
namespace {

std::string reason_of(int error) {
  return std::generic_category().message(error);
}

}  // namespace

Result<AppendFile> AppendFile::open(const std::string& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  if (descriptor < 0) return make_error("cannot be opened for writing: " + reason_of(errno), path);
  return AppendFile(path, descriptor);
}

Result<AppendFile> AppendFile::create(const std::string& path) {
  return open(path, O_EXCL);
}

Result<AppendFile> AppendFile::open(const std::string& path) {
  return open(path, 0);
}

AppendFile::~AppendFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<Error> AppendFile::append(std::string_view block) {
  std::string_view rest = block;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written > 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
      continue;
    }
    const std::string reason = written < 0 ? reason_of(errno) : std::string("nothing was written");
    const auto torn = static_cast<off_t>(block.size() - rest.size());
    if (torn > 0) {
      struct stat status {};
      const bool shortened =
          ::fstat(descriptor_, &status) == 0 && ::ftruncate(descriptor_, status.st_size - torn) == 0;
      if (!shortened) return make_error(reason + ", and the torn block could not be taken back", path_);
    }
    return make_error(reason, path_);
  }
  size_ += static_cast<std::int64_t>(block.size());
  return std::nullopt;
}

}  // namespace parley
