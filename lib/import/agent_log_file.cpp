#include "import/agent_log_file.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>
#include <utility>

#include "import/server_log.h"

namespace parley {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 18U;
constexpr std::size_t kMostCalls = 10'000;  // kept of one log; the newest

std::vector<LogCall> calls_in(std::istream& in) {
  ServerLogReader reader;
  std::vector<LogCall> calls;
  const auto keep = [&](std::vector<LogCall> more) {
    std::move(more.begin(), more.end(), std::back_inserter(calls));
    if (calls.size() > kMostCalls)
      calls.erase(calls.begin(), calls.end() - static_cast<std::ptrdiff_t>(kMostCalls));
  };
  std::string block(kBlock, '\0');
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
    reader.push(std::string_view(block).substr(0, static_cast<std::size_t>(in.gcount())));
    keep(reader.take_finished());
  }
  keep(reader.finish());
  return calls;
}

}  // namespace

std::int64_t agent_log_size(const std::string& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  return error ? 0 : static_cast<std::int64_t>(size);
}

Result<std::vector<LogCall>> read_agent_log(const std::string& file, std::int64_t from) {
  if (file == "-") return calls_in(std::cin);
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) return make_error("is a folder", file);
  std::ifstream in(file, std::ios::binary);
  if (!in) return make_error("cannot be read", file);
  if (from > 0 && from <= agent_log_size(file)) in.seekg(from);
  return calls_in(in);
}

}  // namespace parley
