#include "import/server_log.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace parley {
namespace {

constexpr std::int64_t kDay = 86'400'000'000;
constexpr std::int64_t kMostLength = 30 * kDay;  // of a call; beyond it a number was taken for a time
constexpr std::size_t kMostPrefix = 256;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-' || c == '.';
}

/// "agent-1" of "agent-1  | ...".
std::string_view lane_of(std::string_view before) {
  std::size_t end = 0;
  while (end < before.size() && is_name(before[end])) ++end;
  std::size_t bar = end;
  while (bar < before.size() && before[bar] == ' ') ++bar;
  return end > 0 && bar < before.size() && before[bar] == '|' ? before.substr(0, end) : std::string_view();
}

/// The time of a prefix. Behind a hosting service's whole seconds there may be the program's own, finer ones.
std::optional<RecordedTime> time_before(std::string_view before) {
  before = before.substr(0, kMostPrefix);
  const auto first = time_in(before);
  if (!first || first->fine) return first;
  for (std::size_t i = 0; i + 8 < before.size(); ++i) {
    if (!is_digit(before[i]) || (i > 0 && is_digit(before[i - 1]))) continue;
    if (const auto time = time_in(before.substr(i)); time && time->fine) return time;
  }
  return first;
}

bool ends_call(LogKind kind) {
  return kind == LogKind::kStop || kind == LogKind::kEnd;
}

bool begins_call(LogKind kind) {
  return kind == LogKind::kConnected || kind == LogKind::kStart || kind == LogKind::kCallNamed;
}

}  // namespace

void ServerLogReader::push(std::string_view block) {
  while (!block.empty()) {
    const auto* newline = static_cast<const char*>(std::memchr(block.data(), '\n', block.size()));
    const std::size_t length = newline == nullptr ? block.size() : static_cast<std::size_t>(newline - block.data());
    const std::string_view part = block.substr(0, length);
    if (newline == nullptr || !partial_.empty() || skipping_) {
      if (!skipping_) partial_.append(part.substr(0, kMostLine - std::min(kMostLine, partial_.size())));
      skipping_ = partial_.size() >= kMostLine;
    }
    if (newline == nullptr) return;
    ++line_;
    if (partial_.empty()) {
      take(part.substr(0, kMostLine));
    } else {
      take(partial_);
      partial_.clear();
      skipping_ = false;
    }
    block.remove_prefix(length + 1);
  }
}

void ServerLogReader::take(std::string_view line) {
  if (!may_be_log_line(line)) {
    if (std::memchr(line.data(), '\x1b', line.size()) == nullptr) return;
  }
  if (std::memchr(line.data(), '\x1b', line.size()) != nullptr) {
    const std::string plain = without_escapes(line);
    if (auto told = read_log_line(plain)) place(*told);
    return;
  }
  if (auto told = read_log_line(line)) place(*told);
}

void ServerLogReader::place(LogLine& told) {
  const std::string_view lane = lane_of(told.before);
  bool guessed = false;
  Open& call = call_of(told, lane, guessed);
  name(call, told);
  if (guessed) ++call.call.guessed;
  if (told.event.kind == LogKind::kStart) call.started = true;
  if (ends_call(told.event.kind)) call.stopped = true;
  told.event.line = line_;
  if (const auto time = time_before(told.before)) set_time(call, *time, told.event);
  const bool done = told.event.kind == LogKind::kDone;
  const auto index = static_cast<std::size_t>(&call - open_.data());
  if (call.call.events.size() < kMostEvents && held_ < kMostHeld) {
    call.call.events.push_back(std::move(told.event));
    ++held_;
  } else {
    ++call.call.dropped;
  }
  if (done) end(index);
}

/// An open call that a line which begins one may continue: WS_CONNECTED, [WS] connected and WS_START tell one
/// story.
ServerLogReader::Open* ServerLogReader::waiting_for(const LogLine& told, std::string_view lane) {
  const bool start = told.event.kind == LogKind::kStart;
  const auto waits = [&](const Open& open) {
    if (open.started || open.stopped || open.lane != lane) return false;
    const std::string& known = open.call.call_sid;
    return start ? told.call_sid.empty() || known.empty() || known == told.call_sid : known.empty();
  };
  const auto found = std::find_if(open_.begin(), open_.end(), waits);
  return found == open_.end() ? nullptr : &*found;
}

