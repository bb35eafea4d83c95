// The recorded messages of one call, and the trace that they make. Times that were not recorded come from
// media.timestamp: the caller's frames are 20 ms apart by Twilio's own word, and all else lies between them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/trace/call_trace.h"
#include "import/recorded_message.h"

namespace parley {

class RecordedCall {
 public:
  explicit RecordedCall(const Sid& stream_sid) : stream_sid_(stream_sid) {}

  void add(RecordedMessage message);
  /// Messages without a stream belong to a call that is the only one; it has no name until one is heard.
  void be_called(const Sid& stream_sid) { stream_sid_ = stream_sid; }
  const Sid& stream_sid() const { return stream_sid_; }

  trace::CallTrace take_trace();

 private:
  struct Kept {
    trace::Direction direction;
    std::string text;
    std::optional<RecordedTime> time;
    std::optional<std::int64_t> timestamp_ms;  // of media to the agent
    bool outbound_track = false;
  };

  void rebuild(RecordedMessage& message);
  bool times_are_usable() const;
  std::vector<Instant> recorded_times() const;
  std::vector<Instant> rebuilt_times() const;
  std::string note(bool timed, bool outbound_track) const;

  Sid stream_sid_;
  std::string call_sid_;
  std::vector<Kept> messages_;
  std::int64_t inbound_ = 0;   // media so far, to number what is not numbered
  std::int64_t outbound_ = 0;  // of the outbound track
  bool has_agent_media_ = false;
  bool has_outbound_track_ = false;
  bool lacked_tracks_ = false;
  bool lacked_timestamps_ = false;
  bool lacked_times_ = false;  // some, not all
};

}  // namespace parley
