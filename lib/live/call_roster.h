// Who is on the line and who was a moment ago, for operators' pages and for webhooks that must know how a stream
// ended. A bounded memory and no store: what has to last is written elsewhere. Locked, and told a few times a call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/trace/call_event.h"
#include "core/turn/turn_event.h"
#include "core/twilio/messages.h"

namespace parley {

enum class StreamEnd : std::uint8_t { kLive, kStopped, kClosedByAgent, kLost };
std::string_view name_of(StreamEnd end);

/// One stream of a call; a call whose stream died may have several.
struct StreamEntry {
  std::uint64_t id = 0;
  std::string call_sid;
  std::string stream_sid;
  std::string mode;
  std::string from;  // as the webhook said; empty where there was none
  std::string to;
  std::int64_t began_us = 0;  // since 1970
  std::int64_t ended_us = 0;
  TurnState state = TurnState::kListening;
  StreamEnd end = StreamEnd::kLive;
  trace::CallSummary summary;
  std::string transfer_to;  // where the agent wants the call to go on; empty: nowhere
};

class CallRoster {
 public:
  static constexpr std::size_t kMostEnded = 200;
  static constexpr std::size_t kMostAnnounced = 1000;  // callers that a webhook told of; the oldest are forgotten

  void announce(std::string_view call_sid, std::string from, std::string to);
  std::uint64_t begin(const twilio::Start& start, std::string_view mode, std::int64_t began_us);
  void note(std::uint64_t id, const trace::CallEvent& event);
  void closing(std::uint64_t id);
  void end(std::uint64_t id, std::int64_t ended_us);

  /// Live ones first, each group with the newest first.
  std::vector<StreamEntry> all() const;
  std::optional<StreamEntry> newest_of(std::string_view call_sid) const;
  std::size_t streams_of(std::string_view call_sid) const;

 private:
  struct Caller {
    std::string from;
    std::string to;
  };

  mutable std::mutex mutex_;
  std::uint64_t next_id_ = 1;
  std::map<std::uint64_t, StreamEntry> live_;
  std::deque<StreamEntry> ended_;  // oldest first
  std::map<std::string, Caller, std::less<>> callers_;
  std::deque<std::string> callers_by_age_;
};

}  // namespace parley
