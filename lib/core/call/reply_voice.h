// Our voice on the line: reply audio cut into frames, paced so that the far end holds little, closed by trailing
// silence and a mark, and followed by a belief of what the far end has played. The belief counts from the instant
// the kernel took each message; marks that come back correct it.
//
//   queue  ->  pacer  ->  sent, unwritten  ->  written: PlayoutBuffer (belief)  ->  played
//
// Not here: what to say (reply_machine) and who has the floor (turn_taker).
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/audio/echo_reference.h"
#include "core/audio/framer.h"
#include "core/base/ids.h"
#include "core/call/call_config.h"
#include "core/playout/pacer.h"
#include "core/playout/playout_buffer.h"
#include "core/reply/provider_event.h"

namespace parley {

struct VoiceFrame {
  Frame frame;
  Instant deadline;  // when it was due
};
struct VoiceMark {
  std::string name;
};
struct VoiceClear {};
using VoiceOutput = std::variant<VoiceFrame, VoiceMark, VoiceClear>;

class ReplyVoice {
 public:
  explicit ReplyVoice(const SpeakConfig& config);

  /// More audio of a turn's reply. The turn's first audio is preceded by one `clear`.
  void play(TurnId turn, ReplyKind kind, const std::vector<std::uint8_t>& mulaw, bool sentence_start);
  /// The reply is complete: trailing silence, then the mark.
  void finish(TurnId turn);

  /// What is due now; ask again until nothing comes.
  std::optional<VoiceOutput> release(Instant now);
  Instant next_release(Instant now) const;

  /// The kernel took the oldest message that was released.
  struct Written {
    bool frame = false;
    bool mark = false;
    TurnId turn;
    ReplyKind kind = ReplyKind::kAnswer;
    bool first = false;       // of this turn and kind
    std::int64_t queued = 0;  // frames of this kind queued so far, this one included
    std::int64_t sent = 0;    // frames of it sent so far
    std::string mark_name;
  };
  std::optional<Written> wrote(Instant now);

  struct Acked {
    bool known = false;
    bool cleared = false;       // released by our `clear`: proves no playout
    bool closes_reply = false;  // the mark the running reply waits for
  };
  Acked mark_returned(Instant now, std::string_view name);

  /// Stops at once: what is queued is dropped and a `clear` goes out.
  struct Interrupted {
    std::vector<std::uint8_t> unheard;  // of the answer, from a place fit to go on from
    Duration heard{};
    Duration total{};
    Duration since_first{};  // since the reply's first audio was written
  };
  Interrupted interrupt(Instant now);

  bool speaking() const { return turn_.valid(); }  // a reply is queued, sent or awaited
  /// Of the answer as far as it has come.
  Duration length() const { return samples_to_duration(static_cast<std::int64_t>(answer_.size())); }
  /// Nothing of the turn's answer is on its way yet: at most a filler.
  bool may_be_taken_back(TurnId turn) const;
  /// More than a filler is queued or on its way.
  bool holds_answer() const { return speaking() && answer_begin_ >= 0; }
  /// When the last audible block of the reply will have been heard; kNever while more may come.
  Instant audible_end() const;
  /// Our own playout is, or within `after` was, audible at the far end.
  bool audible_within(Instant now, Duration after) const;
  /// The reply's playout is over by our account and its mark has not come.
  Instant mark_deadline() const;
  /// Nothing that was released has been written for too long.
  Instant stuck_at() const;
  /// The level of a frame of the caller's that our own voice does not explain; the frame ended at `until`.
  int unexplained_level(const PcmFrame& heard, Instant until) {
    return echo_.unexplained_level(heard, belief_.position_at(until));
  }
  /// The far end has played nothing for this long: the line stood still.
  void postpone(Duration by) { belief_.postpone(by); }
  /// The reply is over, however that came about.
  Interrupted end_reply(Instant now);
  Duration mark_delay() const { return smallest_mark_delay_.value_or(config_.assumed_mark_delay); }

 private:
  struct Run {  // frames of one turn and kind, in the order of the queue
    TurnId turn;
    ReplyKind kind;
    std::int64_t queued = 0;
    std::int64_t released = 0;
    bool first_written = false;
    std::int64_t written = 0;
  };
  struct Unwritten {
    VoiceOutput output;
    TurnId turn;
    ReplyKind kind;
  };

  void begin(TurnId turn);
  void enqueue(const Frame& frame, ReplyKind kind);
  void flush_framer();
  Run& run_of(TurnId turn, ReplyKind kind);
  void take_back(Instant now);
  void mark_reached(const PlayoutBuffer::MarkReached& reached);
  void drop_queue();
  Interrupted account(Instant now);
  std::size_t resume_point(std::size_t heard) const;
  Duration far_end_holds(Instant now) const;
  Duration half_delay() const { return smallest_mark_delay_.value_or(Duration{}) / 2; }

  SpeakConfig config_;
  Framer framer_;
  Pacer pacer_;
  PlayoutBuffer belief_;
  EchoReference echo_;
  std::deque<Run> runs_;
  std::deque<Unwritten> unwritten_;
  std::int64_t unwritten_frames_ = 0;
  Instant unwritten_since_ = kNever;

  TurnId turn_;  // whose reply is on the line
  ReplyKind kind_ = ReplyKind::kAnswer;
  bool clear_due_ = false;
  bool finished_ = false;
  bool mark_due_ = false;
  bool mark_written_ = false;
  std::string awaited_mark_;
  std::int64_t enqueued_ = 0;  // bytes, on the axis of belief_.written()
  std::int64_t audible_end_position_ = 0;
  mutable Instant audible_end_at_ = kCallStart;
  std::int64_t answer_begin_ = -1;    // position of the answer's first byte
  std::vector<std::uint8_t> answer_;  // all of its audio, for going on after a suspension
  std::vector<std::size_t> sentence_starts_;
  Instant first_written_at_ = kNever;

  std::map<std::string, Instant, std::less<>> marks_out_;  // believed instant of playout; kNever until known
  std::vector<std::string> cleared_marks_;
  std::optional<Duration> smallest_mark_delay_;
};

}  // namespace parley
