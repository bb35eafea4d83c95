#include "import/log_tail.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "import/agent_log_file.h"
#include "import/log_line.h"

namespace parley {
namespace {

constexpr std::int64_t kMostAtOnce = std::int64_t{1} << 16U;
constexpr std::size_t kLongestLine = 500;

}  // namespace

LogTail::LogTail(std::string file) : file_(std::move(file)), position_(agent_log_size(file_)) {}

std::vector<std::string> LogTail::take_lines() {
  std::vector<std::string> lines;
  const std::int64_t size = agent_log_size(file_);
  if (size < position_) {
    position_ = 0;
    begun_.clear();
  }
  if (size == position_) return lines;
  std::ifstream in(file_, std::ios::binary);
  in.seekg(position_);
  std::string added(static_cast<std::size_t>(std::min(size - position_, kMostAtOnce)), '\0');
  in.read(added.data(), static_cast<std::streamsize>(added.size()));
  added.resize(static_cast<std::size_t>(in.gcount()));
  position_ += in.gcount();
  for (const char c : added) {
    if (c == '\n') {
      lines.push_back(without_escapes(begun_));
      begun_.clear();
    } else if (begun_.size() < kLongestLine) {
      begun_ += c;
    }
  }
  return lines;
}

}  // namespace parley
