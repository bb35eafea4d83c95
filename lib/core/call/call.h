// One phone call, our side. A machine: it is told what happened and when, and asked what to do. It owns no socket,
// thread or clock; `agentd` and the simulator drive the same object.
//
//   media -> clock -> level, floor, detector -> segmenter -> turn taker -> reply machine -> voice -> media
//
// Not here: parsing of texts and the record of inputs (traced_call), providers (lib/speech, lib/sim).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/audio/framer.h"
#include "core/base/fifo.h"
#include "core/base/machine.h"
#include "core/call/action.h"
#include "core/call/call_config.h"
#include "core/call/caller_ear.h"
#include "core/call/connection_event.h"
#include "core/call/media_clock.h"
#include "core/call/reply_voice.h"
#include "core/reply/recognizer_session.h"
#include "core/reply/reply_machine.h"

#include "core/turn/partial_debounce.h"
#include "core/turn/turn_taker.h"
#include "core/twilio/messages.h"

namespace parley {

class Call {
 public:
  Call(const CallConfig& config, Instant now);

  void handle(Instant now, const twilio::Inbound& message);
  void handle(Instant now, const ProviderEvent& event);
  void handle(Instant now, const ConnectionEvent& event);
  void handle_timeout(Instant now);
  std::optional<Action> poll() { return actions_.pop(); }
  Instant next_deadline() const;

  TurnState state() const { return turn_.state(); }
  TurnPhase phase() const { return turn_.phase(); }

 private:
  // ---- messages
  void on_start(Instant now, const twilio::Start& start);
  void on_media(Instant now, const twilio::Media& media);
  void on_mark(Instant now, const twilio::MarkReturned& mark);
  void on_digit(Instant now, const twilio::Dtmf& dtmf);
  void on_silent_line(Instant now);
  void end_call(Instant now, bool stopped);
  // ---- the caller's audio
  void hear_missing(Instant now, Instant begin, std::int64_t samples);
  void hear_frame(Instant now, Instant begin, const Frame& frame);
  void act_on(Instant now, const CallerEar::Heard& heard);
  void give_recognizer(const Frame& frame);
  void perform_asked();
  // ---- carrying decisions out
  void settle(Instant now);
  void carry_out(Instant now, const TurnDecision& decision);
  void carry_out(Instant now, ReplyStep& step);
  void open_segment(const OpenSegment& segment);
  void close_segment(const CloseSegment& segment);
  void hear_recognizer(Instant now, const ProviderEvent& event);
  void interrupt(Instant now, const InterruptReply& decision);
  void take_back(Instant now);
  void drop_reply(Instant now);
  void reply_over(Instant now, TurnReason reason);
  void close_after_reply(Instant now);
  void finish_if_flushed();
  void give_up_reply(Instant now);
  void pump(Instant now);
  void on_wrote(Instant now);
  void note(trace::What what);
  void send(twilio::Outbound message);
  void send_frame(const VoiceFrame& voice);
  void ask(ProviderRequest request);
  Instant gap_deadline() const;
  Instant mark_deadline() const;
  bool idle_counts() const;
  void on_idle(Instant now);
  void on_flush_due(Instant now);
  void say_unasked(Instant now, TurnReason reason, PhraseId phrase);
  void answer(Instant now, const TextReady& text);
  void entered(const EnterState& to);

  CallConfig config_;
  Instant now_ = kCallStart;
  Fifo<Action> actions_;

  Sid stream_sid_;
  bool open_ = false;      // between `start` and the end
  bool stopped_ = false;   // a `stop` came
  bool finished_ = false;  // the end has been told
  MediaClock clock_;
  Framer inbound_;
  CallerEar ear_;
  TurnTaker turn_;
  ReplyMachine reply_;
  ReplyVoice voice_;
  TurnDecisions decisions_;
  ReplySteps steps_;

  RecognizerSession recognizer_;
  ReplySteps asked_;  // by it, in one call of it
  std::int32_t segments_ = 0;
  bool gap_noted_ = false;
  PartialDebounce partials_;
  IdleWatch idle_;
  Instant drain_at_ = kNever;  // the server drains: from here on the call says farewell
  int answered_ = 0;           // turns of the caller that were answered
  Instant greeting_at_ = kNever;
  ReplyEnding ending_;  // of the running reply
  std::int64_t rx_ = 0;
  std::int64_t tx_ = 0;
  std::int64_t turns_ = 0;
};

static_assert(Machine<Call>);

}  // namespace parley
