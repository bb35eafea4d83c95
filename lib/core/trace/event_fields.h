// The fields of every kind of event, once: name in the trace and member, in the order in which they are written.
// Writer and reader both walk this list, so they cannot differ, and a kind without a list compiles in neither.
// A name carries the unit of what it names.
#pragma once

#include <concepts>
#include <string>
#include <type_traits>

#include "core/trace/call_event.h"
#include "core/trace/call_trace.h"
#include "core/trace/names.h"

namespace parley::trace {

/// T, const for the writer and mutable for the reader.
template <class E, class T>
concept Is = std::same_as<std::remove_const_t<E>, T>;

// ---- providers -------------------------------------------------------------------------------------------------

template <class F>
void range_fields(auto& range, F& f) {
  f("begin_samples", range.begin.samples);
  f("end_samples", range.end.samples);
}

template <Is<OpenRecognizer> E, class F>
void each_field(E&, F&) {}
template <Is<CloseRecognizer> E, class F>
void each_field(E&, F&) {}
template <Is<RecognizerAudio> E, class F>
void each_field(E& e, F& f) {
  f("begin_samples", e.begin.samples);
  f.audio(e.mulaw);
}
template <Is<SegmentBegan> E, class F>
void each_field(E& e, F& f) {
  f("begin_samples", e.begin.samples);
}
template <Is<FinishSegment> E, class F>
void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("segment", e.segment);
  range_fields(e.range, f);
}
template <Is<AskReply> E, class F>
void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("text", e.text);
}
template <Is<Synthesize> E, class F>
void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("sentence", e.sentence);
  f("text", e.text);
}
template <Is<CancelTurn> E, class F>
void each_field(E& e, F& f) {
  f("turn", e.turn.value);
}
template <Is<Partial> E, class F>
void each_field(E& e, F& f) {
  range_fields(e.range, f);
  f("text", e.text);
  f.unless(false, "complete", e.complete);
}
template <Is<Final> E, class F>
void each_field(E& e, F& f) {
  range_fields(e.range, f);
  f("text", e.text);
}
template <Is<RecognizerFailed> E, class F>
void each_field(E& e, F& f) {
  f("reason", e.reason);
  f.unless(true, "may_retry", e.may_retry);
}
template <Is<ReplyText> E, class F>
void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("text", e.text);
  f("done", e.done);
  f.unless(AfterReply::kNothing, "then", e.then);
  f.unless(std::string(), "transfer_to", e.transfer_to);
}
template <Is<ReplyFailed> E, class F>
void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("reason", e.reason);
  f.unless(true, "may_retry", e.may_retry);
}
template <Is<SpeechAudio> E, class F>
void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("sentence", e.sentence);
  f.audio(e.mulaw);
  f("done", e.done);
}
template <Is<SpeechFailed> E, class F>
void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("sentence", e.sentence);
  f("reason", e.reason);
  f.unless(true, "may_retry", e.may_retry);
}

// ---- events ----------------------------------------------------------------------------------------------------

