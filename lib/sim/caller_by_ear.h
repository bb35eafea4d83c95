// What the caller said, found in his audio: the truth for a scripted recogniser whose caller is in another process.
// It knows the recordings that the scenario plays and looks for the beginning of each, whatever its level and
// whatever lies under it. It recognises recordings, not words; a caller who says anything else is not heard.
//
//   recording    |..^^^^^^^^^^^^^^^^^|         ^ first loud 200 ms: its template
//   audio     ......  ..^^^^^^^^^^^^^^^^^|     found where the two correlate, so 200 ms after the onset
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "core/base/time.h"
#include "sim/scenario.h"
#include "sim/spoken.h"

namespace parley {

class CallerByEar {
 public:
  /// All sounds that the scenario needs are in `sounds` (`check_sounds`). Both outlive this.
  CallerByEar(const Scenario& scenario, const SoundBank& sounds);

  /// The caller's audio in order, decoded; sample 0 is the first of the call. What was left out is silence.
  void hear(MediaTime begin, std::span<const std::int16_t> samples);

  /// What was found so far, in the order in which it began; as ScriptedCaller::spoken().
  std::span<const Spoken> spoken() const { return spoken_; }

 private:
  /// One `say` of the script.
  struct Utterance {
    std::size_t step = 0;
    bool timed = false;    // keeps its own time, so it may overlap the others
    std::int64_t due = 0;  // ... which is this, in samples since the call began
    std::span<const std::int16_t> samples;
    const std::int16_t* recording = nullptr;  // where the file's first sample is
    std::int64_t from = 0;                    // of the file, where this begins
    std::size_t loud = 0;                     // where the template begins
    std::vector<std::int16_t> pattern;        // the template, scaled
    std::int64_t norm = 0;
    bool found = false;
  };
  struct Match {
    std::size_t utterance = 0;
    std::int64_t begin = 0;  // of the utterance
    std::int64_t score = 0;  // correlation in thousandths
  };
  /// What is sounding, so that a part of it is not taken for something new.
  struct Sounding {
    std::size_t utterance = 0;
    std::int64_t begin = 0;
    std::int64_t end = 0;
  };

  std::vector<std::size_t> candidates() const;
  std::optional<Match> search(std::size_t utterance, std::int64_t newest) const;
  std::int64_t correlation(const Utterance& utterance, std::int64_t at) const;
  bool is_part_of_known(const Match& match) const;
  void consider(std::optional<Match> best);
  void accept(const Match& match);
  std::int64_t position() const { return base_ + static_cast<std::int64_t>(history_.size()); }

  const Scenario& scenario_;
  std::vector<Utterance> utterances_;
  std::vector<std::int16_t> history_;  // scaled, from `base_` on
  std::int64_t base_ = 0;
  std::optional<Match> tentative_;
  std::vector<Sounding> sounding_;
  std::vector<Spoken> spoken_;
};

}  // namespace parley
