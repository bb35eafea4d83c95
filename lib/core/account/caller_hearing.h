// Hears the caller: inbound media to utterances. It has its own detector and does not ask what the agent's made of
// the same audio, since that may be what is broken.
//
// Utterances are kept in media time and mapped to call time when asked for, because the smallest delay is known
// only in the end: a call that begins in a stall would otherwise have its first words in the wrong place.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/account/agent_playout.h"
#include "core/account/call_account.h"
#include "core/account/level_track.h"
#include "core/audio/framer.h"
#include "core/twilio/messages.h"
#include "core/vad/energy_vad.h"
#include "core/vad/noise_floor.h"
#include "core/vad/speech_segmenter.h"

namespace parley {

class CallerHearing {
 public:
  explicit CallerHearing(LevelTrack& levels, const VadConfig& config = {})
      : levels_(levels), floor_(config), segmenter_(config) {}

  /// `agent` tells what of it is his own voice, come back.
  void add(Instant at, const twilio::Media& media, EventIndex event, AgentPlayout& agent);
  /// All so far in call time, the running one included.
  std::vector<Utterance> utterances() const;
  /// Of the second before `at`, how long the line carried what would have been voice but was the agent's own.
  Duration echo_before(Instant at) const;
  /// Pauses of 150 to 900 ms between voice and voice, in call time. The longest in which one may go on.
  std::vector<CallerPause> pauses() const;

 private:
  /// Loudest and quietest frame of a stretch, its first and last two left out: those are attack and decay.
  struct Span {
    int low = 0;
    int high = 0;
    int last[2] = {0, 0};
    std::int64_t frames = 0;

    void add(int level);
    bool steady() const;
  };

  std::int64_t place(Instant at, const twilio::Media& media);
  void hear(const Frame& frame, Instant begin, EventIndex event, AgentPlayout& agent);
  void hear_nothing(std::int64_t from, std::int64_t to, EventIndex event);
  void follow(Instant begin, SpeechProbability probability, int level, EventIndex event);
  void close(const SpeechEnded& ended);
  void pause_before(Instant onset);
  Utterance running() const;
  void keep(std::vector<Utterance>& list, const Utterance& utterance) const;

  LevelTrack& levels_;
  Framer framer_;
  EnergyVad vad_;
  NoiseFloor floor_;
  SpeechSegmenter segmenter_;
  std::int64_t next_ = 0;   // where the next sample is expected, on our continuous media clock
  std::int64_t shift_ = 0;  // added to the sender's clock so that ours never jumps
  Duration delay_{};        // smallest seen: call time minus media time
  bool began_ = false;
  Utterance open_;  // while the segmenter says speech
  Span span_;
  EventIndex recent_[3] = {kNoEvent, kNoEvent, kNoEvent};
  int recent_levels_[3] = {0, 0, 0};
  std::vector<Utterance> closed_;     // in media time
  std::vector<CallerPause> pauses_;   // in media time
  Instant voice_ended_ = kNever;      // of the last stretch, in media time
  std::array<Instant, 50> echoes_{};  // ends of the last frames that were echo
  std::size_t next_echo_ = 0;
};

}  // namespace parley
