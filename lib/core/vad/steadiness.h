// Tells noise from voice by its level: a stretch of "voice" whose level varies by less than 3 dB for half a second
// is no voice, for speech has syllables (SPEC 1.1).
#pragma once

namespace parley {

class Steadiness {
 public:
  /// The level of one more frame of the running stretch.
  void add(int level);
  void reset();
  /// The stretch has been steady for long enough to be noise.
  bool steady() const;
  /// Its mean level.
  int mean() const { return groups_ == 0 ? 0 : static_cast<int>(sum_ / groups_); }

 private:
  // Three frames at a time: the level of 160 samples of noise deviates by 0.5 dB, too much beside 3 dB.
  static constexpr int kGroup = 3;
  static constexpr int kSkipped = 2;       // frames of the onset, which rise
  static constexpr int kEnoughGroups = 8;  // 480 ms

  int skipped_ = 0;
  int in_group_ = 0;
  int group_sum_ = 0;
  int groups_ = 0;
  long long sum_ = 0;
  int lowest_ = 0;
  int highest_ = 0;
};

}  // namespace parley
