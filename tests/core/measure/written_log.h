// A server's log written by hand beside a trace made by TraceBuilder: lines at ms of the call, in any clothing.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "import/server_log.h"

namespace parley {

enum class LogClothing { kClock, kIso, kWholeSeconds, kBare, kContainer, kHosting };

class WrittenLog {
 public:
  explicit WrittenLog(LogClothing clothing = LogClothing::kClock) : clothing_(clothing) {}

  WrittenLog& line(std::int64_t at_ms, const std::string& text) {
    text_ += prefix(at_ms) + text + "\n";
    return *this;
  }
  const std::string& text() const { return text_; }
  std::vector<LogCall> calls() const {
    ServerLogReader reader;
    reader.push(text_);
    return reader.finish();
  }
  LogCall call() const {
    std::vector<LogCall> all = calls();
    EXPECT_EQ(all.size(), 1U) << text_;
    return all.empty() ? LogCall() : std::move(all.front());
  }

 private:
  static std::string digits(std::int64_t value, std::size_t width) {
    std::string text = std::to_string(value);
    return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
  }
  static std::string clock(std::int64_t at_ms) {
    const std::int64_t seconds = at_ms / 1000 + 17;  // its clock is not the call's
    return "10:" + digits(seconds / 60, 2) + ":" + digits(seconds % 60, 2);
  }
  std::string prefix(std::int64_t at_ms) const {
    const std::string fraction = "." + digits(at_ms % 1000, 3);
    switch (clothing_) {
      case LogClothing::kClock:
        return clock(at_ms) + fraction + " ";
      case LogClothing::kIso:
        return "2026-03-01T" + clock(at_ms) + fraction + "Z INFO ";
      case LogClothing::kWholeSeconds:
        return clock(at_ms) + " ";
      case LogClothing::kBare:
        return "";
      case LogClothing::kContainer:
        return "agent-1  | " + clock(at_ms) + fraction + " 🟢 ";
      case LogClothing::kHosting:
        return "2026-03-01T" + clock(at_ms) + "Z info [app] " + clock(at_ms) + fraction + " ";
    }
    return {};
  }

  LogClothing clothing_;
  std::string text_;
};

}  // namespace parley
