#include "core/turn/turn_taker.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"

namespace parley {

// ---- the table ----------------------------------------------------------------------------------------------

bool transition_allowed(TurnState from, TurnState to) {
  switch (from) {
    case TurnState::kListening:
      return to == TurnState::kProcessing || to == TurnState::kEnded;
    case TurnState::kProcessing:
      return to != TurnState::kProcessing;
    case TurnState::kSpeaking:
      return to == TurnState::kListening || to == TurnState::kEnded;
    case TurnState::kEnded:
      return false;
  }
  return false;
}

void TurnTaker::enter(Instant now, TurnState to, TurnPhase phase, TurnReason reason, Instant since,
                      TurnDecisions& out) {
  PARLEY_CHECK(transition_allowed(state_, to));
  EnterState change{state_, to, phase, reason, turn_, since};
  if (to == TurnState::kProcessing && !unasked_) {
    change.silence = std::max(Duration{}, heard_until_ - last_voiced_);
    change.utterance = std::max(Duration{}, heard_until_ - turn_begin_);
    change.text_complete = text_complete_;
  }
  state_ = to;
  phase_ = phase;
  if (to == TurnState::kListening) {
    listening_since_ = now;
    overlong_ = false;
  }
  out.push_back(change);
}

void TurnTaker::set_phase(TurnPhase phase, TurnDecisions& out) {
  if (phase == phase_) return;
  phase_ = phase;
  out.push_back(EnterPhase{state_, phase});
}

TurnPhase TurnTaker::listening_phase() const {
  if (!utterance_) return TurnPhase::kIdle;
  return voiced_now_ ? TurnPhase::kCallerSpeaking : TurnPhase::kEndpointing;
}

/// Back to LISTENING. The caller's utterance goes on if there is one; the turn that was is over.
void TurnTaker::give_floor(Instant now, TurnReason reason, Instant since, TurnDecisions& out) {
  Instant running = utterance_ ? utterance_->onset : kNever;
  if (said_in_reply_) running = std::min(running, said_in_reply_->begin);
  text_.finish_turn(running);
  turn_voiced_ = Duration{};
  turn_begin_ = utterance_ ? utterance_->onset : now;
  return_to_listening(now, reason, since, out);
}

/// ... or what was said before is part of what is being said now.
void TurnTaker::return_to_listening(Instant now, TurnReason reason, Instant since, TurnDecisions& out) {
  final_deadline_ = kNever;
  resume_at_ = kNever;
  awaiting_second_ = false;
  release_hold(out);
  unasked_ = false;
  text_given_ = false;
  resumed_ = false;
  said_in_reply_.reset();
  enter(now, TurnState::kListening, listening_phase(), reason, since, out);
}

/// A turn of the caller's goes into PROCESSING under its own id.
void TurnTaker::begin_turn(Instant now, TurnReason reason, Instant since, TurnDecisions& out) {
  turn_ = TurnId{next_turn_++};
  turn_ended_ = now;
  unasked_ = false;
  loose_words_ = false;
  enter(now, TurnState::kProcessing, TurnPhase::kTranscribing, reason, since, out);
  overlong_ = heard_until_ - turn_begin_ >= config_.max_caller;
  out.push_back(BeginTurn{turn_, now});
}

/// SPEAKING is not entered while the caller is voiced or dials.
void TurnTaker::hold_if_caller_acts(TurnDecisions& out) {
  if ((utterance_ || !digits_.empty()) && !held_) out.push_back(HoldReply{held_ = true});
}

// ---- the caller's voice -------------------------------------------------------------------------------------

void TurnTaker::hear(Instant now, const CallerAudio& audio, const ReplyOutlook& reply, TurnDecisions& out) {
  if (state_ == TurnState::kEnded) return;
  heard_until_ = audio.heard_until;
  if (audio.started || audio.ended) overtalked_ = false;
  // The tone of a key is no voice.
  const bool tone = last_digit_ != kNever && now - last_digit_ <= kDigitShadow;
  if (audio.started && !tone) open_utterance(audio.onset, out);
  follow(audio);
  if (state_ == TurnState::kProcessing && overlong_) answer_at_breath(out);
  if (!utterance_) {
    answer_loose_words(now, out);
    return;
  }

  if (state_ == TurnState::kSpeaking) {
    const bool after_end = utterance_->onset >= reply.audible_end;
    if (audio.started && after_end && !utterance_->interrupts) {
      give_floor(now, TurnReason::kTailSpeech, utterance_->onset, out);
    } else if (audio.started) {
      set_phase(TurnPhase::kOverlap, out);
    } else if (audio.ended) {
      set_phase(TurnPhase::kPlaying, out);
    }
  } else if (state_ == TurnState::kListening) {
    set_phase(listening_phase(), out);
  }
  consider_end(now, audio.heard_until, out);
}

void TurnTaker::follow(const CallerAudio& audio) {
  voiced_now_ = audio.speaking;
  voice_level_ = audio.voice_level;
  silence_level_ = audio.silence_level;
  if (!utterance_) return;
  if (audio.speaking) {
    utterance_->running = audio.voiced;
    utterance_->last_voiced = std::max(utterance_->last_voiced, audio.last_voiced);
  } else if (audio.ended) {
    utterance_->voiced += audio.voiced;
    utterance_->running = Duration{};
    utterance_->last_voiced = std::max(utterance_->last_voiced, audio.last_voiced);
  }
  last_voiced_ = utterance_->last_voiced;
}

void TurnTaker::open_utterance(Instant onset, TurnDecisions& out) {
  if (!utterance_) {
    utterance_ = Utterance{onset, onset, onset, {}, {}, false};
    out.push_back(OpenSegment{segment_range(onset).begin});
  }
  if (state_ == TurnState::kListening && text_.segments() == 0) turn_begin_ = utterance_->onset;
  const bool waits = !overlong_ || !grace_is_over();
  if (state_ == TurnState::kProcessing && !held_ && waits) out.push_back(HoldReply{held_ = true});
}

/// Past the limit of a turn its answer does not wait for words or for an end, only for 60 ms without voice; in the
/// end not even for these. Whoever is still speaking then takes the floor with a new onset only.
void TurnTaker::answer_at_breath(TurnDecisions& out) {
  if (!held_ || !digits_.empty() || (voiced_now_ && !grace_is_over())) return;
  overtalked_ = voiced_now_;
  release_hold(out);
}

void TurnTaker::consider_end(Instant now, Instant heard_until, TurnDecisions& out) {
  if (!utterance_) return;
  const EndpointConfig& endpoint = config_.endpoint;
  const Duration silence = heard_until - utterance_->last_voiced;
  const bool listening = state_ == TurnState::kListening;
  // In PROCESSING the turn before is over; a voice that does not end holds its answer, but not for ever.
  const Instant begin = listening ? std::min(turn_begin_, utterance_->onset) : utterance_->onset;
  const Duration length = heard_until - begin;
  if (state_ != TurnState::kSpeaking && length >= config_.max_caller &&
      (!voiced_now_ || length >= config_.max_caller + kLastGrace)) {
    end_utterance(now, heard_until, TurnReason::kMaxUtterance, out);
    return;
  }
  if (listening && !voiced_now_ && end_early(now, heard_until, out)) return;
  if (!voiced_now_ && silence >= endpoint.silence && heard_until - utterance_->onset >= endpoint.min_utterance) {
    end_utterance(now, heard_until, TurnReason::kEndOfUtterance, out);
    return;
  }
  if (state_ != TurnState::kSpeaking && voiced_now_ &&
      heard_until - utterance_->segment_begin >= endpoint.max_utterance) {
    force_segment(now, out);
  }
}

/// The words are complete and the voice has fallen: no need to wait for the whole silence.
bool TurnTaker::end_early(Instant now, Instant heard_until, TurnDecisions& out) {
  const EndpointConfig& endpoint = config_.endpoint;
  if (endpoint.drop == EarlyEnd::kOff || !level_fell()) return false;
  if (heard_until - utterance_->last_voiced < endpoint.drop_silence ||
      heard_until - utterance_->onset < endpoint.min_utterance) {
    return false;
  }
  const bool phrase = text_.phrase_complete(now, utterance_->onset, utterance_->last_voiced);
  if (!phrase && endpoint.drop != EarlyEnd::kAlways &&
      !text_.sentence_complete(now, utterance_->onset, utterance_->last_voiced)) {
    return false;
  }
  text_.settle_partial(segment_range(heard_until));
  text_complete_ = phrase;
  if (phrase) early_until_ = utterance_->last_voiced + endpoint.silence;
  end_utterance(now, heard_until, TurnReason::kEndOfUtterance, out);
  text_complete_ = false;
  return true;
}

/// Where nobody measured a level, it fell.
bool TurnTaker::level_fell() const {
  return silence_level_ * 100 <= voice_level_ * config_.endpoint.drop_ratio_percent;
}

void TurnTaker::withdraw_voice(TurnDecisions& out) {
  voiced_now_ = false;
  if (!utterance_) return;
  // Only wordless sound is noise, and what was said before it began stays said.
  const bool words = text_.has_words_after(utterance_->onset);
  if (utterance_->voiced > Duration{} || words) {
    const Duration stretch = std::exchange(utterance_->running, Duration{});
    if (words) utterance_->voiced += stretch;
    if (state_ == TurnState::kListening) set_phase(listening_phase(), out);
    if (state_ == TurnState::kSpeaking) set_phase(TurnPhase::kPlaying, out);
    return;
  }
  drop_utterance(out);
}

/// The running utterance was noise.
void TurnTaker::drop_utterance(TurnDecisions& out) {
  out.push_back(DropNoise{utterance_->total()});
  // What interrupted us was noise: the reply goes on, under a turn of its own.
  if (suspended_ && utterance_->interrupts) resume_at_ = heard_until_ + resume_delay();
  // Where it was taken for the caller's going on, what he had said before it has lost its answer and gets it now.
  const bool took_answer = utterance_->interrupts && !suspended_ && state_ == TurnState::kListening;
  if (took_answer && text_.any_words()) loose_words_ = true;
  utterance_.reset();
  if (state_ == TurnState::kListening) set_phase(TurnPhase::kIdle, out);
  if (state_ == TurnState::kSpeaking) set_phase(TurnPhase::kPlaying, out);
  if (!awaiting_second_ && digits_.empty()) release_hold(out);
}

void TurnTaker::line_silent(Instant now, TurnDecisions& out) {
  if (!utterance_ || state_ == TurnState::kEnded) return;
  utterance_->voiced += utterance_->running;
  utterance_->running = Duration{};
  voiced_now_ = false;
  heard_until_ = now;
  end_utterance(now, now, TurnReason::kEndOfUtterance, out);
}

TimeRange TurnTaker::segment_range(Instant heard_until) const {
  const Instant begin = utterance_->segment_begin == utterance_->onset
                            ? std::max(segment_end_, utterance_->onset - config_.endpoint.preroll)
                            : utterance_->segment_begin;
  return {begin, heard_until};
}

void TurnTaker::close_segment(TurnId turn, TimeRange range, bool forced, TurnDecisions& out) {
  // No audio goes into two segments: the second final would be taken for a repetition of the first.
  segment_end_ = std::max(segment_end_, range.end);
  out.push_back(CloseSegment{turn, range, forced});
}

void TurnTaker::force_segment(Instant now, TurnDecisions& out) {
  static_cast<void>(now);
  const TimeRange range = segment_range(heard_until_);
  text_.close_segment(range, range.end);
  close_segment(state_ == TurnState::kProcessing ? turn_ : TurnId{next_turn_}, range, true, out);
  utterance_->segment_begin = heard_until_;
  out.push_back(OpenSegment{heard_until_});
}

/// The caller's voice has been silent long enough. What that means depends on who has the floor.
void TurnTaker::end_utterance(Instant now, Instant heard_until, TurnReason reason, TurnDecisions& out) {
  // In PROCESSING there are the words of the turn that is being answered; they say nothing of this voice.
  const bool more_to_it = state_ == TurnState::kProcessing
                              ? utterance_->forced() || text_.has_words_after(utterance_->onset)
                              : text_.segments() > 0 || text_.any_words();
  const bool noise = utterance_->total() < config_.endpoint.min_voiced && !more_to_it;
  if (state_ == TurnState::kSpeaking && resumed_ && utterance_->total() >= config_.endpoint.min_voiced) {
    ask_about_voice_in_reply(heard_until, out);
    return;
  }
  if (noise || (state_ == TurnState::kSpeaking && !utterance_->interrupts)) {
    // Too short to be words, or too short to take the floor while we spoke.
    drop_utterance(out);
    return;
  }
  if (state_ == TurnState::kListening) {
    end_turn(now, heard_until, reason, out);
  } else if (state_ == TurnState::kProcessing) {
    end_second_utterance(now, out);
  }
}

void TurnTaker::end_turn(Instant now, Instant heard_until, TurnReason reason, TurnDecisions& out) {
  turn_voiced_ += utterance_->total();
  resume_at_ = kNever;  // this utterance's words decide whether a suspended reply goes on
  const TimeRange range = segment_range(heard_until);
  const Instant since = utterance_->last_voiced + config_.endpoint.silence;
  overtalked_ = voiced_now_;
  text_.close_segment(range, utterance_->last_voiced);
  utterance_.reset();
  begin_turn(now, reason, std::min(since, now), out);
  close_segment(turn_, range, false, out);
  hold_if_caller_acts(out);  // a number joins when it is complete
  final_deadline_ = now + config_.final_timeout;
  // A reply that is kept goes on at the latest then, words or not.
  if (suspended_) final_deadline_ = std::clamp(last_voiced_ + config_.resume_after, now, final_deadline_);
  consider_text(now, false, out);
}

/// The caller said something while a reply was in the making; its words decide whether it joins the turn.
void TurnTaker::end_second_utterance(Instant now, TurnDecisions& out) {
  const TimeRange range = segment_range(heard_until_);
  if (overlong_) {  // it joins nothing, but what was said is on record
    close_segment(turn_, range, false, out);
    utterance_.reset();
    return;
  }
  turn_voiced_ += utterance_->total();
  text_.close_segment(range, utterance_->last_voiced);
  // Of several utterances the words of the first are still awaited: they join as well.
  if (!awaiting_second_) second_onset_ = utterance_->onset;
  overtalked_ = voiced_now_;
  utterance_.reset();
  awaiting_second_ = true;
  close_segment(turn_, range, false, out);
  final_deadline_ = now + config_.final_timeout;
  if (text_.complete()) consider_text(now, false, out);
}

/// A resumed reply yields to words, and the recogniser may say them only now that the voice has ended.
void TurnTaker::ask_about_voice_in_reply(Instant heard_until, TurnDecisions& out) {
  const TimeRange range = segment_range(heard_until);
  close_segment(TurnId{next_turn_}, range, false, out);
  said_in_reply_ = TimeRange{said_in_reply_ ? said_in_reply_->begin : utterance_->onset, range.end};
  utterance_.reset();
  set_phase(TurnPhase::kPlaying, out);
}

// ---- barge-in -----------------------------------------------------------------------------------------------

void TurnTaker::voice_insists(Instant now, Instant onset, const ReplyOutlook& reply, TurnDecisions& out) {
  if (state_ != TurnState::kSpeaking || !config_.barge_in || resumed_ || overtalked_) return;
  if (!utterance_) open_utterance(onset, out);
  if (reply.audible_end != kNever && reply.audible_end - now < config_.tail) {
    give_floor(now, TurnReason::kTailSpeech, onset, out);
    return;
  }
  utterance_->interrupts = true;
  // After an end taken early it goes on: we answered into it, and it is answered anew as a whole.
  const bool goes_on = !unasked_ && onset < early_until_;
  suspended_ = config_.resume_after > Duration{} && !unasked_ && !goes_on;
  out.push_back(InterruptReply{turn_, onset, suspended_});
  if (goes_on) return return_to_listening(now, TurnReason::kBargeIn, onset, out);
  give_floor(now, TurnReason::kBargeIn, onset, out);
}

// ---- the reply ----------------------------------------------------------------------------------------------

std::optional<TurnId> TurnTaker::open_turn(Instant now, TurnReason reason, TurnDecisions& out) {
  if (state_ != TurnState::kListening) return std::nullopt;
  forget_suspended(out);  // a farewell comes before what was left unsaid
  turn_ = reason == TurnReason::kGreeting ? kGreetingTurn : TurnId{next_turn_++};
  unasked_ = true;
  turn_ended_ = now;
  enter(now, TurnState::kProcessing, TurnPhase::kReplying, reason, now, out);
  if ((voiced_now_ || !digits_.empty()) && !held_) out.push_back(HoldReply{held_ = true});
  return turn_;
}

void TurnTaker::filler_started(TurnDecisions& out) {
  if (state_ == TurnState::kProcessing) set_phase(TurnPhase::kFiller, out);
}

void TurnTaker::reply_written(Instant now, TurnDecisions& out) {
  if (state_ != TurnState::kProcessing) return;
  release_hold(out);  // the voice began while the frame was on its way out: it is an overlap now
  if (resume_at_ != kNever) forget_suspended(out);  // something else is being said instead
  final_deadline_ = kNever;
  enter(now, TurnState::kSpeaking, TurnPhase::kPlaying, TurnReason::kFirstAudio, now, out);
  if (digits_.empty()) return;
  // A key was pressed while the frame was on its way out: it interrupts now.
  out.push_back(InterruptReply{turn_, last_digit_, false});
  give_floor(now, TurnReason::kDtmf, now, out);
}

void TurnTaker::reply_sent(TurnDecisions& out) {
  if (state_ == TurnState::kSpeaking && phase_ == TurnPhase::kPlaying) set_phase(TurnPhase::kDraining, out);
}

void TurnTaker::reply_played(Instant now, TurnReason reason, TurnDecisions& out) {
  if (state_ == TurnState::kSpeaking) give_floor(now, reason, now, out);
}

void TurnTaker::reply_empty(Instant now, TurnReason reason, TurnDecisions& out) {
  if (state_ == TurnState::kProcessing) give_floor(now, reason, now, out);
}

// ---- time ---------------------------------------------------------------------------------------------------

void TurnTaker::hang_up(Instant now, TurnDecisions& out) {
  if (state_ == TurnState::kEnded) return;
  flushed_turn_ = state_ == TurnState::kProcessing ? turn_ : TurnId{next_turn_};
  // While we speak, the words that are known have their answer.
  if (state_ == TurnState::kSpeaking) {
    Instant open = utterance_ ? utterance_->onset : kNever;
    if (said_in_reply_) open = std::min(open, said_in_reply_->begin);
    text_.finish_turn(open);
    if (said_in_reply_) text_.close_segment(*said_in_reply_);
  }
  if (utterance_ && (utterance_->total() >= config_.endpoint.min_voiced || text_.any_words())) {
    const TimeRange range = segment_range(heard_until_);
    text_.close_segment(range, utterance_->last_voiced);
    close_segment(flushed_turn_, range, false, out);
  }
  if (!digits_.empty()) text_.add_final({now, now}, "dtmf:" + digits_);
  utterance_.reset();
  voiced_now_ = false;
  digits_.clear();
  digits_until_ = kNever;
  final_deadline_ = kNever;
  resume_at_ = kNever;
  enter(now, TurnState::kEnded, TurnPhase::kNone, TurnReason::kHangUp, now, out);
  if (text_.complete()) {
    tell_unanswered(out);
  } else {
    final_deadline_ = now + kFlush;
  }
}

void TurnTaker::tell_unanswered(TurnDecisions& out) {
  final_deadline_ = kNever;
  std::string words = text_.text(true);
  if (!words.empty()) out.push_back(Unanswered{flushed_turn_, std::move(words)});
}

void TurnTaker::handle_timeout(Instant now, TurnDecisions& out) {
  if (state_ == TurnState::kEnded) {
    if (final_deadline_ <= now) tell_unanswered(out);
    return;
  }
  if (digits_until_ <= now) end_digits(now, out);
  if (state_ == TurnState::kListening && resume_deadline() <= now) {
    turn_ = TurnId{next_turn_++};
    turn_ended_ = now;
    enter(now, TurnState::kProcessing, TurnPhase::kReplying, TurnReason::kResume, now, out);
  }
  if (state_ != TurnState::kProcessing) return;
  if (resume_deadline() <= now) {
    resume_at_ = kNever;
    suspended_ = false;
    resumed_ = true;
    text_given_ = true;
    out.push_back(ResumeReply{turn_});
    set_phase(TurnPhase::kReplying, out);
  }
  if (final_deadline_ <= now) {
    final_deadline_ = kNever;
    out.push_back(Overdue{turn_, "final"});
    consider_text(now, true, out);
  }
}

Instant TurnTaker::next_deadline() const {
  return std::min({final_deadline_, digits_until_, resume_deadline()});
}

void TurnTaker::forget_suspended(TurnDecisions& out) {
  resume_at_ = kNever;
  if (!suspended_) return;
  suspended_ = false;
  out.push_back(ForgetSuspended{});
}

/// A voice that is running puts the resumption off; its end brings it back.
Instant TurnTaker::resume_deadline() const {
  return voiced_now_ || utterance_ ? kNever : resume_at_;
}

}  // namespace parley
