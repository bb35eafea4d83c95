// What a call hears of its caller: level, noise floor, detector, segmenter and the barge-in gate, frame by frame.
// It says what is voice and since when; what that means is the turn taker's.
#pragma once

#include <memory>
#include <optional>

#include "core/audio/frame.h"
#include "core/call/call_config.h"
#include "core/turn/barge_in.h"
#include "core/turn/turn_taker.h"
#include "core/vad/level_fall.h"
#include "core/vad/noise_floor.h"
#include "core/vad/speech_segmenter.h"
#include "core/vad/steadiness.h"
#include "core/vad/voice_activity_detector.h"

namespace parley {

class CallerEar {
 public:
  explicit CallerEar(const CallConfig& config);

  struct Heard {
    CallerAudio audio;
    std::optional<Instant> insists;  // the voice has lasted long enough to take the floor; its onset
    bool calibrated = false;         // the floor has become calibrated with this frame
    bool threshold_low = false;      // once a call: the fixed threshold lies too near the floor
    bool steady_noise = false;       // what was taken for voice was noise: the floor has been raised
    int level = 0;
    int threshold = 0;
  };

  /// One frame that began at `begin`. `level` is what of it our own voice does not explain; `counts` is false while
  /// our playout tells nothing about the line.
  Heard hear(Instant begin, const PcmFrame& frame, int level, bool counts);
  /// 20 ms that never came are silence.
  Heard hear_missing(Instant begin);
  /// The running stretch is no voice.
  void withdraw();
  /// A whole segment held no words: the line is as loud as this.
  void line_is_noise();

  int floor() const { return floor_.level(); }

 private:
  Heard judge(Instant begin, SpeechProbability probability, int level, bool counts);

  std::unique_ptr<VoiceActivityDetector> detector_;
  NoiseFloor floor_;
  SpeechSegmenter segmenter_;
  BargeInGate gate_;
  Steadiness steadiness_;
  LevelFall fall_;
  bool calibration_said_ = false;
  bool threshold_low_said_ = false;
};

}  // namespace parley
