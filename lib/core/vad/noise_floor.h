// Tracks the level of the line when nobody speaks, by minimum statistics: the smallest 20 ms level of the last
// 1.5 s, corrected for the bias of a minimum. Beside any detector, since barge-in needs detector *and* level.
#pragma once

#include <array>
#include <cstddef>

#include "core/base/time.h"
#include "core/vad/vad_config.h"

namespace parley {

class NoiseFloor {
 public:
  explicit NoiseFloor(const VadConfig& config) : config_(config) {}

  /// One frame's level. `counts` is false while our own playout is audible and 200 ms after: such a frame says
  /// nothing about the line. `voiced` frames enter the minimum but do not calibrate.
  void add(int level, bool voiced, bool counts);
  /// A stretch of "voice" was noise: the floor is at least this.
  void raise(int level);

  bool valid() const { return frames_ >= kValidFrames; }
  bool calibrated() const { return calibrated_; }
  /// Floor as RMS; 0 until valid, at most 60 until calibrated, so that a caller who speaks from the first frame
  /// does not deafen the call.
  int level() const { return level_; }
  /// A fixed threshold is in force and lies under 1.5 times the floor: the line itself will be taken for voice.
  bool threshold_low() const;
  /// RMS over which a frame counts as voice.
  int voice_threshold() const;
  /// RMS over which voice may interrupt our own playout.
  int barge_in_threshold() const;

 private:
  static constexpr std::size_t kWindowFrames = 75;  // 1.5 s
  static constexpr std::size_t kValidFrames = 10;
  static constexpr int kUncalibratedCap = 60;

  void update();

  VadConfig config_;
  std::array<int, kWindowFrames> window_{};
  std::size_t frames_ = 0;  // counted since the beginning
  Duration unvoiced_{};
  bool calibrated_ = false;
  int level_ = 0;
};

}  // namespace parley
