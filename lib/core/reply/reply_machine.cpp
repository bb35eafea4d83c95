#include "core/reply/reply_machine.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

#include "core/audio/level.h"
#include "core/audio/mulaw.h"
#include "core/base/overloaded.h"

namespace parley {
namespace {

// A sentence that is too long may look for a pause for this long past the limit.
constexpr Duration kGrace = seconds(1);

/// The last 80 ms become silent step by step, so that the cut does not click.
void fade_out(std::vector<std::uint8_t>& mulaw) {
  constexpr std::size_t kFade = 640;
  const std::size_t length = std::min(kFade, mulaw.size());
  for (std::size_t i = 0; i < length; ++i) {
    std::uint8_t& code = mulaw[mulaw.size() - length + i];
    const auto left = static_cast<std::int32_t>(length - i);
    code = mulaw_encode(static_cast<std::int16_t>(mulaw_decode(code) * left / static_cast<std::int32_t>(length)));
  }
}

ReplyKind kind_of(PhraseId phrase) {
  switch (phrase) {
    case PhraseId::kGreeting:
      return ReplyKind::kGreeting;
    case PhraseId::kFiller:
      return ReplyKind::kFiller;
    case PhraseId::kApology:
      return ReplyKind::kApology;
    case PhraseId::kNotCaught:
      return ReplyKind::kNotCaught;
    case PhraseId::kFarewell:
      return ReplyKind::kFarewell;
    case PhraseId::kIdlePrompt:
      return ReplyKind::kIdlePrompt;
    case PhraseId::kOffer:
      return ReplyKind::kOffer;
    case PhraseId::kFallback:
      return ReplyKind::kFallback;
    case PhraseId::kOpener:
    case PhraseId::kTransfer:
      return ReplyKind::kAnswer;
    case PhraseId::kCount:
      break;
  }
  return ReplyKind::kApology;
}

/// Cuts what is said after the limit off `mulaw` and returns it: at the first pause, or one second past the limit.
std::vector<std::uint8_t> cut_to_length(std::vector<std::uint8_t>& mulaw, Duration said, Duration limit) {
  const Duration length = samples_to_duration(static_cast<std::int64_t>(mulaw.size()));
  if (limit == Duration{} || said + length <= limit) return {};
  const auto byte_at = [&](Duration at) {
    const std::int64_t samples = duration_to_samples(std::clamp(at - said, Duration{}, length));
    return static_cast<std::size_t>(samples) / kFrameSamples * kFrameSamples;
  };
  const std::size_t latest = byte_at(limit + kGrace);
  for (std::size_t at = byte_at(limit); at + kFrameSamples <= latest; at += kFrameSamples) {
    if (rms_level_mulaw(std::span(mulaw).subspan(at, kFrameSamples)) > kAudibleRms) continue;
    std::vector<std::uint8_t> rest(mulaw.begin() + static_cast<std::ptrdiff_t>(at), mulaw.end());
    mulaw.resize(at);
    return rest;
  }
  if (said + length <= limit + kGrace) return {};
  std::vector<std::uint8_t> rest(mulaw.begin() + static_cast<std::ptrdiff_t>(latest), mulaw.end());
  mulaw.resize(latest);
  fade_out(mulaw);
  return rest;
}

/// What the reply asks for when it has been heard; a transfer to nowhere is none.
ReplyEnding ending_of(const ReplyText& done, ReplySteps& out) {
  if (done.then != AfterReply::kTransfer) return {done.then, {}};
  if (is_dialable(done.transfer_to)) return {done.then, done.transfer_to};
  out.push_back(StageFailure{Stage::kReply, done.turn, "the reply asks for a transfer and names no number"});
  return {};
}

/// Said where a reply that ends the call has no words or no voice.
PhraseId parting_words(const ReplyEnding& ending) {
  return ending.then == AfterReply::kTransfer ? PhraseId::kTransfer : PhraseId::kFarewell;
}

}  // namespace

// ---- a turn's reply -----------------------------------------------------------------------------------------

void ReplyMachine::begin(Instant now, TurnId turn) {
  active_ = true;
  asked_ = false;
  turn_ = turn;
  repetition_.turn_over();
  stream_ = ReplyStream{turn, config_.max_speaking, per_character_};
  said_ = Duration{};
  waiting_phrase_.reset();
  returned_.clear();
  any_audio_ = false;
  filler_said_ = false;
  forget_deadlines();
  filler_at_ = now + config_.filler_after;
  give_up_at_ = now + config_.no_reply;
  asked_again_ = false;
}

void ReplyMachine::forget_deadlines() {
  filler_at_ = give_up_at_ = stall_at_ = opener_at_ = ask_again_at_ = kNever;
}

void ReplyMachine::ask(Instant now, const std::string& words, ReplySteps& out) {
  if (!active_) return;
  if (offered_ && accepts_offer(words)) {
    Suspended kept = *std::exchange(offered_, std::nullopt);
    kept.stream.go_on(out);
    go_on_with(now, turn_, std::move(kept), out);
    return;
  }
  drop_kept(offered_, out);
  asked_ = true;
  words_ = words;
  repetition_.asked(config_, words);
  give_up_at_ = std::min(give_up_at_, now + config_.request_timeout);
  out.push_back(AskProvider{AskReply{turn_, words}});
}

void ReplyMachine::say(Instant now, TurnId turn, PhraseId phrase, ReplySteps& out) {
  if (!active_ || turn != turn_) begin(now, turn);
  forget_deadlines();
  if (held_) {
    waiting_phrase_ = phrase;
    return;
  }
  play_phrase(phrase, out);
  ReplyEnding ending;
  if (phrase == PhraseId::kFarewell) ending.then = AfterReply::kHangUp;
  if (phrase == PhraseId::kTransfer) ending = stream_.ending();
  finish(kind_of(phrase), std::move(ending), out);
}

void ReplyMachine::play_phrase(PhraseId phrase, ReplySteps& out) {
  const Phrase& words = (*phrases_)[phrase];
  const bool silent = words.mulaw.empty();
  // A filler is no reply, whatever it sounds like: as a beep of its own it would end PROCESSING.
  const ReplyKind kind = silent && phrase != PhraseId::kFiller ? ReplyKind::kBeep : kind_of(phrase);
  if (!words.text.empty()) out.push_back(Composed{turn_, words.text});
  out.push_back(Play{turn_, kind, silent ? beep() : words.mulaw, true});
}

void ReplyMachine::finish(ReplyKind kind, ReplyEnding ending, ReplySteps& out) {
  active_ = false;
  forget_deadlines();
  out.push_back(PlayDone{turn_, kind, std::move(ending)});
}

void ReplyMachine::cancel(ReplySteps& out) {
  if (active_ && asked_) out.push_back(AskProvider{CancelTurn{stream_.provider_turn()}});
  active_ = false;
  waiting_phrase_.reset();
  returned_.clear();
  forget_deadlines();
}

void ReplyMachine::close(ReplySteps& out) {
  cancel(out);
  drop_kept(suspended_, out);
  drop_kept(offered_, out);
}

void ReplyMachine::take_back(std::vector<std::uint8_t> answer) {
  returned_ = std::move(answer);
  repetition_.taken_back();
  returned_whole_ = !active_;
  active_ = true;
}

void ReplyMachine::hold(Instant now, bool held, ReplySteps& out) {
  held_ = held;
  if (held || !active_) return;
  if (waiting_phrase_) {
    const PhraseId phrase = *std::exchange(waiting_phrase_, std::nullopt);
    say(now, turn_, phrase, out);
    return;
  }
  if (!returned_.empty()) {
    stall_at_ = now + config_.provider_stall;
    repetition_.said();
    out.push_back(Play{turn_, ReplyKind::kAnswer, std::exchange(returned_, {}), true});
    if (returned_whole_) {
      finish(ReplyKind::kAnswer, {}, out);
      return;
    }
  }
  give_audio(now, out);
}

// ---- providers ----------------------------------------------------------------------------------------------

void ReplyMachine::handle(Instant now, const ProviderEvent& event, ReplySteps& out) {
  std::visit(overloaded{
                 [](const Partial&) {},
                 [](const Final&) {},
                 [](const RecognizerFailed&) {},  // recognizer_session's
                 [&](const ReplyText& text) { on_text(now, text, out); },
                 [&](const ReplyFailed& failed) { on_failure(now, failed, out); },
                 [&](const SpeechAudio& audio) { on_audio(now, audio, out); },
                 [&](const SpeechFailed& failed) { on_failure(now, failed, out); },
             },
             event);
}

void ReplyMachine::on_text(Instant now, const ReplyText& event, ReplySteps& out) {
  if (Suspended* kept = kept_for(event.turn)) {
    kept->stream.text(event, out);
    if (!event.done) return;
    if (ReplyEnding ending = ending_of(event, out)) kept->stream.end_with(std::move(ending), out);
    return;
  }
  if (!in_making(event.turn)) {
    out.push_back(LateEvent{event.turn, "reply_text"});
    return;
  }
  ReplyText text = event;
  text.text = repetition_.text(config_, event.text, event.done);
  stream_.text(text, out);
  if (event.done) on_text_done(now, event, out);
  const bool waits = active_ && !any_audio_ && !filler_said_ && config_.opener_after > Duration{};
  if (waits && opener_at_ == kNever && stream_.asked_for_speech()) opener_at_ = now + config_.opener_after;
}

void ReplyMachine::on_text_done(Instant now, const ReplyText& event, ReplySteps& out) {
  if (ReplyEnding ending = ending_of(event, out)) stream_.end_with(std::move(ending), out);
  if (!stream_.empty_text()) {
    empty_replies_ = 0;
    out.push_back(Composed{turn_, stream_.full_text()});
    return;
  }
  if (stream_.ending()) return say(now, turn_, parting_words(stream_.ending()), out);
  // Nothing to say is never said with silence: first an offer of help, the next time an apology.
  say(now, turn_, ++empty_replies_ > 1 ? PhraseId::kApology : PhraseId::kFallback, out);
}

void ReplyMachine::on_audio(Instant now, const SpeechAudio& event, ReplySteps& out) {
  if (Suspended* kept = kept_for(event.turn)) {
    kept->stream.audio(event);
    return;
  }
  if (!in_making(event.turn)) {
    out.push_back(LateEvent{event.turn, "speech_audio"});
    return;
  }
  stream_.audio(event);
  give_audio(now, out);
}

void ReplyMachine::give_audio(Instant now, ReplySteps& out) {
  if (held_ || !active_) return;
  std::vector<ReplyStream::Chunk> chunks = stream_.take();
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    ReplyStream::Chunk& chunk = chunks[i];
    any_audio_ = true;
    repetition_.said();
    apologies_ = 0;
    filler_at_ = give_up_at_ = opener_at_ = kNever;
    stall_at_ = now + config_.provider_stall;
    std::vector<std::uint8_t> unsaid = cut_to_length(chunk.mulaw, said_, longest());
    said_ += samples_to_duration(static_cast<std::int64_t>(chunk.mulaw.size()));
    out.push_back(Play{turn_, ReplyKind::kAnswer, std::move(chunk.mulaw), chunk.sentence_start});
    if (!unsaid.empty()) {
      for (const ReplyStream::Chunk& later : std::span(chunks).subspan(i + 1)) {
        unsaid.insert(unsaid.end(), later.mulaw.begin(), later.mulaw.end());
      }
      finish_answer(std::move(unsaid), out);
      return;
    }
  }
  if (stream_.finished() && any_audio_) finish_answer({}, out);
}

