#include "json_log.h"

#include <chrono>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/trace/utc_text.h"

namespace parley {
namespace {

class JsonFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& dest) override {
    const auto since = message.time.time_since_epoch();
    const auto level = spdlog::level::to_string_view(message.level);
    std::string line;
    json::Writer(line)
        .begin_object()
        .member("time", trace::utc_text(std::chrono::duration_cast<std::chrono::microseconds>(since).count()))
        .member("level", std::string_view(level.data(), level.size()))
        .member("message", std::string_view(message.payload.data(), message.payload.size()))
        .end_object();
    line += '\n';
    dest.append(line.data(), line.data() + line.size());
  }
  std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<JsonFormatter>(); }
};

}  // namespace

std::unique_ptr<spdlog::formatter> json_log_formatter() {
  return std::make_unique<JsonFormatter>();
}

}  // namespace parley
