#include "files/replacement.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace parley {
namespace {

/// Different for every writer, in this process and in others.
std::string temporary_name(const std::string& path) {
  static std::atomic<unsigned> count{0};
  return path + ".part-" + std::to_string(::getpid()) + "-" + std::to_string(count++);
}

}  // namespace

Replacement::Replacement(std::string path) : path_(std::move(path)), temporary_(temporary_name(path_)) {}

Replacement::~Replacement() {
  if (!committed_) std::remove(temporary_.c_str());
}

Result<void> Replacement::commit() {
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) {
    return make_error(std::string("cannot be written: ") + std::strerror(errno), path_);
  }
  committed_ = true;
  return {};
}

}  // namespace parley
