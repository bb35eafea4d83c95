// Probabilities to stretches of speech, debounced both ways. Kept apart from the detector so that settings can be
// swept without running the detector again.
//
//   frame      . . V V V V V . . V V . . . .
//   onset            ^ first of three voiced frames (60 ms)
//   started              ^ when we knew
//   ended                                ^ three unvoiced frames later; `last_voiced` is the end of the last V
#pragma once

#include <optional>
#include <variant>

#include "core/base/time.h"
#include "core/vad/vad_config.h"
#include "core/vad/voice_activity_detector.h"

namespace parley {

struct SpeechStarted {
  Instant onset;
  int level = 0;  // of the first voiced frame
};
struct SpeechEnded {
  Instant last_voiced;  // end of the last voiced frame
  Duration voiced;      // sum of voiced frames since the onset
};

class SpeechSegmenter {
 public:
  explicit SpeechSegmenter(const VadConfig& config) : config_(config) {}

  /// One frame that began at `begin` on the media clock (as an instant). At most one thing happens a frame.
  std::optional<std::variant<SpeechStarted, SpeechEnded>> add(Instant begin, SpeechProbability probability,
                                                              int level);

  bool speaking() const { return speaking_; }
  /// End of the last voiced frame of the running or last stretch.
  Instant last_voiced() const { return last_voiced_; }
  /// Voiced audio since the onset of the running stretch.
  Duration voiced() const { return voiced_; }
  /// Withdraws a running stretch as if it had not been (a DTMF tone, an echo of ours).
  void withdraw();

 private:
  VadConfig config_;
  bool speaking_ = false;
  Instant onset_ = kCallStart;
  Instant last_voiced_ = kCallStart;
  Duration run_{};       // of voiced frames in a row before the onset is believed
  Duration unvoiced_{};  // since the last voiced frame while speaking
  Duration voiced_{};
  int onset_level_ = 0;
};

}  // namespace parley
