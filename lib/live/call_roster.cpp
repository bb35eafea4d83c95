#include "live/call_roster.h"

#include <algorithm>
#include <array>
#include <utility>

namespace parley {

std::string_view name_of(StreamEnd end) {
  constexpr std::array<std::string_view, 4> kNames{"live", "stopped", "closed_by_agent", "lost"};
  return kNames[static_cast<std::size_t>(end)];
}

void CallRoster::announce(std::string_view call_sid, std::string from, std::string to) {
  const std::lock_guard lock(mutex_);
  const auto [entry, added] =
      callers_.insert_or_assign(std::string(call_sid), Caller{std::move(from), std::move(to)});
  if (!added) return;
  callers_by_age_.push_back(entry->first);
  if (callers_by_age_.size() <= kMostAnnounced) return;
  callers_.erase(callers_by_age_.front());
  callers_by_age_.pop_front();
}

std::uint64_t CallRoster::begin(const twilio::Start& start, std::string_view mode, std::int64_t began_us) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t id = next_id_++;
  StreamEntry& entry = live_[id];
  entry.id = id;
  entry.call_sid = start.call_sid;
  entry.stream_sid = start.stream_sid.view();
  entry.mode = mode;
  entry.began_us = began_us;
  if (const auto caller = callers_.find(start.call_sid); caller != callers_.end()) {
    entry.from = caller->second.from;
    entry.to = caller->second.to;
  } else {
    // Another process has answered the webhook; our TwiML carries both numbers.
    for (const auto& [name, value] : start.custom_parameters) {
      if (name == "From") entry.from = value;
      if (name == "To") entry.to = value;
    }
  }
  return id;
}

void CallRoster::note(std::uint64_t id, const trace::CallEvent& event) {
  const auto* state = std::get_if<trace::StateChanged>(&event.what);
  const auto* summary = std::get_if<trace::CallSummary>(&event.what);
  const auto* transfer = std::get_if<trace::Transfer>(&event.what);
  if (state == nullptr && summary == nullptr && transfer == nullptr) return;
  const std::lock_guard lock(mutex_);
  const auto found = live_.find(id);
  if (found == live_.end()) return;
  if (state != nullptr) found->second.state = state->to;
  if (transfer != nullptr) found->second.transfer_to = transfer->to;
  if (summary != nullptr) {
    found->second.summary = *summary;
    if (summary->stopped) found->second.end = StreamEnd::kStopped;
  }
}

void CallRoster::closing(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  const auto found = live_.find(id);
  if (found != live_.end() && found->second.end == StreamEnd::kLive) found->second.end = StreamEnd::kClosedByAgent;
}

void CallRoster::end(std::uint64_t id, std::int64_t ended_us) {
  const std::lock_guard lock(mutex_);
  const auto found = live_.find(id);
  if (found == live_.end()) return;
  StreamEntry& entry = found->second;
  entry.ended_us = ended_us;
  entry.state = TurnState::kEnded;
  if (entry.end == StreamEnd::kLive) entry.end = StreamEnd::kLost;
  ended_.push_back(std::move(entry));
  live_.erase(found);
  if (ended_.size() > kMostEnded) ended_.pop_front();
}

std::vector<StreamEntry> CallRoster::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<StreamEntry> entries;
  for (auto it = live_.rbegin(); it != live_.rend(); ++it) entries.push_back(it->second);
  entries.insert(entries.end(), ended_.rbegin(), ended_.rend());
  return entries;
}

std::optional<StreamEntry> CallRoster::newest_of(std::string_view call_sid) const {
  for (StreamEntry& entry : all()) {
    if (entry.call_sid == call_sid) return std::move(entry);
  }
  return std::nullopt;
}

std::size_t CallRoster::streams_of(std::string_view call_sid) const {
  const std::vector<StreamEntry> entries = all();
  return static_cast<std::size_t>(std::count_if(
      entries.begin(), entries.end(), [&](const StreamEntry& entry) { return entry.call_sid == call_sid; }));
}

}  // namespace parley
