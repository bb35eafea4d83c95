// Twilio's side of one media stream: sends the caller's audio, plays the agent's, returns marks, and warns where
// Twilio would. Texts in, texts out, so that the codec is under every test.
//
//   open     ~100 ms        one frame each 20 ms                        hang_up
//    |---------|connected start media|media|media|mark|media ...|stop close|
//
// Not here: what the caller says and when (he calls hear_caller), the line's delay and stalls (Link), sockets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/audio/frame.h"
#include "core/base/fifo.h"
#include "core/base/ids.h"
#include "core/base/machine.h"
#include "core/base/random.h"
#include "core/base/shared_text.h"
#include "core/base/time.h"
#include "core/peer/arrival_jitter.h"
#include "core/peer/peer_config.h"
#include "core/playout/playout_buffer.h"
#include "core/twilio/messages.h"

namespace parley {

/// One message to the agent.
struct SendText {
  SharedText text;
};
/// 20 ms that have been played to the caller's ear, cut anew wherever playing begins. It comes out once it is over,
/// at the next call with a `now`.
struct Played {
  Frame frame{};
  std::int64_t bytes = kFrameSamples;  // fewer where playing stopped in mid frame; the rest is padding
  Instant at;                          // of its first byte
  bool audible = false;                // over -50 dBov
};
/// Twilio's debugger would show this; once a stream for each code.
struct PeerWarning {
  int code = 0;
  std::string text;
  Instant at;
};
/// The agent's `clear` threw this much away.
struct Cleared {
  std::int64_t bytes = 0;
  bool audible = false;
  Instant at;
};
struct CloseStream {
  int code = 1000;
};
using PeerOutput = std::variant<SendText, Played, PeerWarning, Cleared, CloseStream>;

struct PeerCounters {
  std::int64_t frames_sent = 0;     // media messages to the agent
  std::int64_t media_received = 0;  // media messages from the agent that were played
  std::int64_t bytes_received = 0;
  std::int64_t bytes_discarded = 0;  // over the cap
  std::int64_t bytes_unplayed = 0;   // held when the stream ended
  std::int64_t marks_received = 0;
  std::int64_t marks_returned = 0;  // played or nothing buffered, and by clear
  std::int64_t marks_refused = 0;   // too many pending
  std::int64_t clears = 0;
  std::int64_t warnings = 0;    // as shown: one a code
  std::int64_t violations = 0;  // all of them
};

class TwilioPeer {
 public:
  /// More marks than this are not kept. Twilio documents no limit; this one only bounds memory.
  static constexpr std::size_t kMaxPendingMarks = 10'000;

  TwilioPeer(PeerConfig config, Instant now);

  /// The agent accepted the connection.
  void open(Instant now);
  /// 20 ms of the caller's line, each 20 ms, silence (0xFF) included. Before `start` only the newest is kept.
  void hear_caller(Instant now, const Frame& frame);
  /// 20 ms that Twilio lost: media time goes on and nothing is sent.
  void miss_caller(Instant now);
  /// A key of the caller's telephone: 0-9 * #. Before `start` it is lost.
  void dial(Instant now, char digit);
  /// The caller hangs up: `stop`, then the stream is closed.
  void hang_up(Instant now);
  /// A text message from the agent, whatever is in it.
  void handle(Instant now, std::string_view text);
  /// A binary message from the agent, which Twilio does not take.
  void handle_binary(Instant now);
  /// The agent closed the connection.
  void handle_closed(Instant now);

  Instant next_deadline() const;
  void handle_timeout(Instant now) { settle(now); }
  std::optional<PeerOutput> poll() { return outputs_.pop(); }

  bool streaming() const { return state_ == State::kStreaming; }
  bool ended() const { return state_ == State::kEnded; }
  const PeerCounters& counters() const { return counters_; }
  const PlayoutBuffer& playout() const { return playout_; }
  const std::string& stream_sid() const { return config_.stream_sid; }
  const std::string& call_sid() const { return config_.call_sid; }
  const std::string& account_sid() const { return config_.account_sid; }

 private:
  enum class State : std::uint8_t { kIdle, kOpening, kStreaming, kEnded };
  struct Scheduled {
    Instant at;
    PeerOutput output;
  };

  /// Plays and sends everything that is due by `now`. Every door begins with it.
  void settle(Instant now);
  void start(Instant now);
  void end(Instant now);
  void play(Instant now);
  void hear_agent(std::span<const std::uint8_t> bytes, Instant at);
  void flush_played();
  void return_mark(PlayoutBuffer::MarkReached& mark);
  void send_frame(Instant now, const Frame& frame);
  void send(Instant at, const twilio::Inbound& message);
  void schedule(Instant at, PeerOutput output);
  void output(PeerOutput output);
  void warn(Instant now, int code, std::string text);
  bool is_ours(Instant now, const Sid& sid, std::string_view event);

  void take(Instant now, const twilio::SendMedia& media);
  void take(Instant now, twilio::SendMark& mark);
  void take(Instant now, const twilio::Clear& clear);
  void take(Instant now, const twilio::Unknown& unknown);
  void take(Instant now, const twilio::Malformed& malformed);

  PeerConfig config_;
  State state_ = State::kIdle;
  Duration start_after_{};
  Instant start_at_ = kNever;
  Random dither_;
  ArrivalJitter jitter_;
  std::optional<Frame> first_frame_;  // heard before `start`; goes out with it
  twilio::Media media_;               // reused for every frame
  std::string text_;                  // of a message while it is written; reused for every one
  TextArena texts_;
  std::int64_t next_sequence_ = 1;
  std::int64_t next_chunk_ = 1;
  std::int64_t next_timestamp_ms_ = 0;
  PlayoutBuffer playout_;
  Played played_;  // the frame now in the caller's ear
  std::size_t played_fill_ = 0;
  Fifo<Scheduled> on_its_way_;
  Fifo<PeerOutput> outputs_;
  std::uint8_t warned_ = 0;  // one bit a code
  PeerCounters counters_;
};

static_assert(Machine<TwilioPeer>);

}  // namespace parley
