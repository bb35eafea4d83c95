// What the caller hears of the agent: outbound media through the far end's playout buffer, its audible parts cut
// into stretches. The buffer is the truth for a trace taken at the far end and a belief for one taken at the agent.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "core/account/call_account.h"
#include "core/account/level_track.h"
#include "core/account/mark_ledger.h"
#include "core/account/send_pacing.h"
#include "core/account/voice_pitch.h"
#include "core/audio/echo_reference.h"
#include "core/playout/playout_buffer.h"

namespace parley {

class AgentPlayout {
 public:
  AgentPlayout(LevelTrack& levels, MarkLedger& marks) : levels_(levels), marks_(marks) {}

  /// Plays what is due. Call before anything else that happens at `now`.
  void play_until(Instant now);
  /// False if not all of it fitted into what Twilio holds.
  bool media(Instant at, std::span<const std::uint8_t> bytes, EventIndex event);
  void mark(Instant at, std::string name, EventIndex event);
  /// `echo_before`: as ClearSent has it.
  void clear(Instant at, EventIndex event, Duration echo_before = {});

  /// The level of 20 ms of the caller's line that the agent's voice does not explain; they ended at `until`. An
  /// echo is not the caller.
  int unexplained_level(const PcmFrame& heard, Instant until) {
    return echo_.unexplained_level(heard, buffer_.position_at(until));
  }
  /// Audible audio that is held and has not been played.
  Duration unheard() const;
  /// Something audible was heard at or after `since`.
  bool heard_since(Instant since) const { return heard_ && last_heard_ > since; }
  /// All so far, the running one included.
  std::vector<AgentStretch> stretches() const;
  const std::vector<ClearSent>& clears() const { return clears_; }
  const SendPacing& pacing() const { return pacing_; }
  const PitchTally& pitch() const { return pitch_.tally(); }

 private:
  /// A message's place in the stream of bytes.
  struct Written {
    std::int64_t end = 0;
    Instant at;
    EventIndex event = kNoEvent;
  };

  void play(std::span<const std::uint8_t> bytes, Instant begin, std::int64_t position);
  void finish_block();
  void hear_block(int level, std::uint64_t hash);
  Written written_at(std::int64_t position);
  std::int64_t room_before_mark(std::int64_t position);
  void close_stretch();

  LevelTrack& levels_;
  MarkLedger& marks_;
  PlayoutBuffer buffer_;
  EchoReference echo_;
  std::deque<Written> written_;
  std::deque<std::int64_t> mark_positions_;          // of marks that have not been played past
  std::array<std::uint8_t, kFrameSamples> block_{};  // 20 ms being gathered
  std::size_t block_size_ = 0;
  Instant block_begin_;
  Instant block_end_;
  std::int64_t block_position_ = 0;
  bool open_ = false;  // a stretch is running
  AgentStretch stretch_;
  bool heard_ = false;
  Instant last_heard_;
  std::vector<AgentStretch> stretches_;
  std::vector<ClearSent> clears_;
  SendPacing pacing_;
  VoicePitch pitch_;
  Instant last_block_end_;
  bool ever_written_ = false;
};

}  // namespace parley
