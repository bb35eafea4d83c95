// Who has the floor. All state logic of a call is in this machine and nowhere else.
//
//   LISTENING  -> PROCESSING   the caller's utterance has ended, or there is something to say unasked
//   PROCESSING -> SPEAKING     the first audio of the reply was written
//   PROCESSING -> LISTENING    no words, joined, nothing to say, gave up
//   SPEAKING   -> LISTENING    played, mark overdue, barge-in, the caller spoke into the tail
//   any        -> ENDED        hang-up
//
// Two rules carry the whole. The caller's utterance is followed in every state, so no word is lost for being said
// at the wrong time; what the state decides is only what its end means. And every wait has a deadline: nothing is
// ever awaited without one.
//
// It knows nothing of audio or of Twilio. It hears facts (the caller spoke until then, these words were said, the
// reply was played) and returns decisions, which its owner carries out in order.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/turn/turn_config.h"
#include "core/turn/turn_decision.h"

namespace parley {

/// One more stretch of caller audio as the segmenter saw it, in call time as heard.
struct CallerAudio {
  Instant heard_until;               // end of the newest frame
  bool speaking = false;             // the segmenter believes that the caller speaks
  bool started = false;              // ... since this frame
  bool ended = false;                // ... no longer, since this frame
  Instant onset = kCallStart;        // of the running stretch
  Instant last_voiced = kCallStart;  // end of its last voiced frame
  Duration voiced{};                 // voiced audio of the running stretch
  int voice_level = 0;               // mean level of the newest stretch's voiced frames
  int silence_level = 0;             // ... and of the frames since
};

/// How much of a reply is still to be heard, from the believed playout.
struct ReplyOutlook {
  Instant audible_end = kCallStart;  // when its last audible block will have been heard; kNever if unknown
};

class TurnTaker {
 public:
  explicit TurnTaker(const TurnConfig& config) : config_(config) {}

  // ---- facts about the caller
  void hear(Instant now, const CallerAudio& audio, const ReplyOutlook& reply, TurnDecisions& out);
  /// No frame has come for so long that the line itself is the silence.
  void line_silent(Instant now, TurnDecisions& out);
  /// The voice has lasted long enough over the barge-in threshold.
  void voice_insists(Instant now, Instant onset, const ReplyOutlook& reply, TurnDecisions& out);
  void partial(Instant now, const WordsSoFar& words, TurnDecisions& out);
  void final_words(Instant now, TimeRange range, std::string_view text, TurnDecisions& out);
  /// A key of the telephone. Digits are collected until '#' or a pause and make a turn "dtmf:123".
  void digit(Instant now, char key, TurnDecisions& out);
  /// The recogniser has failed and said nothing since: that its words do not come is then no reason to wait.
  void recognizer_deaf(bool deaf) { deaf_ = deaf; }
  /// What was taken for voice is not (a steady noise): the running utterance is withdrawn.
  void withdraw_voice(TurnDecisions& out);

  // ---- facts about the reply
  /// There is something to say unasked (greeting, idle prompt): PROCESSING under a turn of its own, or nothing if
  /// the floor is not free.
  std::optional<TurnId> open_turn(Instant now, TurnReason reason, TurnDecisions& out);
  void filler_started(TurnDecisions& out);
  void reply_written(Instant now, TurnDecisions& out);  // first frame of the reply's audio
  void reply_sent(TurnDecisions& out);                  // last frame and mark
  void reply_played(Instant now, TurnReason reason, TurnDecisions& out);
  void reply_empty(Instant now, TurnReason reason, TurnDecisions& out);  // PROCESSING ends without audio

  /// Voice that was still open is flushed to the recogniser; its words are awaited for two seconds, and what the
  /// call leaves without an answer is told once.
  void hang_up(Instant now, TurnDecisions& out);
  bool awaits_last_words() const { return state_ == TurnState::kEnded && final_deadline_ != kNever; }
  void handle_timeout(Instant now, TurnDecisions& out);
  Instant next_deadline() const;

  TurnState state() const { return state_; }
  TurnPhase phase() const { return phase_; }
  TurnId turn() const { return turn_; }
  /// A reply that was interrupted goes on soon.
  bool resumes() const { return suspended_ && resume_at_ != kNever; }
  bool utterance_open() const { return utterance_.has_value(); }

 private:
  struct Utterance {
    Instant onset;
    Instant segment_begin;
    Instant last_voiced;
    Duration voiced{};        // of finished stretches
    Duration running{};       // of the stretch still running
    bool interrupts = false;  // it is what suspended a reply
    Duration total() const { return voiced + running; }
    bool forced() const { return segment_begin > onset; }  // an earlier segment of it was closed
  };

  // An onset this close to a key is the key's own tone (SPEC 1.2).
  static constexpr Duration kDigitShadow = millis(150);
  // Past the limit of the caller's turn a voice that never pauses is answered after this much longer (SPEC 1.1).
  static constexpr Duration kLastGrace = seconds(5);
  static constexpr Duration kFlush = seconds(2);