template <Is<Message> E, class F>
void each_field(E& e, F& f) {
  f("dir", e.direction);
  f.message_text(e.text);
  f.if_known("deadline_us", e.deadline);
}
template <Is<ProviderSaid> E, class F>
void each_field(E& e, F& f) {
  f.one_of("event", kProviderEventNames, e.event);
}
template <Is<Wake> E, class F>
void each_field(E&, F&) {}
template <Is<Connection> E, class F>
void each_field(E& e, F& f) {
  f("what", e.what);
  f("reason", e.reason);
}
template <Is<ProviderAsked> E, class F>
void each_field(E& e, F& f) {
  f.one_of("request", kProviderRequestNames, e.request);
}
template <Is<StateChanged> E, class F>
void each_field(E& e, F& f) {
  f("from", e.from);
  f("to", e.to);
  f("phase", e.phase);
  f("reason", e.reason);
  f("turn", e.turn.value);
  f("utterance_bytes", e.utterance_bytes);
  f("silence_ms", e.silence_ms);
  f("since_us", e.since);
  f.unless(false, "text_complete", e.text_complete);
}
template <Is<PhaseChanged> E, class F>
void each_field(E& e, F& f) {
  f("state", e.state);
  f("phase", e.phase);
}
template <Is<VoiceStarted> E, class F>
void each_field(E& e, F& f) {
  f("onset_us", e.onset);
  f("level", e.level);
  f("threshold", e.threshold);
}
template <Is<VoiceEnded> E, class F>
void each_field(E& e, F& f) {
  f("last_voiced_us", e.last_voiced);
  f("voiced_ms", e.voiced_ms);
}
template <class E, class F>
requires(Is<E, FloorCalibrated> || Is<E, ThresholdLow>) void each_field(E& e, F& f) {
  f("floor", e.floor);
  f("threshold", e.threshold);
}
template <Is<InboundGap> E, class F>
void each_field(E& e, F& f) {
  f("missing_ms", e.missing_ms);
  f("counted_as_silence", e.counted_as_silence);
}
template <Is<NoiseDropped> E, class F>
void each_field(E& e, F& f) {
  f("voiced_ms", e.voiced_ms);
}
template <Is<TurnText> E, class F>
void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("text", e.text);
  f("took_ms", e.took_ms);
}
template <class E, class F>
requires(Is<E, ReplyComposed> || Is<E, Unanswered>) void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("text", e.text);
}
template <Is<ReplyStarted> E, class F>
void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("reply", e.kind);
  f("frames_queued", e.frames_queued);
}
template <Is<ReplyEnded> E, class F>
void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("reply", e.kind);
  f("frames", e.frames);
  f("sent", e.sent);
}
template <Is<MarkSent> E, class F>
void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("name", e.name);
}
template <Is<MarkAcked> E, class F>
void each_field(E& e, F& f) {
  f("name", e.name);
  f("cleared", e.cleared);
  f("late", e.late);
}
template <Is<BargeIn> E, class F>
void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("onset_us", e.onset);
  f("after_ms", e.after_ms);
  f("heard_ms", e.heard_ms);
}
template <Is<DuplicateDropped> E, class F>
void each_field(E& e, F& f) {
  range_fields(e.range, f);
  f("text", e.text);
}
template <class E, class F>
requires(Is<E, LateDropped> || Is<E, WatchdogFired>) void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("what", e.what);
}
template <Is<StageFailed> E, class F>
void each_field(E& e, F& f) {
  f("stage", e.stage);
  f("turn", e.turn.value);
  f("reason", e.reason);
}
template <Is<Violation> E, class F>
void each_field(E& e, F& f) {
  f("code", e.code);
  f("reason", e.reason);
}
template <Is<AudioLost> E, class F>
void each_field(E& e, F& f) {
  f("lost_ms", e.lost_ms);
}
template <Is<Transfer> E, class F>
void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("to", e.to);
}
template <Is<Heard> E, class F>
void each_field(E& e, F& f) {
  f("turn", e.turn.value);
  f("heard_ms", e.heard_ms);
  f("total_ms", e.total_ms);
}
template <Is<CallSummary> E, class F>
void each_field(E& e, F& f) {
  f("rx", e.rx);
  f("tx", e.tx);
  f("stopped", e.stopped);
  f("turns", e.turns);
}

template <Is<RecordedPhrase> E, class F>
void each_field(E& e, F& f) {
  f("name", e.name);
  f("text", e.text);
  f.audio(e.mulaw);
}

// ---- header, after its schema ----------------------------------------------------------------------------------

template <Is<TraceHeader> E, class F>
void each_field(E& e, F& f) {
  f("build", e.build);
  f("observed_at", e.observed_at);
  f("start_utc", e.start_utc);
  f("call_sid", e.call_sid);
  f("stream_sid", e.stream_sid);
  f("scenario", e.scenario);
  f.seed("seed", e.seed);
  f("detector", e.detector);
  f("provider", e.provider);
  f("mode", e.mode);
  f.settings("settings", e.settings);
  f("own_lateness_p99_us", e.own_lateness_p99_us);
  f("has_audio", e.has_audio);
  f("has_text", e.has_text);
  f.phrases("phrases", e.phrases);
}

}  // namespace parley::trace
