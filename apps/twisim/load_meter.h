// What a call under load is measured by, while it runs and without keeping it: how evenly the server's audio comes,
// how often it comes too late, how long its answers take. Coarser than an account (it takes a caller who waits his
// turn) and cheap enough for a thousand calls.
#pragma once

#include <cstdint>
#include <optional>

#include "core/trace/trace_sink.h"
#include "live/lateness.h"

namespace parley {

struct LoadFigures {
  LatenessHistogram intervals;  // between messages of audio inside a reply
  LatenessHistogram responses;  // from the caller's last voiced frame to the answer's first message
  std::int64_t frames_to_agent = 0;
  std::int64_t frames_from_agent = 0;
  std::int64_t underruns = 0;  // inside a reply nothing was left to play
  std::int64_t clears = 0;
  std::int64_t marks_sent = 0;
  std::int64_t marks_returned = 0;
  std::int64_t other_messages = 0;  // that Twilio would not understand

  void add(const LoadFigures& other);
};

class LoadMeter final : public trace::TraceSink {
 public:
  void record(trace::CallEvent&& event) override;
  const LoadFigures& figures() const { return figures_; }

 private:
  void to_agent(Instant at, std::string_view text);
  void from_agent(Instant at, std::string_view text);
  void agent_audio(Instant at, Duration length);

  LoadFigures figures_;
  std::optional<Instant> caller_spoke_;  // his last voiced frame that has not been answered
  std::optional<Instant> last_audio_;    // of the reply that runs
  Instant held_until_ = kCallStart;      // when all that came will have been played
};

}  // namespace parley
