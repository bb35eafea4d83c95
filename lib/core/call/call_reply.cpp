// The call's dealings with its own reply: what was said, interrupted, played, given up, and what closes the call.
#include <utility>
#include <variant>

#include "core/base/overloaded.h"
#include "core/call/call.h"

namespace parley {

// ---- on the line --------------------------------------------------------------------------------------------

void Call::on_wrote(Instant now) {
  const auto written = voice_.wrote(now);
  if (!written) return;
  if (written->frame) {
    ++tx_;
    if (written->first) note(trace::ReplyStarted{written->turn, written->kind, written->queued});
    if (written->kind != ReplyKind::kFiller && written->turn == turn_.turn()) turn_.reply_written(now, decisions_);
  } else if (written->mark) {
    note(trace::ReplyEnded{written->turn, written->kind, written->queued, written->sent});
    note(trace::MarkSent{written->turn, written->mark_name});
    turn_.reply_sent(decisions_);
  }
}

// ---- begun and ended ------------------------------------------------------------------------------------------

void Call::answer(Instant now, const TextReady& text) {
  note(trace::TurnText{text.turn, text.text, to_millis(text.took)});
  if (++answered_ > config_.max_turns) {
    reply_.say(now, text.turn, PhraseId::kFarewell, steps_);
  } else {
    reply_.ask(now, text.text, steps_);
  }
}

void Call::say_unasked(Instant now, TurnReason reason, PhraseId phrase) {
  const auto turn = turn_.open_turn(now, reason, decisions_);
  settle(now);
  if (turn) reply_.say(now, *turn, phrase, steps_);
  settle(now);
}

void Call::interrupt(Instant now, const InterruptReply& decision) {
  ReplyVoice::Interrupted cut = voice_.interrupt(now);
  send(twilio::Clear{stream_sid_});
  note(trace::BargeIn{decision.turn, decision.onset, to_millis(cut.since_first), to_millis(cut.heard)});
  note(trace::Heard{decision.turn, to_millis(cut.heard), to_millis(cut.total)});
  ending_ = {};
  if (decision.keep) {
    reply_.suspend(std::move(cut.unheard));
  } else {
    reply_.cancel(steps_);
  }
}

/// The caller speaks before the answer has begun: a filler is cut, and an answer that waits behind it is held.
void Call::take_back(Instant now) {
  if (turn_.state() != TurnState::kProcessing || !voice_.may_be_taken_back(turn_.turn())) return;
  ReplyVoice::Interrupted cut = voice_.interrupt(now);
  send(twilio::Clear{stream_sid_});
  if (!cut.unheard.empty()) reply_.take_back(std::move(cut.unheard));
}

/// Nobody waits for this answer any more. What of it is with the kernel, or waits behind a filler, would otherwise
/// be said in the next turn.
void Call::drop_reply(Instant now) {
  ending_ = {};
  reply_.cancel(steps_);
  if (!voice_.holds_answer() && !voice_.may_be_taken_back(turn_.turn())) return;
  voice_.interrupt(now);
  send(twilio::Clear{stream_sid_});
}

void Call::reply_over(Instant now, TurnReason reason) {
  const TurnId turn = turn_.turn();
  const ReplyVoice::Interrupted heard = voice_.end_reply(now);
  if (heard.total > Duration{}) note(trace::Heard{turn, to_millis(heard.total), to_millis(heard.total)});
  turn_.reply_played(now, reason, decisions_);
  close_after_reply(now);
}

/// A reply that ends the call closes after its mark or its computed end, also when the caller spoke into its end.
void Call::close_after_reply(Instant now) {
  if (!ending_) return;
  if (voice_.speaking()) voice_.end_reply(now);  // or its mark would be waited for once more
  settle(now);                                   // the last state is told before the end is
  // It stays so: until the driver has closed, nobody is asked or told goodbye again.
  const bool transfer = ending_.then == AfterReply::kTransfer;
  if (transfer) note(trace::Transfer{turn_.turn(), ending_.transfer_to});
  actions_.push(CloseCall{transfer ? "transfer" : "farewell"});
}

/// The line takes nothing any more: what waits would be said when nobody expects it.
void Call::give_up_reply(Instant now) {
  const TurnId turn = turn_.turn();
  note(trace::WatchdogFired{turn, "speaking"});
  const ReplyVoice::Interrupted cut = voice_.interrupt(now);
  send(twilio::Clear{stream_sid_});
  if (cut.total > Duration{}) note(trace::Heard{turn, to_millis(cut.heard), to_millis(cut.total)});
  reply_.cancel(steps_);
  turn_.reply_played(now, TurnReason::kGaveUp, decisions_);
  close_after_reply(now);
}

void Call::pump(Instant now) {
  if (!open_ || turn_.state() == TurnState::kEnded) return;
  while (auto output = voice_.release(now)) {
    std::visit(overloaded{
                   [&](const VoiceFrame& frame) { send_frame(frame); },
                   [&](const VoiceMark& mark) {
                     send(twilio::SendMark{stream_sid_, mark.name});
                   },
                   [&](const VoiceClear&) { send(twilio::Clear{stream_sid_}); },
               },
               *output);
  }
}

}  // namespace parley
