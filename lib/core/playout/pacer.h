// Holds reply audio back so that the far end has at most `lead` of it: enough to ride out jitter, little enough
// that an interruption has little to throw away. Works on what the far end is believed to hold, never on "20 ms
// since the last frame", so a late wake or a slow step leaves no drift.
//
//   holds |<------- lead ------->|
//         |########|frame|frame  |   release while holds + 20 ms <= lead
//
// Not here: what the far end holds. The owner tells it at every call (belief plus what is not yet written).
#pragma once

#include <cstddef>
#include <optional>

#include "core/audio/frame.h"
#include "core/base/fifo.h"
#include "core/base/time.h"

namespace parley {

struct PacerConfig {
  Duration lead = millis(120);      // tx.lead_ms
  Duration catch_up = millis(200);  // tx.catch_up_ms: most audio that one wake may add once playing has begun
};

class Pacer {
 public:
  static constexpr std::size_t kMaxQueued = 30'000;  // ten minutes, as much as Twilio would buffer

  explicit Pacer(const PacerConfig& config = {}) : config_(config) {}

  /// False when the queue is full; the frame is not taken.
  bool enqueue(const Frame& frame);
  /// Drops everything queued and says how many frames it was.
  std::size_t clear();
  std::size_t queued() const { return queue_.size(); }

  /// When the next frame is due, as an absolute instant; `now` when it is due already, kNever when none is queued.
  Instant next_release(Instant now, Duration far_end_holds) const;
  /// The next frame if it is due. Call again until it gives nothing, each time with what the far end holds then.
  std::optional<Frame> release(Instant now, Duration far_end_holds);

 private:
  PacerConfig config_;
  Fifo<Frame> queue_;
  // The first fill of a run of frames may go up to the lead at once. After it, audio beyond `catch_up` has to wait
  // for the next frame time: a far end that ran dry while we slept is refilled in steps.
  bool filling_ = true;
  Instant window_ = kCallStart;  // start of the frame time in which `released_` was released
  Duration released_{};
};

}  // namespace parley
