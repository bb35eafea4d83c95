#include "core/reply/reply_machine.h"

#include <algorithm>
#include <utility>

#include "core/base/overloaded.h"

namespace parley {
namespace {

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
    case PhraseId::kCount:
      break;
  }
  return ReplyKind::kApology;
}

}  // namespace

// ---- a turn's reply -----------------------------------------------------------------------------------------

void ReplyMachine::begin(Instant now, TurnId turn) {
  active_ = true;
  asked_ = false;
  turn_ = turn;
  stream_ = ReplyStream{turn};
  waiting_phrase_.reset();
  any_audio_ = false;
  filler_said_ = false;
  filler_at_ = now + config_.filler_after;
  give_up_at_ = now + config_.no_reply;
  stall_at_ = kNever;
}

void ReplyMachine::ask(Instant, const std::string& words, ReplySteps& out) {
  if (!active_) return;
  asked_ = true;
  out.push_back(AskProvider{AskReply{turn_, words}});
}

void ReplyMachine::say(Instant now, TurnId turn, PhraseId phrase, ReplySteps& out) {
  if (!active_ || turn != turn_) begin(now, turn);
  filler_at_ = kNever;
  give_up_at_ = kNever;
  if (held_) {
    waiting_phrase_ = phrase;
    return;
  }
  play_phrase(phrase, out);
  finish(kind_of(phrase), phrase == PhraseId::kFarewell, out);
}

void ReplyMachine::play_phrase(PhraseId phrase, ReplySteps& out) {
  const Phrase& words = (*phrases_)[phrase];
  const bool silent = words.mulaw.empty();
  if (!words.text.empty()) out.push_back(Composed{turn_, words.text});
  out.push_back(Play{turn_, silent ? ReplyKind::kBeep : kind_of(phrase), silent ? beep() : words.mulaw, true});
}

void ReplyMachine::finish(ReplyKind kind, bool farewell, ReplySteps& out) {
  active_ = false;
  filler_at_ = give_up_at_ = stall_at_ = kNever;
  out.push_back(PlayDone{turn_, kind, farewell});
}

void ReplyMachine::cancel(ReplySteps& out) {
  if (active_ && asked_) out.push_back(AskProvider{CancelTurn{stream_.provider_turn()}});
  active_ = false;
  waiting_phrase_.reset();
  filler_at_ = give_up_at_ = stall_at_ = kNever;
}

void ReplyMachine::hold(Instant now, bool held, ReplySteps& out) {
  held_ = held;
  if (held || !active_) return;
  if (waiting_phrase_) {
    const PhraseId phrase = *std::exchange(waiting_phrase_, std::nullopt);
    say(now, turn_, phrase, out);
    return;
  }
  give_audio(now, out);
}

// ---- providers ----------------------------------------------------------------------------------------------

void ReplyMachine::handle(Instant now, const ProviderEvent& event, ReplySteps& out) {
  std::visit(
      overloaded{
          [](const Partial&) {},
          [](const Final&) {},
          [&](const RecognizerFailed& failed) {
            out.push_back(StageFailure{Stage::kRecognizer, turn_, failed.reason});
          },
          [&](const ReplyText& text) { on_text(now, text, out); },
          [&](const ReplyFailed& failed) { on_failure(now, Stage::kReply, failed.turn, failed.reason, out); },
          [&](const SpeechAudio& audio) { on_audio(now, audio, out); },
          [&](const SpeechFailed& failed) { on_failure(now, Stage::kSynthesis, failed.turn, failed.reason, out); },
      },
      event);
}

void ReplyMachine::on_text(Instant now, const ReplyText& event, ReplySteps& out) {
  if (suspended_ && suspended_->stream.provider_turn() == event.turn) {
    suspended_->stream.text(event, out);
    return;
  }
  if (!in_making(event.turn)) {
    out.push_back(LateEvent{event.turn, "reply_text"});
    return;
  }
  stream_.text(event, out);
  if (!event.done) return;
  if (!stream_.empty_text()) {
    empty_replies_ = 0;
    out.push_back(Composed{turn_, stream_.full_text()});
    return;
  }
  // Nothing to say is never said with silence: first an offer of help, the next time an apology.
  say(now, turn_, ++empty_replies_ > 1 ? PhraseId::kApology : PhraseId::kFallback, out);
}