/// The answer's audio is complete, or as long as it may be: what was left unsaid is offered.
void ReplyMachine::finish_answer(std::vector<std::uint8_t> unsaid, ReplySteps& out) {
  per_character_ = stream_.per_character();
  if (unsaid.empty() && !stream_.has_rest()) {
    finish(ReplyKind::kAnswer, stream_.ending(), out);
    return;
  }
  offered_ = Suspended{std::move(stream_), std::move(unsaid), true};
  stream_ = ReplyStream{};
  play_phrase(PhraseId::kOffer, out);
  finish(ReplyKind::kAnswer, {}, out);
}

void ReplyMachine::on_failure(Instant now, const ReplyFailed& failed, ReplySteps& out) {
  out.push_back(StageFailure{Stage::kReply, failed.turn, failed.reason});
  if (Suspended* kept = kept_for(failed.turn)) {
    kept->in_making = false;
    return;
  }
  if (!in_making(failed.turn)) return;
  const bool nothing_said = stream_.full_text().empty() && !asked_again_;
  if (failed.may_retry && nothing_said && time_to_retry(now)) {
    asked_again_ = true;
    ask_again_at_ = now + config_.retry_after;
    return;
  }
  give_up(now, out);
}

void ReplyMachine::on_failure(Instant now, const SpeechFailed& failed, ReplySteps& out) {
  out.push_back(StageFailure{Stage::kSynthesis, failed.turn, failed.reason});
  if (Suspended* kept = kept_for(failed.turn)) {
    kept->in_making = false;
    return;
  }
  if (!in_making(failed.turn)) return;
  if (failed.may_retry && time_to_retry(now) && stream_.failed(failed.sentence, now + config_.retry_after)) return;
  if (any_audio_ || stream_.ending()) {
    give_up(now, out);
    return;
  }
  if (held_) return;  // the no-reply deadline speaks for us when he has finished
  out.push_back(AskProvider{CancelTurn{stream_.provider_turn()}});
  lose_voice(out);
}

