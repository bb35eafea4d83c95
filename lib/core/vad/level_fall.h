// How far the level fell when the voice stopped: the mean of the newest stretch's voiced frames, and of the frames
// since. It measures; whether such a fall ends anything is the turn taker's.
#pragma once

namespace parley {

class LevelFall {
 public:
  /// One frame's level. `started` begins a new stretch, `in_voice` says that the frame is voice of it.
  void add(int level, bool started, bool in_voice) {
    if (started) voice_ = {};
    if (in_voice) {
      voice_.add(level);
      silence_ = {};
    } else {
      silence_.add(level);
    }
  }
  int voice() const { return voice_.value(); }
  int silence() const { return silence_.value(); }

 private:
  struct Mean {
    void add(int level) {
      sum += level;
      ++count;
    }
    int value() const { return count == 0 ? 0 : static_cast<int>(sum / count); }
    long long sum = 0;
    long long count = 0;
  };

  Mean voice_;
  Mean silence_;
};

}  // namespace parley
