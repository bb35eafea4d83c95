// The words of the caller's turn: recogniser results matched to stretches of audio. A result belongs to a turn
// because its audio range overlaps the turn's segments, and for no other reason: two equal sentences said at two
// times are two utterances (SPEC 1.2).
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace parley {

/// A stretch of the call's time, as heard: half open.
struct TimeRange {
  Instant begin;
  Instant end;
  Duration length() const { return end > begin ? end - begin : Duration{}; }
  Duration overlap(const TimeRange& other) const;
};

/// What a recogniser has understood so far, up to the end of the range, and may still change its mind about.
struct WordsSoFar {
  TimeRange range;
  std::string text;
  bool complete = false;  // as they stand they can be answered, and nothing is expected to follow
};

class TurnText {
 public:
  enum class Verdict { kAccepted, kDuplicate };

  /// A segment of the running turn is complete and its final words are awaited: a final that reaches
  /// `voiced_until`, for words end with the voice, and the segment's silence after it may be longer than they are.
  void close_segment(TimeRange range, Instant voiced_until);
  void close_segment(TimeRange range) { close_segment(range, range.end); }
  /// Final words. A range that mostly repeats one already accepted is a duplicate.
  Verdict add_final(TimeRange range, std::string_view text);
  void set_partial(Instant now, TimeRange range, std::string_view text, bool complete = false);

  /// Every closed segment has its final.
  bool complete() const;
  /// All finals of the turn in order; with `use_partial`, the last partial stands in for finals that never came.
  std::string text(bool use_partial) const;
  /// The last partial, where it is all there is, reaches near to the end of the voice: no more than a word is
  /// missing. The beginning of what was said is not what was said.
  bool reaches_end() const;
  /// Some result said something for this turn (partials count).
  bool any_words() const;
  /// A final said that there were no words in any segment.
  bool said_empty() const;
  std::string_view partial() const { return partial_; }
  Instant partial_since() const { return partial_since_; }
  std::size_t segments() const { return segments_.size(); }

  /// The range is audio of a segment of the running turn.
  bool in_segments(const TimeRange& range) const;
  /// Something was said, final or not, in audio that reaches past `from`.
  bool has_words_after(Instant from) const;

  /// The words of the audio from `from` on are complete: a final reaches `until`, or the partial has not changed
  /// for 200 ms and ends a sentence.
  bool sentence_complete(Instant now, Instant from, Instant until) const;
  /// The partial was said to be complete, and whoever said it had heard the voice to its end, `until`; or nearly,
  /// and it has not changed for 200 ms.
  bool phrase_complete(Instant now, Instant from, Instant until) const;
  /// The partial is taken as the final words of its range.
  void settle_partial(TimeRange range);

  /// The turn is over: what comes for its ranges from now on is a duplicate. Words of audio after `from` belong to
  /// the utterance that is running (kNever when there is none) and are kept.
  void finish_turn(Instant from);

 private:
  struct Segment {
    TimeRange range;
    Instant voiced_until;
    bool resolved = false;
  };
  struct Words {
    TimeRange range;
    std::string text;
  };

  bool is_past(const TimeRange& range) const;

  static constexpr std::size_t kRemembered = 64;  // ranges of earlier turns, to recognise late repetitions
  static constexpr std::size_t kMaxFinals = 64;   // of one turn; results nobody asked for go on in a silence

  std::vector<Segment> segments_;
  std::vector<Words> finals_;
  std::deque<TimeRange> past_;
  std::string partial_;
  TimeRange partial_range_{};
  Instant partial_since_ = kCallStart;
  bool partial_complete_ = false;
};

}  // namespace parley
