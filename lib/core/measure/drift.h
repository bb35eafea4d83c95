// How much slower or faster one clock runs than another, from pairs of readings with jitter on them: Theil's
// estimator, the median of the slopes between readings half a segment apart, each weighted by its length. A stall
// or a burst moves the few slopes that it touches, not the median. The pairs share no reading, so that the median's
// own interval is the confidence, and the work grows with the readings and not with their square.
//
// A network delays and never hurries, so the earliest of some seconds tell the clock better than all do; where they
// agree better, which their interval shows, they are believed.
//
//   late |            . '  .        segment: readings that belong together; a break between two (a new reply, a
//        |    ' .  '                stall) may shift all that follows, which is no drift
//        +-------------------> media time
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/time.h"

namespace parley {

/// In thousandths of a ppm; positive when the observed clock is the slower one.
struct Drift {
  std::int64_t value = 0;
  std::int64_t low = 0;
  std::int64_t high = 0;
};

class DriftEstimator {
 public:
  /// More readings, or more slopes, are thinned evenly.
  static constexpr std::size_t kMostReadings = 16'384;
  static constexpr std::size_t kMostSlopes = 32'768;
  static constexpr std::int64_t kFewestSlopes = 30;

  /// A reading of both clocks: what the media clock says, and when that was.
  void reading(Duration media, Instant at);
  /// What follows belongs to another segment.
  void new_segment();
  void add(const DriftEstimator& other);

  /// Nothing from fewer than kFewestSlopes independent slopes.
  std::optional<Drift> drift() const;
  /// Independent slopes so far; those of the running segment count.
  std::int64_t slopes() const;

 private:
  struct Reading {
    std::int64_t media = 0;
    std::int64_t late = 0;
  };
  struct Slope {
    double value = 0.0;  // thousandths of a ppm
    double weight = 0.0;
  };
  /// A bounded, even choice: beyond kMostSlopes every second is forgotten, and of those to come only as many are
  /// kept, so that each stands for as many as any other.
  struct Slopes {
    std::vector<Slope> kept;
    std::int64_t stride = 1;
    std::int64_t seen = 0;

    void add(const Slope& slope, std::int64_t stands_for);
    void halve();
  };

  static void add_slopes(const std::vector<Reading>& readings, Slopes& slopes);
  static std::vector<Reading> earliest(const std::vector<Reading>& readings);
  static std::optional<Drift> drift_of(const Slopes& slopes, double independent);
  static std::int64_t span_of(const std::vector<Reading>& readings);
  double independent(const Slopes& slopes) const;
  static Slopes with(const Slopes& finished, const std::vector<Reading>& running);

  std::vector<Reading> readings_;  // of the running segment
  std::int64_t stride_ = 1;
  std::int64_t seen_ = 0;
  std::int64_t covered_ = 0;  // microseconds of media in finished segments
  Slopes slopes_;             // of finished segments
  Slopes earliest_slopes_;    // the same, of the earliest alone
};

/// RFC 3550, 6.4.1 and A.8: a sixteenth of each new difference in transit, in whole microseconds.
class InterarrivalJitter {
 public:
  void reading(Duration media, Instant at) {
    const std::int64_t transit = to_micros(at) - to_micros(media);
    if (known_) {
      const std::int64_t difference = transit > transit_ ? transit - transit_ : transit_ - transit;
      scaled_ += difference - ((scaled_ + 8) >> 4U);
      if (value() > to_micros(most_)) most_ = micros(value());
    }
    transit_ = transit;
    known_ = true;
  }
  /// The next reading is compared with none before it.
  void new_segment() { known_ = false; }
  Duration now() const { return micros(value()); }
  Duration most() const { return most_; }

 private:
  std::int64_t value() const { return scaled_ >> 4U; }

  bool known_ = false;
  std::int64_t transit_ = 0;
  std::int64_t scaled_ = 0;  // sixteen times the estimate
  Duration most_{};
};

}  // namespace parley
