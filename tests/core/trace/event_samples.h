// One event of every kind beside the line that a trace holds for it. No member has its default value, so that one
// which is not written or not read shows.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/trace/call_event.h"

namespace parley::trace::samples {

struct Sample {
  CallEvent event;
  std::string line;  // without its newline
};

inline CallEvent at_us(std::int64_t us, What what, std::int64_t input = kNotAnInput) {
  return {at_micros(us), std::move(what), input};
}

inline std::vector<Sample> provider_samples() {
  const MediaRange range{{1600}, {4800}};
  return {
      {at_us(1, ProviderSaid{Partial{range, "what are"}}, 3),
       R"({"at_us":1,"kind":"provider","in":3,"event":"partial","begin_samples":1600,"end_samples":4800,"text":"what are"})"},
      {at_us(1, ProviderSaid{Partial{range, "when are you open", true}}, 3),
       R"({"at_us":1,"kind":"provider","in":3,"event":"partial","begin_samples":1600,"end_samples":4800,"text":"when are you open","complete":true})"},
      {at_us(1, ProviderSaid{Final{range, "what are your hours"}}, 3),
       R"({"at_us":1,"kind":"provider","in":3,"event":"final","begin_samples":1600,"end_samples":4800,"text":"what are your hours"})"},
      {at_us(1, ProviderSaid{RecognizerFailed{"gone"}}, 3),
       R"({"at_us":1,"kind":"provider","in":3,"event":"recognizer_failed","reason":"gone"})"},
      {at_us(1, ProviderSaid{RecognizerFailed{"401", false}}, 3),
       R"({"at_us":1,"kind":"provider","in":3,"event":"recognizer_failed","reason":"401","may_retry":false})"},
      {at_us(1, ProviderSaid{ReplyText{{2}, "We open", true}}, 3),
       R"({"at_us":1,"kind":"provider","in":3,"event":"reply_text","turn":2,"text":"We open","done":true})"},
      {at_us(1, ProviderSaid{ReplyText{{2}, "Wait.", true, AfterReply::kTransfer, "+441"}}, 3),
       R"({"at_us":1,"kind":"provider","in":3,"event":"reply_text","turn":2,"text":"Wait.","done":true,"then":"transfer","transfer_to":"+441"})"},
      {at_us(1, ProviderSaid{ReplyFailed{{2}, "429"}}, 3),
       R"({"at_us":1,"kind":"provider","in":3,"event":"reply_failed","turn":2,"reason":"429"})"},
      {at_us(1, ProviderSaid{ReplyFailed{{2}, "400", false}}, 3),
       R"({"at_us":1,"kind":"provider","in":3,"event":"reply_failed","turn":2,"reason":"400","may_retry":false})"},
      {at_us(1, ProviderSaid{SpeechAudio{{2}, 1, {0, 0xFF, 0x7F, 0x80}, true}}, 3),
       R"({"at_us":1,"kind":"provider","in":3,"event":"speech_audio","turn":2,"sentence":1,"audio":"AP9/gA==","done":true})"},
      {at_us(1, ProviderSaid{SpeechFailed{{2}, 1, "timeout"}}, 3),
       R"({"at_us":1,"kind":"provider","in":3,"event":"speech_failed","turn":2,"sentence":1,"reason":"timeout"})"},
      {at_us(1, ProviderSaid{SpeechFailed{{2}, 1, "401", false}}, 3),
       R"({"at_us":1,"kind":"provider","in":3,"event":"speech_failed","turn":2,"sentence":1,"reason":"401","may_retry":false})"},
      {at_us(1, ProviderAsked{OpenRecognizer{}}), R"({"at_us":1,"kind":"asked","request":"open_recognizer"})"},
      {at_us(1, ProviderAsked{RecognizerAudio{{800}, {1, 2, 3}}}),
       R"({"at_us":1,"kind":"asked","request":"recognizer_audio","begin_samples":800,"audio":"AQID"})"},
      {at_us(1, ProviderAsked{SegmentBegan{{1600}}}),
       R"({"at_us":1,"kind":"asked","request":"segment_began","begin_samples":1600})"},
      {at_us(1, ProviderAsked{FinishSegment{{2}, 5, range}}),
       R"({"at_us":1,"kind":"asked","request":"finish_segment","turn":2,"segment":5,"begin_samples":1600,"end_samples":4800})"},
      {at_us(1, ProviderAsked{AskReply{{2}, "hours?"}}),
       R"({"at_us":1,"kind":"asked","request":"ask_reply","turn":2,"text":"hours?"})"},
      {at_us(1, ProviderAsked{Synthesize{{2}, 1, "At nine."}}),
       R"({"at_us":1,"kind":"asked","request":"synthesize","turn":2,"sentence":1,"text":"At nine."})"},
      {at_us(1, ProviderAsked{CancelTurn{{2}}}), R"({"at_us":1,"kind":"asked","request":"cancel_turn","turn":2})"},
      {at_us(1, ProviderAsked{CloseRecognizer{}}), R"({"at_us":1,"kind":"asked","request":"close_recognizer"})"},
  };
}

inline std::vector<Sample> decision_samples() {
  return {
      {at_us(7, StateChanged{TurnState::kListening,
                             TurnState::kProcessing,
                             TurnPhase::kTranscribing,
                             TurnReason::kEndOfUtterance,
                             {2},
                             32000,
                             360,
                             at_micros(5),
                             false}),
       R"({"at_us":7,"kind":"state","from":"LISTENING","to":"PROCESSING","phase":"transcribing","reason":"end_of_utterance","turn":2,"utterance_bytes":32000,"silence_ms":360,"since_us":5})"},
      {at_us(7, StateChanged{TurnState::kListening,
                             TurnState::kProcessing,
                             TurnPhase::kTranscribing,
                             TurnReason::kEndOfUtterance,
                             {2},
                             32000,
                             200,
                             at_micros(5),
                             true}),
       R"({"at_us":7,"kind":"state","from":"LISTENING","to":"PROCESSING","phase":"transcribing","reason":"end_of_utterance","turn":2,"utterance_bytes":32000,"silence_ms":200,"since_us":5,"text_complete":true})"},
      {at_us(7, PhaseChanged{TurnState::kSpeaking, TurnPhase::kOverlap}),
       R"({"at_us":7,"kind":"phase","state":"SPEAKING","phase":"overlap"})"},
      {at_us(7, VoiceStarted{at_micros(5), 900, 35}),
       R"({"at_us":7,"kind":"voice_started","onset_us":5,"level":900,"threshold":35})"},
      {at_us(7, VoiceEnded{at_micros(5), 410}),
       R"({"at_us":7,"kind":"voice_ended","last_voiced_us":5,"voiced_ms":410})"},
      {at_us(7, Unanswered{{4}, "and on Sunday"}),
       R"({"at_us":7,"kind":"unanswered","turn":4,"text":"and on Sunday"})"},
      {at_us(7, ThresholdLow{90, 120}), R"({"at_us":7,"kind":"threshold_low","floor":90,"threshold":120})"},
      {at_us(7, FloorCalibrated{12, 35}), R"({"at_us":7,"kind":"floor_calibrated","floor":12,"threshold":35})"},
      {at_us(7, InboundGap{1200, true}),
       R"({"at_us":7,"kind":"inbound_gap","missing_ms":1200,"counted_as_silence":true})"},
      {at_us(7, NoiseDropped{80}), R"({"at_us":7,"kind":"noise_dropped","voiced_ms":80})"},
      {at_us(7, TurnText{{2}, "hours?", 412}),
       R"({"at_us":7,"kind":"turn_text","turn":2,"text":"hours?","took_ms":412})"},
      {at_us(7, ReplyComposed{{2}, "At nine."}),
       R"({"at_us":7,"kind":"reply_composed","turn":2,"text":"At nine."})"},
      {at_us(7, ReplyStarted{{2}, ReplyKind::kApology, 96}),
       R"({"at_us":7,"kind":"reply_started","turn":2,"reply":"apology","frames_queued":96})"},
      {at_us(7, ReplyEnded{{2}, ReplyKind::kFarewell, 142, 140}),
       R"({"at_us":7,"kind":"reply_ended","turn":2,"reply":"farewell","frames":142,"sent":140})"},
      {at_us(7, MarkSent{{2}, "assistant_tts_end:2"}),
       R"({"at_us":7,"kind":"mark_sent","turn":2,"name":"assistant_tts_end:2"})"},
      {at_us(7, MarkAcked{"assistant_tts_end:2", true, true}),
       R"({"at_us":7,"kind":"mark_acked","name":"assistant_tts_end:2","cleared":true,"late":true})"},
      {at_us(7, BargeIn{{2}, at_micros(5), 600, 590}),
       R"({"at_us":7,"kind":"barge_in","turn":2,"onset_us":5,"after_ms":600,"heard_ms":590})"},
      {at_us(7, DuplicateDropped{{{1600}, {4800}}, "hours?"}),
       R"({"at_us":7,"kind":"duplicate_dropped","begin_samples":1600,"end_samples":4800,"text":"hours?"})"},
      {at_us(7, LateDropped{{2}, "speech_audio"}),
       R"({"at_us":7,"kind":"late_dropped","turn":2,"what":"speech_audio"})"},
      {at_us(7, StageFailed{Stage::kSynthesis, {2}, "timeout"}),
       R"({"at_us":7,"kind":"stage_failed","stage":"synthesis","turn":2,"reason":"timeout"})"},
      {at_us(7, WatchdogFired{{2}, "mark"}), R"({"at_us":7,"kind":"watchdog","turn":2,"what":"mark"})"},
      {at_us(7, Violation{31951, "extra field"}),
       R"({"at_us":7,"kind":"violation","code":31951,"reason":"extra field"})"},
      {at_us(7, AudioLost{1500}), R"({"at_us":7,"kind":"audio_lost","lost_ms":1500})"},
      {at_us(7, Transfer{{2}, "+14155550100"}), R"({"at_us":7,"kind":"transfer","turn":2,"to":"+14155550100"})"},
      {at_us(7, Heard{{2}, 590, 2000}), R"({"at_us":7,"kind":"heard","turn":2,"heard_ms":590,"total_ms":2000})"},
      {at_us(7, CallSummary{120, 95, true, 3}),
       R"({"at_us":7,"kind":"summary","rx":120,"tx":95,"stopped":true,"turns":3})"},
  };
}

/// Every kind, and of providers every event and every request.
inline std::vector<Sample> every_kind() {
  std::vector<Sample> all{
      {at_us(20'000, Message{Direction::kToAgent, R"({"event":"dtmf","dtmf":{"digit":"1"}})"}, 4),
       R"({"at_us":20000,"kind":"message","in":4,"dir":"to_agent","text":"{\"event\":\"dtmf\",\"dtmf\":{\"digit\":\"1\"}}"})"},
      {at_us(20'000, Message{Direction::kFromAgent, "רגע", at_micros(19'990)}, 4),
       R"({"at_us":20000,"kind":"message","in":4,"dir":"from_agent","text":"רגע","deadline_us":19990})"},
      {at_us(20'000, Wake{}, 0), R"({"at_us":20000,"kind":"wake","in":0})"},
      {at_us(20'000, Connection{"closed", "1006"}, 9),
       R"({"at_us":20000,"kind":"connection","in":9,"what":"closed","reason":"1006"})"},
  };
  for (Sample& sample : provider_samples()) all.push_back(std::move(sample));
  for (Sample& sample : decision_samples()) all.push_back(std::move(sample));
  return all;
}

}  // namespace parley::trace::samples
