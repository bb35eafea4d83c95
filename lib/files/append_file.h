// A file that grows by whole blocks while it is written. After a failure it holds the blocks that were written
// whole and nothing of the one that was not, so that a trace ends with a whole line even when the disk is full.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"

namespace parley {

class AppendFile {
 public:
  /// A new file; one that exists already is an error and is left alone.
  static Result<AppendFile> create(const std::string& path);
  /// Appends to whatever is there, which may be a device.
  static Result<AppendFile> open(const std::string& path);

  AppendFile(AppendFile&& other) noexcept
      : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_) {}
  AppendFile& operator=(AppendFile&&) = delete;
  ~AppendFile();

  /// The whole block, or an error and none of it.
  std::optional<Error> append(std::string_view block);
  std::int64_t size() const { return size_; }
  const std::string& path() const { return path_; }

 private:
  AppendFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  static Result<AppendFile> open(const std::string& path, int flags);

  std::string path_;
  int descriptor_ = -1;
  std::int64_t size_ = 0;  // what we have appended
};

}  // namespace parley