/// Words were there and no voice: a tone tells the caller that the line lives, and a phrase that was made before
/// the call says the rest. The second time running the call ends.
void ReplyMachine::lose_voice(ReplySteps& out) {
  const bool last = ++apologies_ > 1;
  const PhraseId phrase = last ? PhraseId::kFarewell : PhraseId::kApology;
  const bool spoken = !(*phrases_)[phrase].mulaw.empty();
  out.push_back(Play{turn_, ReplyKind::kBeep, beep(), true});
  if (spoken) play_phrase(phrase, out);
  finish(spoken ? kind_of(phrase) : ReplyKind::kBeep, {last ? AfterReply::kHangUp : AfterReply::kNothing, {}}, out);
}

// ---- deadlines ----------------------------------------------------------------------------------------------

/// Nothing more will come: what came is finished, and the caller is told.
void ReplyMachine::give_up(Instant now, ReplySteps& out) {
  if (asked_) out.push_back(AskProvider{CancelTurn{stream_.provider_turn()}});
  asked_ = false;
  forget_deadlines();
  if (stream_.ending()) return say(now, turn_, parting_words(stream_.ending()), out);
  ++apologies_;
  say(now, turn_, apologies_ > 1 ? PhraseId::kFarewell : PhraseId::kApology, out);
}

