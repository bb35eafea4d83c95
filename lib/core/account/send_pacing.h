// How the agent's audio comes: runs of sending, the moments at which the far end's buffer ran dry inside one, and
// how far ahead of playing it was. A run is the audio between two marks, clears or pauses, so that a gap inside it
// is a gap in what was meant to be continuous.
//
//   sent     |||||||||  ||||||||      |||||||||||||  mark
//   played    #########--########------#############
//                      gap       gap, made up for by a burst if the line (or a sender that catches up) held it
//
// Not here: what the audio is (PayloadEvidence), and judgement.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/account/call_account.h"

namespace parley {

class SendPacing {
 public:
  /// A message of audio. `dry_since` is set when nothing was left to play: the end of what was played last.
  void media(Instant at, std::span<const std::uint8_t> bytes, EventIndex event, std::optional<Instant> dry_since,
             Duration lead);
  void mark();
  /// `playing`: something was still to be played, so the run is cut and not finished.
  void clear(bool playing);

  /// All so far, the running one included.
  std::vector<SendingRun> runs() const;
  const std::vector<DryGap>& gaps() const { return gaps_; }
  std::int64_t gaps_forgotten() const { return gaps_forgotten_; }

 private:
  /// A gap whose burst, if there is one, is still coming.
  struct Watched {
    Instant begin;
    Instant end;
    std::int64_t bytes = 0;
    std::size_t gap = 0;  // position in gaps_, when it was kept
    bool kept = false;
    bool over = true;
  };

  void begin_run(Instant at, EventIndex event, bool abruptly);
  void end_run();
  void note_gap(Instant at, Instant dry_since, EventIndex event, bool mid_voice);
  void watch(Instant at, std::int64_t bytes);
  void judge_burst(bool run_ended);
  void listen_to(std::span<const std::uint8_t> bytes);
  void keep_point(Instant at);

  bool open_ = false;
  SendingRun run_;
  std::int64_t stride_ = 1;  // every so many messages are a point of the send clock
  int recent_level_ = 0;     // about the loudest of the last 100 ms
  int tail_level_ = 0;       // of the last 5 ms
  Watched watched_;
  std::vector<SendingRun> runs_;
  std::vector<DryGap> gaps_;
  std::int64_t gaps_forgotten_ = 0;
};

}  // namespace parley
