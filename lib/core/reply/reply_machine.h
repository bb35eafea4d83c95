// Decides what the agent says and when it must say something: sentences, filler, apology, beep, deadlines. It asks
// providers and hears from them; it never performs a request and never sends audio itself.
//
//   end of utterance        2.5 s              7 s
//   |---- transcribing, replying ----|filler|------|apology, LISTENING
//
// A model that fails before it has said a word, and a synthesiser that fails before a sentence has a sound, are
// asked once more; nothing else is (docs/decisions/0013).
//
// Not here: who has the floor (turn_taker) and what the far end has heard (call/reply_voice).
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/reply/phrases.h"
#include "core/reply/repetition.h"
#include "core/reply/reply_config.h"
#include "core/reply/reply_step.h"
#include "core/reply/reply_stream.h"

namespace parley {

class ReplyMachine {
 public:
  ReplyMachine(const ReplyConfig& config, PhrasesPtr phrases)
      : config_(config), phrases_(std::move(phrases)), per_character_(config.per_character) {}

  /// A turn of the caller's has ended: its deadlines run.
  void begin(Instant now, TurnId turn);
  /// Its words are known.
  void ask(Instant now, const std::string& words, ReplySteps& out);
  /// Says a phrase of our own as this turn's reply.
  void say(Instant now, TurnId turn, PhraseId phrase, ReplySteps& out);
  /// Provider events. What belongs to no reply in the making is late and said so.
  void handle(Instant now, const ProviderEvent& event, ReplySteps& out);
  /// The caller speaks: nothing new may start. What is released goes out at once.
  void hold(Instant now, bool held, ReplySteps& out);
  /// What was given of the answer and has not begun to be sent comes back: it waits for the hold to end.
  void take_back(std::vector<std::uint8_t> answer);
  /// The reply is not wanted any more.
  void cancel(ReplySteps& out);
  /// The call is over: nothing is wanted, nor what was kept to go on with.
  void close(ReplySteps& out);
  /// The reply was interrupted; its stream is kept beside what is asked next. `unheard` is what was queued or sent
  /// and not heard.
  void suspend(std::vector<std::uint8_t> unheard);
  void forget_suspended(ReplySteps& out);
  /// The kept reply goes on as the reply of `turn`.
  void resume(Instant now, TurnId turn, ReplySteps& out);

  void handle_timeout(Instant now, ReplySteps& out);
  Instant next_deadline() const;
  bool has_suspended() const { return suspended_.has_value(); }

 private:
  struct Suspended {
    ReplyStream stream;
    std::vector<std::uint8_t> unheard;
    bool in_making = false;
  };

  void on_text(Instant now, const ReplyText& event, ReplySteps& out);
  void on_audio(Instant now, const SpeechAudio& event, ReplySteps& out);
  void on_failure(Instant now, const ReplyFailed& failed, ReplySteps& out);
  void on_failure(Instant now, const SpeechFailed& failed, ReplySteps& out);
  void on_text_done(Instant now, const ReplyText& event, ReplySteps& out);
  void ask_again(Instant now, ReplySteps& out);
  void say_opener(Instant now, ReplySteps& out);
  /// The answer may be this long; one that ends the call is said whole.
  Duration longest() const { return stream_.ending() ? Duration{} : config_.max_speaking; }
  bool time_to_retry(Instant now) const { return now + config_.retry_after < std::min(give_up_at_, stall_at_); }
  void give_audio(Instant now, ReplySteps& out);
  void give_up(Instant now, ReplySteps& out);
  void lose_voice(ReplySteps& out);
  void play_phrase(PhraseId phrase, ReplySteps& out);
  void finish(ReplyKind kind, ReplyEnding ending, ReplySteps& out);
  void forget_deadlines();
  void finish_answer(std::vector<std::uint8_t> unsaid, ReplySteps& out);

  bool accepts_offer(const std::string& words) const;
  void drop_kept(std::optional<Suspended>& kept, ReplySteps& out);
  void go_on_with(Instant now, TurnId turn, Suspended kept, ReplySteps& out);
  Suspended* kept_for(TurnId provider_turn);
  bool in_making(TurnId turn) const { return active_ && stream_.provider_turn() == turn; }

  ReplyConfig config_;
  PhrasesPtr phrases_;
  bool active_ = false;  // a reply of turn_ is in the making
  bool asked_ = false;
  TurnId turn_;
  ReplyStream stream_;
  Repetition repetition_;
  std::optional<Suspended> suspended_;
  std::optional<Suspended> offered_;  // what was left unsaid for length
  Duration said_{};                   // of the answer so far
  Duration per_character_;
  std::optional<PhraseId> waiting_phrase_;  // to be said when the hold ends
  std::vector<std::uint8_t> returned_;      // of the answer, to be said when the hold ends
  bool returned_whole_ = false;             // nothing comes after it
  bool held_ = false;
  bool any_audio_ = false;
  bool filler_said_ = false;
  Instant filler_at_ = kNever;
  Instant give_up_at_ = kNever;
  Instant stall_at_ = kNever;
  Instant opener_at_ = kNever;
  Instant ask_again_at_ = kNever;
  bool asked_again_ = false;
  std::string words_;      // what was asked
  int apologies_ = 0;      // running
  int empty_replies_ = 0;  // running
};

}  // namespace parley