void ReplyMachine::ask_again(Instant now, ReplySteps& out) {
  if (!asked_) return;  // given up
  stream_.ask_again(now, out);
  if (ask_again_at_ > now) return;
  ask_again_at_ = kNever;
  out.push_back(AskProvider{AskReply{turn_, words_}});
}

/// The answer is known and its voice is slow: a word that was made before the call begins it.
void ReplyMachine::say_opener(Instant now, ReplySteps& out) {
  opener_at_ = kNever;
  const std::vector<std::uint8_t>& word = (*phrases_)[PhraseId::kOpener].mulaw;
  if (any_audio_ || filler_said_ || word.empty()) return;
  any_audio_ = true;
  filler_at_ = give_up_at_ = kNever;
  const Duration length = samples_to_duration(static_cast<std::int64_t>(word.size()));
  said_ += length;
  stall_at_ = now + length + config_.provider_stall;
  out.push_back(ReplyOverdue{turn_, "opener"});
  out.push_back(Play{turn_, ReplyKind::kAnswer, word, true});
}

void ReplyMachine::handle_timeout(Instant now, ReplySteps& out) {
  if (!active_) return;
  ask_again(now, out);
  if (held_) return;
  if (give_up_at_ <= now) {
    out.push_back(ReplyOverdue{turn_, "reply"});
    give_up(now, out);
  } else if (stall_at_ <= now) {
    out.push_back(ReplyOverdue{turn_, "provider_stall"});
    give_up(now, out);
  } else if (filler_at_ <= now && !filler_said_) {
    filler_said_ = true;
    filler_at_ = kNever;
    out.push_back(ReplyOverdue{turn_, "filler"});
    play_phrase(PhraseId::kFiller, out);
  } else if (opener_at_ <= now) {
    say_opener(now, out);
  }
}

