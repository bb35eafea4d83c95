// What a call asks of its recogniser, from the first frame to the last, whatever becomes of the service behind it:
// audio in batches, segments begun and finished, a session that died opened again with the audio that it had not
// recognised yet, and one that grows old replaced at a silent point.
//
//   heard   |---- recognised ----|-- segment, no final --|--- running ---|
//   kept                         [.......................................]   given again after a failure
//
// Not here: what the words mean (turn_taker), and the service itself (lib/speech).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/time.h"
#include "core/reply/provider_event.h"
#include "core/reply/reply_step.h"

namespace parley {

struct RecognizerConfig {
  bool streaming = true;                // false: one request for each segment, and no audio between them
  Duration batch = millis(150);         // audio goes out in pieces of this length
  Duration kept = seconds(10);          // most audio that is kept for a session that died; the oldest is dropped
  Duration rotate{};                    // a session this old is replaced at a silent point; 0: never
  Duration rotate_grace = seconds(50);  // ... and this much later wherever the call is
};

class RecognizerSession {
 public:
  /// Segments of a call whose recogniser wants each whole are no longer than this (SPEC 2).
  static constexpr Duration kLongestRequest = seconds(3);

  explicit RecognizerSession(const RecognizerConfig& config);

  void open(Instant now, ReplySteps& out);
  void close(ReplySteps& out);

  /// The caller's audio, in order, without what never came. Where nothing is going on (`quiet`: the agent listens,
  /// nobody speaks) an old session is replaced.
  void hear(Instant now, MediaTime begin, std::span<const std::uint8_t> mulaw, bool quiet, ReplySteps& out);
  void segment_began(MediaTime begin, ReplySteps& out);
  /// The running segment was noise: nobody will ask for its words.
  void segment_dropped() { running_.reset(); }
  void segment_finished(const FinishSegment& segment, ReplySteps& out);
  /// What is collected for the next batch goes out now.
  void flush(ReplySteps& out);

  /// Somebody is there. Only final words show that it works: one that breaks off after each guess would else be
  /// asked ten times a second.
  void partial_came() { deaf_ = false; }
  void final_came(const MediaRange& range);
  /// `turn`: what it is told of as, in the record.
  void failed(Instant now, TurnId turn, const RecognizerFailed& failure, ReplySteps& out);

  void handle_timeout(Instant now, ReplySteps& out);
  Instant next_deadline() const { return reopen_at_; }
  /// It failed and has not said a word since: that nothing comes is no sign that nothing was said.
  bool deaf() const { return deaf_; }

 private:
  void begin_again(Instant now, ReplySteps& out);
  void give(MediaTime from, MediaTime to, ReplySteps& out) const;
  void rotate_if_due(Instant now, bool quiet, ReplySteps& out);
  void keep(MediaTime begin, std::span<const std::uint8_t> mulaw);
  void trim();
  void prove();
  MediaTime kept_end() const { return kept_begin_ + static_cast<std::int64_t>(kept_.size()); }
  MediaTime needed_from() const;

  RecognizerConfig config_;
  bool wanted_ = false;  // between open and close
  bool open_ = false;    // ... and as far as we know the service is there
  bool deaf_ = false;
  int failures_ = 0;  // running
  Instant opened_at_ = kCallStart;
  Instant reopen_at_ = kNever;
  MediaTime batch_begin_;
  std::vector<std::uint8_t> batch_;
  MediaTime kept_begin_;
  std::vector<std::uint8_t> kept_;
  MediaTime recognized_until_;
  std::optional<MediaTime> running_;        // begin of the segment that is being spoken
  std::vector<FinishSegment> outstanding_;  // finished, and no final has come
};

}  // namespace parley