  void follow(const CallerAudio& audio);
  void open_utterance(Instant onset, TurnDecisions& out);
  void consider_end(Instant now, Instant heard_until, TurnDecisions& out);
  void end_utterance(Instant now, Instant heard_until, TurnReason reason, TurnDecisions& out);
  void drop_utterance(TurnDecisions& out);
  void force_segment(Instant now, TurnDecisions& out);
  void end_turn(Instant now, Instant heard_until, TurnReason reason, TurnDecisions& out);
  void end_second_utterance(Instant now, TurnDecisions& out);
  void ask_about_voice_in_reply(Instant heard_until, TurnDecisions& out);
  void begin_turn(Instant now, TurnReason reason, Instant since, TurnDecisions& out);
  void hold_if_caller_acts(TurnDecisions& out);
  bool grace_is_over() const { return heard_until_ - turn_begin_ >= config_.max_caller + kLastGrace; }
  void answer_at_breath(TurnDecisions& out);
  enum class Then : std::uint8_t { kListen, kProcess };
  void join(Instant now, Then then, TurnDecisions& out);
  void loose_words(Instant now, TimeRange range, std::string_view text, TurnDecisions& out);
  void answer_loose_words(Instant now, TurnDecisions& out);
  void tell_unanswered(TurnDecisions& out);
  void end_digits(Instant now, TurnDecisions& out);
  bool end_early(Instant now, Instant heard_until, TurnDecisions& out);
  bool level_fell() const;
  Instant resume_deadline() const;
  Duration resume_delay() const { return std::min(config_.resume_delay, config_.resume_after); }
  void consider_text(Instant now, bool deadline_passed, TurnDecisions& out);
  bool settle_second(Instant now, TurnDecisions& out);
  void give_text(Instant now, std::string words, TurnDecisions& out);
  void no_words(Instant now, TurnDecisions& out);
  void forget_suspended(TurnDecisions& out);
  void release_hold(TurnDecisions& out);
  void heard_words(Instant now, std::string_view text, TurnDecisions& out);
  void give_floor(Instant now, TurnReason reason, Instant since, TurnDecisions& out);
  void return_to_listening(Instant now, TurnReason reason, Instant since, TurnDecisions& out);
  void enter(Instant now, TurnState to, TurnPhase phase, TurnReason reason, Instant since, TurnDecisions& out);
  void set_phase(TurnPhase phase, TurnDecisions& out);
  TurnPhase listening_phase() const;
  TimeRange segment_range(Instant heard_until) const;
  void close_segment(TurnId turn, TimeRange range, bool forced, TurnDecisions& out);
  bool is_backchannel(std::string_view text) const;

  TurnConfig config_;
  TurnState state_ = TurnState::kListening;
  TurnPhase phase_ = TurnPhase::kIdle;
  TurnId turn_ = kNoTurn;
  std::int32_t next_turn_ = 1;

  std::optional<Utterance> utterance_;
  bool voiced_now_ = false;
  int voice_level_ = 0;
  int silence_level_ = 0;
  bool deaf_ = false;
  bool overtalked_ = false;  // a voice past its limit: only a new onset takes the floor
  std::string digits_;
  Instant first_digit_ = kCallStart;
  Instant digits_until_ = kNever;
  Instant last_digit_ = kNever;
  Instant last_voiced_ = kCallStart;
  Instant heard_until_ = kCallStart;
  Instant segment_end_ = kCallStart;  // of the newest segment that was closed

  Instant listening_since_ = kCallStart;
  bool loose_words_ = false;  // words came that no utterance holds
  // Voice said into a resumed reply, whose words alone can interrupt it and may come after the voice.
  std::optional<TimeRange> said_in_reply_;
  TurnId flushed_turn_;  // whose words were open at the end of the call

  TurnText text_;
  Duration turn_voiced_{};            // voiced audio of the turn, joins included
  Instant turn_begin_ = kCallStart;   // onset of its first utterance
  Instant turn_ended_ = kCallStart;   // when its end was decided
  bool text_complete_ = false;        // the running utterance ends for its words, before its whole silence
  Instant early_until_ = kCallStart;  // ... and until then a voice is the same utterance, whatever we do meanwhile
  bool overlong_ = false;             // the caller's turn is past its limit: nothing joins it any more
  bool text_given_ = false;
  bool held_ = false;             // the reply waits for the caller
  bool awaiting_second_ = false;  // words of an utterance said in PROCESSING are awaited
  Instant second_onset_ = kCallStart;
  bool unasked_ = false;    // this turn is the agent's own (greeting, prompt)
  bool suspended_ = false;  // a reply is kept that may go on
  bool resumed_ = false;    // the running reply is such a one: it yields to words only
  int not_caught_ = 0;
  Instant final_deadline_ = kNever;
  Instant resume_at_ = kNever;
};

/// The table: may the floor move so? Everything else is a bug of ours.
bool transition_allowed(TurnState from, TurnState to);

}  // namespace parley
