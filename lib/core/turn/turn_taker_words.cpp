// The turn taker's dealings with words and keys: when a turn's text is known, what joins it, what interrupts.
#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <utility>

#include "core/turn/turn_taker.h"

namespace parley {
namespace {

// Longer than any telephone or card number.
constexpr std::size_t kMaxDigits = 64;

}  // namespace

// ---- words --------------------------------------------------------------------------------------------------

bool TurnTaker::is_backchannel(std::string_view text) const {
  std::string plain;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte) != 0 || c == ' ' || c == '-') {
      plain += static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte);
    }
  }
  return std::find(config_.backchannels.begin(), config_.backchannels.end(), plain) != config_.backchannels.end();
}

/// Words have been said, final or not: they cancel a suspended reply, interrupt a resumed one, join a turn.
void TurnTaker::heard_words(Instant now, std::string_view text, TurnDecisions& out) {
  if (text.empty() || is_backchannel(text)) return;
  if (suspended_) forget_suspended(out);
  if (state_ == TurnState::kSpeaking && resumed_ && utterance_) {
    utterance_->interrupts = true;
    out.push_back(InterruptReply{turn_, utterance_->onset, false});
    give_floor(now, TurnReason::kBargeIn, utterance_->onset, out);
  } else if (state_ == TurnState::kProcessing && utterance_ && !overlong_) {
    join(now, Then::kListen, out);
  }
}

void TurnTaker::partial(Instant now, const WordsSoFar& words, TurnDecisions& out) {
  if (state_ == TurnState::kEnded && !awaits_last_words()) return;
  text_.set_partial(now, words.range, words.text, words.complete);
  const bool of_running = utterance_ && words.range.end > utterance_->onset;
  if (of_running) heard_words(now, text_.partial(), out);
}

void TurnTaker::final_words(Instant now, TimeRange range, std::string_view text, TurnDecisions& out) {
  if (state_ == TurnState::kEnded && !awaits_last_words()) return;
  const bool new_range = !text_.in_segments(range);
  if (text_.add_final(range, text) == TurnText::Verdict::kDuplicate) {
    out.push_back(DropDuplicate{range, std::string(text)});
    return;
  }
  if (state_ == TurnState::kEnded) {
    if (text_.complete()) tell_unanswered(out);
    return;
  }
  const bool of_running = utterance_ && range.end > utterance_->onset;
  if (of_running) heard_words(now, text, out);
  if (new_range && !of_running) loose_words(now, range, text, out);
  if (state_ == TurnState::kProcessing) consider_text(now, false, out);
  // A forced segment of which the recogniser *said* that it was empty: the line itself is that loud. What it says
  // unasked of the silence before a voice is no such thing.
  if (!of_running || !utterance_ || !utterance_->forced() || !text.empty()) return;
  const bool listening = state_ == TurnState::kListening;
  if (listening ? text_.any_words() : text_.has_words_after(utterance_->onset)) return;
  out.push_back(LineIsNoise{});
  if (listening) text_.finish_turn(kNever);
  voiced_now_ = false;
  drop_utterance(out);
}

/// Final words of audio in which we heard no utterance, or no longer: too quiet for us, or late. They begin a turn
/// or join the one that is in the making. What reaches into our own speaking for the larger part may be our echo.
void TurnTaker::loose_words(Instant now, TimeRange range, std::string_view text, TurnDecisions& out) {
  if (text.empty()) return;
  const Instant middle = range.begin + range.length() / 2;
  const bool in_reply = said_in_reply_ && said_in_reply_->overlap(range) > Duration{};
  if (state_ == TurnState::kSpeaking && resumed_ && in_reply && !is_backchannel(text)) {
    out.push_back(InterruptReply{turn_, said_in_reply_->begin, false});
    give_floor(now, TurnReason::kBargeIn, range.begin, out);
    loose_words_ = true;
  } else if (state_ == TurnState::kListening && middle >= listening_since_) {
    heard_words(now, text, out);
    loose_words_ = !suspended_;
  } else if (state_ == TurnState::kProcessing && (text_given_ || unasked_) && middle >= turn_begin_ && !overlong_) {
    if (unasked_) turn_begin_ = std::min(range.begin, now);
    join(now, utterance_ ? Then::kListen : Then::kProcess, out);
    return;
  }
  if (loose_words_ && !utterance_) {
    turn_begin_ = std::min(range.begin, now);
    last_voiced_ = std::min(range.end, now);
  }
  answer_loose_words(now, out);
}

void TurnTaker::answer_loose_words(Instant now, TurnDecisions& out) {
  if (!loose_words_ || utterance_ || state_ != TurnState::kListening) return;
  loose_words_ = false;
  if (!text_.any_words()) return;
  resume_at_ = kNever;
  begin_turn(now, TurnReason::kEndOfUtterance, now, out);
  hold_if_caller_acts(out);
  if (!text_.complete()) final_deadline_ = now + config_.final_timeout;
  consider_text(now, false, out);
}

// ---- keys ---------------------------------------------------------------------------------------------------

