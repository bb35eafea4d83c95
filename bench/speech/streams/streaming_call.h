// One caller in front of a recogniser: frames of 20 ms at their instants, in batches as a call gives them, and an
// utterance that is finished each so often. It lives on a loop and writes down when the words came.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "live/event_loop.h"
#include "speech/provider.h"

namespace parley::bench {

/// All in microseconds, of all calls.
struct Figures {
  std::mutex mutex;
  std::vector<std::int64_t> lateness;  // there and back
  std::vector<std::int64_t> there;     // from the end that was told until the service had it
  std::vector<std::int64_t> back;      // from the service's answer to the final on the loop
  std::vector<std::int64_t> frames;    // how late a frame was given
  std::int64_t finished = 0;
  std::int64_t failures = 0;
};

struct Speech {
  int frames = 150;  // between two utterances' beginnings
  int begins = 20;
  int ends = 130;
  int batch = 8;  // frames
};

class StreamingCall final : private Sleeper {
 public:
  using Clock = std::chrono::steady_clock;

  /// On the loop, as everything. `first` is the instant of its first frame; until `counts_from` nothing is counted,
  /// and from `counts_until` on no utterance is finished.
  StreamingCall(EventLoop& loop, const RecognizerProvider& provider, const AgentProfile& profile, Speech speech,
                Figures& figures);
  void begin(Clock::time_point first, Clock::time_point counts_from, Clock::time_point counts_until);

 private:
  void on_wake(Clock::time_point now) override;
  void frame(Clock::time_point now);
  void flush();
  void finish();
  void said(const ProviderEvent& event);

  EventLoop& loop_;
  Speech speech_;
  Figures& figures_;
  Clock::time_point next_{};
  Clock::time_point counts_from_{};
  Clock::time_point counts_until_{};
  std::int64_t frames_ = 0;
  MediaTime batch_begin_{};
  MediaTime segment_begin_{};
  std::int32_t segments_ = 0;
  std::vector<std::uint8_t> batch_;
  std::deque<std::int64_t> finished_at_;  // microseconds, of what has no final yet
  std::unique_ptr<Recognizer> recognizer_;
};

}  // namespace parley::bench