void ReplyMachine::on_audio(Instant now, const SpeechAudio& event, ReplySteps& out) {
  if (suspended_ && suspended_->stream.provider_turn() == event.turn) {
    suspended_->stream.audio(event);
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
  for (ReplyStream::Chunk& chunk : stream_.take()) {
    any_audio_ = true;
    apologies_ = 0;
    filler_at_ = give_up_at_ = kNever;
    stall_at_ = now + config_.provider_stall;
    out.push_back(Play{turn_, ReplyKind::kAnswer, std::move(chunk.mulaw), chunk.sentence_start});
  }
  if (stream_.finished() && any_audio_) finish(ReplyKind::kAnswer, false, out);
}

void ReplyMachine::on_failure(Instant now, Stage stage, TurnId turn, const std::string& reason, ReplySteps& out) {
  out.push_back(StageFailure{stage, turn, reason});
  if (suspended_ && suspended_->stream.provider_turn() == turn) {
    suspended_->in_making = false;
    return;
  }
  if (!in_making(turn)) return;
  if (stage == Stage::kSynthesis && !any_audio_) {
    // Words were there and no voice: a tone tells the caller that the line lives.
    if (held_) return;  // the no-reply deadline speaks for us when he has finished
    out.push_back(AskProvider{CancelTurn{stream_.provider_turn()}});
    out.push_back(Play{turn_, ReplyKind::kBeep, beep(), true});
    finish(ReplyKind::kBeep, false, out);
    return;
  }
  give_up(now, out);
}

// ---- deadlines ----------------------------------------------------------------------------------------------

/// Nothing more will come: what came is finished, and the caller is told.
void ReplyMachine::give_up(Instant now, ReplySteps& out) {
  if (asked_) out.push_back(AskProvider{CancelTurn{stream_.provider_turn()}});
  asked_ = false;
  stall_at_ = kNever;
  ++apologies_;
  say(now, turn_, apologies_ > 1 ? PhraseId::kFarewell : PhraseId::kApology, out);
}

void ReplyMachine::handle_timeout(Instant now, ReplySteps& out) {
  if (!active_ || held_) return;
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
  }
}

Instant ReplyMachine::next_deadline() const {
  if (!active_ || held_) return kNever;
  return std::min({filler_at_, give_up_at_, stall_at_});
}

// ---- suspension ---------------------------------------------------------------------------------------------

void ReplyMachine::suspend(std::vector<std::uint8_t> unheard) {
  suspended_ = Suspended{std::move(stream_), std::move(unheard), active_};
  stream_ = ReplyStream{};
  active_ = false;
  filler_at_ = give_up_at_ = stall_at_ = kNever;
}

void ReplyMachine::forget_suspended(ReplySteps& out) {
  if (suspended_ && suspended_->in_making) {
    out.push_back(AskProvider{CancelTurn{suspended_->stream.provider_turn()}});
  }
  suspended_.reset();
}

void ReplyMachine::resume(Instant now, TurnId turn, ReplySteps& out) {
  if (!suspended_) return;
  Suspended kept = *std::exchange(suspended_, std::nullopt);
  begin(now, turn);
  asked_ = true;
  stream_ = std::move(kept.stream);
  if (!kept.unheard.empty()) {
    any_audio_ = true;
    filler_at_ = give_up_at_ = kNever;
    stall_at_ = now + config_.provider_stall;
    out.push_back(Play{turn_, ReplyKind::kAnswer, std::move(kept.unheard), true});
  }
  give_audio(now, out);
  if (active_ && !kept.in_making) finish(ReplyKind::kAnswer, false, out);
}

}  // namespace parley