void TurnTaker::digit(Instant now, char key, TurnDecisions& out) {
  if (state_ == TurnState::kEnded) return;
  if (utterance_ && now - utterance_->onset <= kDigitShadow) withdraw_voice(out);
  last_digit_ = now;
  if (digits_.empty()) first_digit_ = now;
  if (digits_.size() < kMaxDigits) digits_ += key;
  digits_until_ = now + config_.digit_gap;
  if (suspended_) forget_suspended(out);
  if (state_ == TurnState::kSpeaking) {
    out.push_back(InterruptReply{turn_, now, false});
    give_floor(now, TurnReason::kDtmf, now, out);
  } else if (state_ == TurnState::kProcessing && !held_) {
    out.push_back(HoldReply{held_ = true});
  }
  if (key == '#') end_digits(now, out);
}

/// The number is complete: it is a turn, or the end of the turn that is in the making.
void TurnTaker::end_digits(Instant now, TurnDecisions& out) {
  std::string keys = std::exchange(digits_, {});
  digits_until_ = kNever;
  if (keys.size() > 1 && keys.back() == '#') keys.pop_back();
  if (state_ == TurnState::kSpeaking) {
    // A frame was on its way out when the keys came, so the reply has begun after all.
    out.push_back(InterruptReply{turn_, now, false});
    give_floor(now, TurnReason::kDtmf, now, out);
  }
  // A voice that is running goes on, and the number is none of its words.
  const Instant at = utterance_ ? std::min(first_digit_, utterance_->onset) : first_digit_;
  text_.add_final({at, at}, "dtmf:" + keys);
  if (state_ == TurnState::kProcessing) {
    join(now, Then::kProcess, out);
    return;
  }
  if (text_.segments() == 0) turn_begin_ = at;
  begin_turn(now, TurnReason::kDtmf, now, out);
  hold_if_caller_acts(out);
  if (!text_.complete()) final_deadline_ = now + config_.final_timeout;
  consider_text(now, false, out);
}

/// In PROCESSING: are the words of the turn known, and what follows from them?
void TurnTaker::consider_text(Instant now, bool deadline_passed, TurnDecisions& out) {
  if (unasked_ && !awaiting_second_) return;
  if (!text_.complete() && !deadline_passed) return;
  final_deadline_ = kNever;
  if (awaiting_second_ && settle_second(now, out)) return;
  if (text_given_ || unasked_) return;
  // Of a recogniser that died in mid utterance the last partial is only the beginning of what was said.
  const bool may_stand_in = suspended_ || !deaf_ || text_.reaches_end();
  const std::string words = may_stand_in ? text_.text(true) : std::string();
  if (!words.empty() && !(suspended_ && is_backchannel(words))) {
    give_text(now, words, out);
  } else if (suspended_) {
    resume_at_ = std::max(now, last_voiced_ + resume_delay());
    if (resume_at_ <= now) handle_timeout(now, out);
  } else if (text_.said_empty() || deaf_) {
    // A recogniser that says nothing is no evidence that nothing was said; only an empty final is. One that is
    // known to be away is not waited for: the caller is asked to say it again.
    no_words(now, out);
  }
}

/// What the caller said while a reply was in the making is known. True if it joined the turn.
bool TurnTaker::settle_second(Instant now, TurnDecisions& out) {
  awaiting_second_ = false;
  if (text_.has_words_after(second_onset_)) {
    join(now, utterance_ ? Then::kListen : Then::kProcess, out);
    return true;
  }
  if (!utterance_ && digits_.empty()) release_hold(out);
  return false;
}

void TurnTaker::give_text(Instant now, std::string words, TurnDecisions& out) {
  if (suspended_) {
    suspended_ = false;
    out.push_back(ForgetSuspended{});
  }
  not_caught_ = 0;
  text_given_ = true;
  out.push_back(TextReady{turn_, std::move(words), now - turn_ended_});
  set_phase(TurnPhase::kReplying, out);
}

void TurnTaker::release_hold(TurnDecisions& out) {
  if (held_) out.push_back(HoldReply{held_ = false});
}

void TurnTaker::no_words(Instant now, TurnDecisions& out) {
  if (turn_voiced_ < config_.no_words_noise && !deaf_) {
    out.push_back(DropReply{turn_});  // or its filler and its apology would still come
    give_floor(now, TurnReason::kNoWords, now, out);
    return;
  }
  text_given_ = true;
  ++not_caught_;
  const bool farewell = not_caught_ > config_.max_not_caught;
  out.push_back(SayPhrase{turn_, farewell ? TurnPhrase::kFarewell : TurnPhrase::kNotCaught});
  set_phase(TurnPhase::kReplying, out);
}

/// The caller went on speaking: this turn's words become part of the next.
void TurnTaker::join(Instant now, Then then, TurnDecisions& out) {
  out.push_back(DropReply{turn_});
  const TurnReason reason = unasked_ ? TurnReason::kCallerFirst : TurnReason::kJoined;
  if (unasked_) turn_begin_ = utterance_ ? utterance_->onset : turn_begin_;
  unasked_ = false;
  final_deadline_ = kNever;
  awaiting_second_ = false;
  release_hold(out);
  text_given_ = false;
  resumed_ = false;
  enter(now, TurnState::kListening, listening_phase(), reason, now, out);
  if (then == Then::kListen) return;
  // Its end is already known: the joined turn is processed at once.
  begin_turn(now, TurnReason::kEndOfUtterance, now, out);
  hold_if_caller_acts(out);
  if (!text_.complete()) final_deadline_ = now + config_.final_timeout;
  consider_text(now, false, out);
}

}  // namespace parley