Instant ReplyMachine::next_deadline() const {
  if (!active_) return kNever;
  const Instant again = asked_ ? std::min(ask_again_at_, stream_.next_retry()) : kNever;
  return held_ ? again : std::min({again, filler_at_, give_up_at_, stall_at_, opener_at_});
}

// ---- suspension ---------------------------------------------------------------------------------------------

void ReplyMachine::suspend(std::vector<std::uint8_t> unheard) {
  suspended_ = Suspended{std::move(stream_), std::move(unheard), active_};
  stream_ = ReplyStream{};
  active_ = false;
  forget_deadlines();
}

void ReplyMachine::forget_suspended(ReplySteps& out) {
  drop_kept(suspended_, out);
}

void ReplyMachine::resume(Instant now, TurnId turn, ReplySteps& out) {
  if (suspended_) go_on_with(now, turn, *std::exchange(suspended_, std::nullopt), out);
}

ReplyMachine::Suspended* ReplyMachine::kept_for(TurnId provider_turn) {
  if (suspended_ && suspended_->stream.provider_turn() == provider_turn) return &*suspended_;
  if (offered_ && offered_->stream.provider_turn() == provider_turn) return &*offered_;
  return nullptr;
}

void ReplyMachine::drop_kept(std::optional<Suspended>& kept, ReplySteps& out) {
  if (kept && kept->in_making) out.push_back(AskProvider{CancelTurn{kept->stream.provider_turn()}});
  kept.reset();
}

bool ReplyMachine::accepts_offer(const std::string& words) const {
  std::string plain;
  for (const char c : words) {
    if (c >= 'A' && c <= 'Z')
      plain += static_cast<char>(c - 'A' + 'a');
    else if (c != '.' && c != ',' && c != '!')
      plain += c;
  }
  return std::find(config_.yes.begin(), config_.yes.end(), plain) != config_.yes.end();
}

/// A reply that was kept goes on as the reply of `turn`: first what had come, then what still comes.
void ReplyMachine::go_on_with(Instant now, TurnId turn, Suspended kept, ReplySteps& out) {
  begin(now, turn);
  asked_ = true;
  stream_ = std::move(kept.stream);
  if (!kept.unheard.empty()) {
    any_audio_ = true;
    filler_at_ = give_up_at_ = kNever;
    stall_at_ = now + config_.provider_stall;
    std::vector<std::uint8_t> unsaid = cut_to_length(kept.unheard, said_, longest());
    said_ += samples_to_duration(static_cast<std::int64_t>(kept.unheard.size()));
    out.push_back(Play{turn_, ReplyKind::kAnswer, std::move(kept.unheard), true});
    if (!unsaid.empty()) {
      finish_answer(std::move(unsaid), out);
      return;
    }
  }
  give_audio(now, out);
  if (active_ && !kept.in_making) finish_answer({}, out);
}

}  // namespace parley