ServerLogReader::Open& ServerLogReader::call_of(const LogLine& told, std::string_view lane, bool& guessed) {
  for (Open& open : open_) {
    const bool by_stream = !told.stream_sid.empty() && open.call.stream_sid == told.stream_sid;
    if (by_stream || (!told.call_sid.empty() && open.call.call_sid == told.call_sid)) return open;
  }
  const LogKind kind = told.event.kind;
  if (kind == LogKind::kConnected) {
    // What stood before it, configuration as a rule, is the call's own beginning.
    const auto fresh = [&](const Open& open) {
      const auto is_config = [](const LogEvent& event) { return event.kind == LogKind::kConfig; };
      return open.lane == lane && std::all_of(open.call.events.begin(), open.call.events.end(), is_config);
    };
    const auto found = std::find_if(open_.begin(), open_.end(), fresh);
    return found != open_.end() ? *found : open(lane);
  }
  if (begins_call(kind)) {
    Open* waiting = waiting_for(told, lane);
    return waiting != nullptr ? *waiting : open(lane);
  }
  const auto runs = [&](const Open& call) { return call.lane == lane && !call.stopped; };
  const auto running = std::count_if(open_.begin(), open_.end(), runs);
  const bool named = !told.stream_sid.empty() || !told.call_sid.empty();
  for (auto call = open_.rbegin(); call != open_.rend(); ++call) {
    if (call->lane != lane || (running > 0 && call->stopped)) continue;
    // A sid that nobody has heard of is that of a call that has none yet, or of one whose beginning is missing.
    if (named && !(told.stream_sid.empty() || call->call.stream_sid.empty())) continue;
    if (named && !(told.call_sid.empty() || call->call.call_sid.empty())) continue;
    guessed = !named && running > 1;
    return *call;
  }
  return open(lane);
}

ServerLogReader::Open& ServerLogReader::open(std::string_view lane) {
  if (open_.size() == kMostCalls) end(0);
  open_.emplace_back();
  open_.back().lane = std::string(lane);
  return open_.back();
}

void ServerLogReader::name(Open& open, const LogLine& told) {
  if (open.call.call_sid.empty()) open.call.call_sid = told.call_sid;
  if (open.call.stream_sid.empty()) open.call.stream_sid = told.stream_sid;
}

void ServerLogReader::set_time(Open& open, const RecordedTime& time, LogEvent& event) {
  if (!open.base) {
    open.base = time;
    open.last_us = time.us;
  }
  if (open.base->has_date != time.has_date) return;  // two clocks on the lines of one call
  std::int64_t us = time.us + open.days_us;
  if (!time.has_date && us < open.last_us - kDay / 2) {
    open.days_us += kDay;
    us += kDay;
  }
  // Neither is negative, so the difference does not overflow.
  if (us < open.base->us || us - open.base->us > kMostLength) return;
  open.last_us = us;
  ++open.timed;
  if (time.fine) ++open.fine;
  event.at = at_micros(us - open.base->us);
}

void ServerLogReader::end(std::size_t index) {
  Open& open = open_[index];
  const auto events = static_cast<std::int64_t>(open.call.events.size());
  open.call.times = open.timed > 0 && open.timed * 5 >= (events + open.call.dropped) * 4;
  open.call.fine_times = open.fine > 0 && open.fine * 5 >= open.timed * 4;
  held_ -= open.call.events.size();
  const bool only_config = std::all_of(open.call.events.begin(), open.call.events.end(),
                                       [](const LogEvent& event) { return event.kind == LogKind::kConfig; });
  if (!only_config) finished_.push_back(std::move(open.call));
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(index));
}

std::vector<LogCall> ServerLogReader::take_finished() {
  return std::exchange(finished_, {});
}

std::vector<LogCall> ServerLogReader::finish() {
  if (!partial_.empty()) {
    ++line_;
    take(partial_);
    partial_.clear();
  }
  while (!open_.empty()) end(0);
  return take_finished();
}

}  // namespace parley
