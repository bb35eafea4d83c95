#include "core/call/call.h"

#include <algorithm>
#include <utility>

#include "core/audio/level.h"
#include "core/audio/mulaw.h"
#include "core/base/check.h"
#include "core/base/overloaded.h"

namespace parley {
namespace {

// Own playout tells nothing about the line, nor does what it leaves behind for this long (SPEC 1.1).
constexpr Duration kPlayoutShadow = millis(200);
constexpr Duration kEchoShadow = millis(700);
// A stall shorter than this is jitter.
constexpr Duration kStall = millis(200);
constexpr Duration kLongestStall = seconds(5);
CallConfig completed(CallConfig config) {
  if (!config.phrases) config.phrases = std::make_shared<Phrases>();
  if (!config.recognizer.streaming) {
    Duration& longest = config.turn.endpoint.max_utterance;
    longest = std::min(longest, RecognizerSession::kLongestRequest);
  }
  return config;
}

}  // namespace

Call::Call(const CallConfig& config, Instant now)
    : config_(completed(config)),
      now_(now),
      ear_(config_),
      turn_(config_.turn),
      reply_(config_.reply, config_.phrases),
      voice_(config_.speak),
      recognizer_(config_.recognizer),
      partials_(config_.partial_debounce),
      idle_(config_.idle) {}

// Actions are made in their place: they are large, and GCC 12 takes a moved temporary of one for uninitialised.

void Call::note(trace::What what) {
  Action& action = actions_.emplace(std::in_place_type<Record>);
  std::get<Record>(action).event = {now_, std::move(what), trace::kNotAnInput};
}

void Call::send(twilio::Outbound message) {
  Action& action = actions_.emplace(std::in_place_type<Send>);
  std::get<Send>(action).message = std::move(message);
}

void Call::send_frame(const VoiceFrame& voice) {
  Send& send = std::get<Send>(actions_.emplace(std::in_place_type<Send>));
  send.deadline = voice.deadline;
  auto& media = std::get<twilio::SendMedia>(send.message);
  media.stream_sid = stream_sid_;
  media.payload.assign(voice.frame);
}

void Call::ask(ProviderRequest request) {
  Action& action = actions_.emplace(std::in_place_type<Ask>);
  std::get<Ask>(action).request = std::move(request);
}

// ---- messages -----------------------------------------------------------------------------------------------

void Call::handle(Instant now, const twilio::Inbound& message) {
  now_ = now;
  std::visit(overloaded{
                 [](const twilio::Connected&) {},
                 [&](const twilio::Start& start) { on_start(now, start); },
                 [&](const twilio::Media& media) { on_media(now, media); },
                 [&](const twilio::Dtmf& dtmf) { on_digit(now, dtmf); },
                 [&](const twilio::MarkReturned& mark) { on_mark(now, mark); },
                 [&](const twilio::Stop&) { end_call(now, true); },
                 [&](const twilio::Unknown& unknown) {
                   note(trace::Violation{0, "unknown event " + unknown.event});
                 },
                 [&](const twilio::Malformed& bad) {
                   note(trace::Violation{0, bad.reason});
                 },
             },
             message);
  settle(now);
}

void Call::on_start(Instant now, const twilio::Start& start) {
  if (!stream_sid_.empty()) {
    note(trace::Violation{0, "a second start message"});
    return;
  }
  stream_sid_ = start.stream_sid;
  open_ = true;
  recognizer_.open(now, asked_);
  perform_asked();
  const Phrase& greeting = (*config_.phrases)[PhraseId::kGreeting];
  if (!greeting.text.empty() || !greeting.mulaw.empty()) greeting_at_ = now + config_.greeting_delay;
  idle_.floor_free(now);
}

void Call::on_mark(Instant now, const twilio::MarkReturned& mark) {
  const ReplyVoice::Acked acked = voice_.mark_returned(now, mark.name);
  const bool closes = acked.closes_reply && turn_.state() == TurnState::kSpeaking;
  note(trace::MarkAcked{mark.name, acked.cleared, acked.known && !acked.cleared && !closes});
  if (closes) reply_over(now, TurnReason::kPlayed);
  if (acked.closes_reply && !closes) close_after_reply(now);
}

void Call::on_digit(Instant now, const twilio::Dtmf& dtmf) {
  if (!open_ || turn_.state() == TurnState::kEnded) return;
  idle_.caller_spoke(now);
  turn_.digit(now, dtmf.digit, decisions_);
}

void Call::end_call(Instant now, bool stopped) {
  if (turn_.state() == TurnState::kEnded) return;
  turns_ = std::max(0, turn_.turn().value);
  stopped_ = stopped;
  recognizer_.flush(asked_);
  perform_asked();
  if (voice_.speaking()) {
    const TurnId turn = turn_.turn();
    const ReplyVoice::Interrupted cut = voice_.end_reply(now);
    const bool counted = turn_.state() != TurnState::kSpeaking;  // spoken into its end: it was heard
    if (cut.total > Duration{} && !counted) note(trace::Heard{turn, to_millis(cut.heard), to_millis(cut.total)});
  }
  reply_.close(steps_);
  turn_.hang_up(now, decisions_);
  settle(now);
  greeting_at_ = kNever;
  finish_if_flushed();
}

/// The end is told once the words of a last utterance are known, or the wait for them is over.
void Call::finish_if_flushed() {
  if (finished_ || turn_.state() != TurnState::kEnded || turn_.awaits_last_words()) return;
  finished_ = true;
  recognizer_.close(asked_);
  perform_asked();
  open_ = false;
  note(trace::CallSummary{rx_, tx_, stopped_, turns_});
}

// ---- the caller's audio -------------------------------------------------------------------------------------

void Call::on_media(Instant now, const twilio::Media& media) {
  if (!open_ || turn_.state() == TurnState::kEnded || media.track != twilio::Track::kInbound) return;
  if (!(media.stream_sid == stream_sid_)) {
    note(trace::Violation{0, "media of another stream"});
    return;
  }
  ++rx_;
  if (clock_.started() && now - clock_.last_arrival() >= kStall) {
    note(trace::InboundGap{to_millis(now - clock_.last_arrival()), gap_noted_});
    // A line that brought nothing took nothing either: what the far end holds has stood still as long.
    if (!clock_.omits_silence()) voice_.postpone(now - clock_.last_arrival() - kFrameDuration);
  }
  gap_noted_ = false;
  const auto bytes = media.payload.bytes();
  const MediaClock::Placed placed = clock_.add(now, media.timestamp_ms, static_cast<std::int64_t>(bytes.size()));
  if (placed.missing > 0) hear_missing(now, placed.begin - samples_to_duration(placed.missing), placed.missing);
  Instant begin = placed.begin - samples_to_duration(static_cast<std::int64_t>(inbound_.pending()));
  inbound_.push(bytes);
  while (const auto frame = inbound_.pop()) {
    hear_frame(now, begin, *frame);
    begin += kFrameDuration;
  }
}

/// Audio that never came is silence: as much of it as can still matter is heard as such.
void Call::hear_missing(Instant now, Instant begin, std::int64_t samples) {
  constexpr std::int64_t kEnough = std::int64_t{75} * kFrameSamples;  // the floor's whole memory
  const std::int64_t heard = std::min(samples, kEnough) / kFrameSamples;
  for (std::int64_t i = 0; i < heard; ++i) act_on(now, ear_.hear_missing(begin + i * kFrameDuration));
}

void Call::hear_frame(Instant now, Instant begin, const Frame& frame) {
  const PcmFrame pcm = decode_frame(frame);
  const bool shadowed = voice_.audible_within(now, kPlayoutShadow);
  // An echo lags by what the line delays, so our own voice is looked for longer than it counts as audible.
  const bool may_echo = shadowed || voice_.audible_within(now, kEchoShadow);
  const int level = may_echo ? voice_.unexplained_level(pcm, begin + kFrameDuration) : rms_level(pcm);
  give_recognizer(frame);
  act_on(now, ear_.hear(begin, pcm, level, !shadowed));
}

void Call::act_on(Instant now, const CallerEar::Heard& heard) {
  const CallerAudio& audio = heard.audio;
  if (heard.calibrated) note(trace::FloorCalibrated{ear_.floor(), heard.threshold});
  if (heard.threshold_low) note(trace::ThresholdLow{ear_.floor(), heard.threshold});
  if (audio.started) note(trace::VoiceStarted{audio.onset, heard.level, heard.threshold});
  if (audio.ended) note(trace::VoiceEnded{audio.last_voiced, to_millis(audio.voiced)});
  if (heard.steady_noise) turn_.withdraw_voice(decisions_);
  turn_.hear(now, audio, ReplyOutlook{voice_.audible_end()}, decisions_);
  settle(now);
  if (heard.insists) {
    turn_.voice_insists(now, *heard.insists, ReplyOutlook{voice_.audible_end()}, decisions_);
    settle(now);
  }
}

/// Before anybody looks at it: a segment that begins or ends with this frame has its audio.
void Call::give_recognizer(const Frame& frame) {
  const auto pending = static_cast<std::int64_t>(inbound_.pending() + frame.size());
  const bool quiet = turn_.state() == TurnState::kListening && !turn_.utterance_open();
  recognizer_.hear(now_, clock_.position() + -pending, frame, quiet, asked_);
  perform_asked();
}

/// Done at once, because its place among other actions matters. The list is used again, so that no frame allocates.
void Call::perform_asked() {
  for (ReplyStep& step : asked_) carry_out(now_, step);
  asked_.clear();
}

// ---- providers and connection -------------------------------------------------------------------------------

void Call::handle(Instant now, const ProviderEvent& event) {
  now_ = now;
  if (finished_) return;
  hear_recognizer(now, event);
  if (turn_.state() != TurnState::kEnded) reply_.handle(now, event, steps_);
  settle(now);
  finish_if_flushed();
}

void Call::hear_recognizer(Instant now, const ProviderEvent& event) {
  const auto range_of = [&](const MediaRange& range) {
    return TimeRange{clock_.to_instant(range.begin), clock_.to_instant(range.end)};
  };
  if (const auto* partial = std::get_if<Partial>(&event)) {
    recognizer_.partial_came();
    const TimeRange range = range_of(partial->range);
    if (partials_.add(now, range, partial->text, partial->complete))
      turn_.partial(now, {range, partial->text, partial->complete}, decisions_);
  } else if (const auto* final_words = std::get_if<Final>(&event)) {
    recognizer_.final_came(final_words->range);
    const TimeRange range = range_of(final_words->range);
    partials_.final_until(range.end);
    turn_.final_words(now, range, final_words->text, decisions_);
  } else if (const auto* failed = std::get_if<RecognizerFailed>(&event)) {
    recognizer_.failed(now, turn_.turn(), *failed, asked_);
    perform_asked();
  }
  turn_.recognizer_deaf(recognizer_.deaf());
}

void Call::handle(Instant now, const ConnectionEvent& event) {
  now_ = now;
  std::visit(overloaded{
                 [](const Opened&) {},
                 [&](const Wrote& wrote) {
                   for (std::int32_t i = 0; i < wrote.messages; ++i) on_wrote(now);
                 },
                 [&](const Closed&) { end_call(now, false); },
                 [&](const Draining&) { drain_at_ = std::min(drain_at_, now + config_.drain); },
             },
             event);
  settle(now);
}

// ---- carrying decisions out ---------------------------------------------------------------------------------

/// Decisions make steps and steps make decisions; both are carried out in the order in which they arose, until none
/// is left. The bound turns a loop of ours into a stop instead of a hang.
void Call::settle(Instant now) {
  int rounds = 0;
  while (!decisions_.empty() || !steps_.empty()) {
    PARLEY_CHECK(++rounds < 1000);
    TurnDecisions decisions = std::exchange(decisions_, {});
    for (const TurnDecision& decision : decisions) carry_out(now, decision);
    ReplySteps steps = std::exchange(steps_, {});
    for (ReplyStep& step : steps) carry_out(now, step);
  }
  pump(now);
}

void Call::carry_out(Instant now, const TurnDecision& decision) {
  std::visit(
      overloaded{
          [&](const EnterState& to) {
            entered(to);
            note(trace::StateChanged{to.from, to.to, to.phase, to.reason, to.turn,
                                     duration_to_samples(to.utterance) * 2, to_millis(to.silence), to.since,
                                     to.text_complete});
          },
          [&](const EnterPhase& to) {
            note(trace::PhaseChanged{to.state, to.phase});
          },
          [&](const OpenSegment& segment) { open_segment(segment); },
          [&](const CloseSegment& segment) { close_segment(segment); },
          [&](const BeginTurn& turn) { reply_.begin(now, turn.turn); },
          [&](const TextReady& text) { answer(now, text); },
          [&](const DropReply&) { drop_reply(now); },
          [&](const HoldReply& hold) {
            if (hold.hold) take_back(now);
            reply_.hold(now, hold.hold, steps_);
          },
          [&](const InterruptReply& interruption) { interrupt(now, interruption); },
          [&](const ResumeReply& resume) { reply_.resume(now, resume.turn, steps_); },
          [&](const ForgetSuspended&) { reply_.forget_suspended(steps_); },
          [&](const SayPhrase& say) {
            const bool farewell = say.phrase == TurnPhrase::kFarewell;
            reply_.say(now, say.turn, farewell ? PhraseId::kFarewell : PhraseId::kNotCaught, steps_);
          },
          [&](const LineIsNoise&) { ear_.line_is_noise(); },
          [&](const DropNoise& noise) {
            recognizer_.segment_dropped();
            note(trace::NoiseDropped{to_millis(noise.voiced)});
          },
          [&](const DropDuplicate& duplicate) {
            note(trace::DuplicateDropped{
                {clock_.to_media(duplicate.range.begin), clock_.to_media(duplicate.range.end)}, duplicate.text});
          },
          [&](const Unanswered& words) {
            note(trace::Unanswered{words.turn, words.text});
          },
          [&](const Overdue& overdue) {
            note(trace::WatchdogFired{overdue.turn, std::string(overdue.what)});
          },
      },
      decision);
}

void Call::carry_out(Instant now, ReplyStep& step) {
  std::visit(overloaded{
                 [&](AskProvider& asked) { ask(std::move(asked.request)); },
                 [&](const Play& play) {
                   voice_.play(play.turn, play.kind, play.mulaw, play.sentence_start);
                   if (play.kind == ReplyKind::kFiller) turn_.filler_started(decisions_);
                 },
                 [&](PlayDone& done) {
                   voice_.finish(done.turn);
                   if (done.ending) ending_ = std::move(done.ending);
                 },
                 [&](const Composed& composed) {
                   note(trace::ReplyComposed{composed.turn, composed.text});
                 },
                 [&](const StageFailure& failed) {
                   note(trace::StageFailed{failed.stage, failed.turn, failed.reason});
                 },
                 [&](const LateEvent& late) {
                   note(trace::LateDropped{late.turn, std::string(late.what)});
                 },
                 [&](const ReplyOverdue& overdue) {
                   note(trace::WatchdogFired{overdue.turn, std::string(overdue.what)});
                 },
                 [&](const AudioLost& lost) { note(trace::AudioLost{to_millis(lost.length)}); },
             },
             step);
  static_cast<void>(now);
}

void Call::entered(const EnterState& to) {
  if (to.to == TurnState::kListening) idle_.floor_free(now_);
  if (to.reason == TurnReason::kTailSpeech) {
    const std::int64_t length = to_millis(voice_.length());
    note(trace::Heard{to.turn, length, length});
    // He has the floor: neither the silence nor the mark that were to follow go out. A farewell is said to its end.
    if (!ending_) voice_.end_reply(now_);
  }
  const bool by_caller = to.reason == TurnReason::kEndOfUtterance || to.reason == TurnReason::kMaxUtterance;
  if (to.to == TurnState::kProcessing && by_caller) idle_.caller_spoke(now_);
}

void Call::open_segment(const OpenSegment& segment) {
  recognizer_.segment_began(clock_.to_media(segment.begin), asked_);
  perform_asked();
}

void Call::close_segment(const CloseSegment& segment) {
  const MediaRange range{clock_.to_media(segment.range.begin), clock_.to_media(segment.range.end)};
  recognizer_.segment_finished(FinishSegment{segment.turn, segments_++, range}, asked_);
  perform_asked();
}

// ---- time ---------------------------------------------------------------------------------------------------

Instant Call::gap_deadline() const {
  if (!clock_.started() || gap_noted_ || !turn_.utterance_open()) return kNever;
  const Duration limit = clock_.omits_silence() ? config_.turn.endpoint.silence : config_.turn.endpoint.gap;
  return clock_.last_arrival() + limit;
}

/// While the line brings nothing it may take nothing either: the mark is then waited for longer, not for ever.
Instant Call::mark_deadline() const {
  const Instant deadline = voice_.mark_deadline();
  if (deadline == kNever || !clock_.started() || clock_.omits_silence()) return deadline;
  return deadline - clock_.last_arrival() < kStall ? deadline : deadline + kLongestStall;
}

bool Call::idle_counts() const {
  return open_ && !ending_ && turn_.state() == TurnState::kListening && !turn_.utterance_open() && !turn_.resumes();
}

void Call::on_silent_line(Instant now) {
  gap_noted_ = true;
  note(trace::InboundGap{to_millis(now - clock_.last_arrival()), true});
  ear_.withdraw();
  turn_.line_silent(now, decisions_);
  settle(now);
}

/// Nobody speaks and nothing is being said: what is due now may begin.
void Call::on_idle(Instant now) {
  if (idle_.hangup_due(now) || drain_at_ <= now) {
    say_unasked(now, TurnReason::kFarewell, PhraseId::kFarewell);
  } else if (idle_.prompt_due(now)) {
    idle_.prompted();
    say_unasked(now, TurnReason::kIdlePrompt, PhraseId::kIdlePrompt);
  }
}

void Call::on_flush_due(Instant now) {
  turn_.handle_timeout(now, decisions_);
  settle(now);
  finish_if_flushed();
}

void Call::handle_timeout(Instant now) {
  now_ = now;
  recognizer_.handle_timeout(now, asked_);
  perform_asked();
  if (turn_.state() == TurnState::kEnded) return on_flush_due(now);
  if (gap_deadline() <= now) on_silent_line(now);
  if (greeting_at_ <= now) {
    greeting_at_ = kNever;
    say_unasked(now, TurnReason::kGreeting, PhraseId::kGreeting);
  }
  if (const auto words = partials_.take_due(now)) turn_.partial(now, *words, decisions_);
  turn_.handle_timeout(now, decisions_);
  settle(now);
  reply_.handle_timeout(now, steps_);
  settle(now);
  if (turn_.state() == TurnState::kSpeaking && mark_deadline() <= now) {
    note(trace::WatchdogFired{turn_.turn(), "mark"});
    reply_over(now, TurnReason::kMarkTimeout);
  } else if (turn_.state() == TurnState::kSpeaking && voice_.stuck_at() <= now) {
    give_up_reply(now);
  } else if (ending_ && turn_.state() != TurnState::kSpeaking && mark_deadline() <= now) {
    close_after_reply(now);
  }
  settle(now);
  if (idle_counts()) on_idle(now);
}

Instant Call::next_deadline() const {
  Instant next = std::min(turn_.next_deadline(), recognizer_.next_deadline());
  if (turn_.state() == TurnState::kEnded) return next;
  next = std::min({next, reply_.next_deadline(), gap_deadline(), greeting_at_, partials_.next_deadline()});
  if (open_) next = std::min(next, voice_.next_release(now_));
  if (turn_.state() == TurnState::kSpeaking) next = std::min({next, mark_deadline(), voice_.stuck_at()});
  if (ending_) next = std::min(next, mark_deadline());
  if (idle_counts()) next = std::min({next, idle_.next_deadline(), drain_at_});
  return next;
}

}  // namespace parley
