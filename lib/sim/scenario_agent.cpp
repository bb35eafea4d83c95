// The agent's behaviour: what stands behind Parley's own, or which naive handler takes the call.
#include <array>
#include <vector>

#include "sim/scenario_parts.h"

namespace parley {

namespace {

constexpr std::array<std::string_view, 8> kNaiveKeys = {
    "fault", "calls_before", "threshold", "silence_ms", "max_utterance_ms", "pacing", "marks", "barge_in"};
constexpr std::array<std::string_view, 16> kProviderKeys = {
    "replies",     "synth_first_ms", "stt_final_ms",
    "jitter_ms",   "recognizer",     "reply_fault",
    "synthesis",   "late_ms",        "keeps_sending_after_cancel_ms",
    "then",        "then_on_answer", "transfer_to",
    "event_fault", "fault_at_event", "stt_partial_ms",
    "complete"};

void read_provider_faults(JsonFields& fields, ProviderScript& out) {
  static constexpr std::pair<std::string_view, RecognizerFault> kRecognizer[] = {
      {"ok", RecognizerFault::kOk},
      {"never", RecognizerFault::kNoAnswer},
      {"fails", RecognizerFault::kFails},
      {"late", RecognizerFault::kLate},
      {"empty", RecognizerFault::kEmpty},
      {"partial_only", RecognizerFault::kPartialOnly},
      {"two_finals", RecognizerFault::kTwoFinals},
      {"dies_midway", RecognizerFault::kDiesMidway}};
  static constexpr std::pair<std::string_view, ReplyFault> kReply[] = {
      {"ok", ReplyFault::kOk},           {"never", ReplyFault::kNoAnswer},
      {"fails", ReplyFault::kFails},     {"late", ReplyFault::kLate},
      {"empty", ReplyFault::kEmpty},     {"fails_once", ReplyFault::kFailsOnce},
      {"refuses", ReplyFault::kRefuses}, {"dies_midway", ReplyFault::kDiesMidway}};
  static constexpr std::pair<std::string_view, SynthesisFault> kSynthesis[] = {
      {"ok", SynthesisFault::kOk},
      {"fails", SynthesisFault::kFails},
      {"late", SynthesisFault::kLate},
      {"stops_midway", SynthesisFault::kStopsMidway},
      {"keeps_sending", SynthesisFault::kKeepsSending},
      {"fails_once", SynthesisFault::kFailsOnce}};
  fields.read_choice<RecognizerFault>("recognizer", out.recognizer, kRecognizer);
  fields.read_choice<ReplyFault>("reply_fault", out.reply_fault, kReply);
  fields.read_choice<SynthesisFault>("synthesis", out.synthesis, kSynthesis);
  fields.read_ms("late_ms", out.late);
  fields.read("fault_on_turn", out.fault_on_turn, 0, 1'000'000);

  // Saying how long it goes on says that it goes on; saying only that it does means a second.
  constexpr std::string_view kKeepsSending = "keeps_sending_after_cancel_ms";
  if (fields.has(kKeepsSending)) {
    if (fields.has("synthesis") && out.synthesis != SynthesisFault::kKeepsSending) {
      fields.complain(kKeepsSending, "goes with synthesis \"keeps_sending\"");
    }
    out.synthesis = SynthesisFault::kKeepsSending;
  } else if (out.synthesis == SynthesisFault::kKeepsSending) {
    out.keeps_sending = seconds(1);
  }
  fields.read_ms(kKeepsSending, out.keeps_sending);
}

void read_event_fault(JsonFields& fields, ProviderScript& out) {
  static constexpr std::pair<std::string_view, EventFault> kFaults[] = {
      {"fails", EventFault::kFails}, {"hangs", EventFault::kHangs}, {"late", EventFault::kLate}};
  fields.read_choice<EventFault>("event_fault", out.event_fault, kFaults);
  fields.read("fault_at_event", out.fault_at_event, 0, 1'000'000);
}

void read_endings(JsonFields& fields, ProviderScript& out) {
  static constexpr std::pair<std::string_view, AfterReply> kEndings[] = {
      {"nothing", AfterReply::kNothing}, {"hang_up", AfterReply::kHangUp}, {"transfer", AfterReply::kTransfer}};
  fields.read_choice<AfterReply>("then", out.then, kEndings);
  fields.read("then_on_answer", out.then_on_answer, 0, 1'000'000);
  fields.read("transfer_to", out.transfer_to);
}

void read_provider(JsonFields& fields, ProviderScript& out) {
  fields.read_ms("first_audio_ms", out.first_audio);
  fields.read_ms("synth_first_ms", out.synth_first);
  fields.read_ms("stt_final_ms", out.stt_final);
  fields.read_ms("stt_partial_ms", out.stt_partial);
  fields.read_ms("jitter_ms", out.jitter);
  fields.read_ms("reply_ms", out.reply);
  fields.read_ms("greeting_ms", out.greeting);
  fields.read("replies", out.replies);
  fields.read("complete", out.complete);
  read_provider_faults(fields, out);
  read_event_fault(fields, out);
  read_endings(fields, out);
  fields.finish(kNaiveKeys, "is for a naive agent: give it \"kind\": \"naive\"");
}

void read_naive(JsonFields& fields, NaiveScript& out) {
  std::vector<std::pair<std::string_view, NaiveFault>> faults;
  for (const NaiveFaultInfo& info : naive_faults()) faults.emplace_back(info.name, info.fault);
  std::vector<std::pair<std::string_view, NaivePacing>> pacings;
  for (const NaivePacing pacing : {NaivePacing::kPaced, NaivePacing::kFast, NaivePacing::kBurst}) {
    pacings.emplace_back(name_of(pacing), pacing);
  }
  fields.read_choice<NaiveFault>("fault", out.fault, faults);
  fields.read("fault_on_turn", out.fault_on_turn, 1, 1'000'000);
  fields.read("calls_before", out.calls_before, 0, 1'000'000);
  fields.read("threshold", out.threshold, 1, 32767);
  fields.read_ms("silence_ms", out.silence);
  fields.read_ms("max_utterance_ms", out.max_utterance);
  fields.read_ms("first_audio_ms", out.first_audio);
  fields.read_ms("reply_ms", out.reply);
  fields.read_ms("greeting_ms", out.greeting);
  fields.read("marks", out.marks);
  fields.read("barge_in", out.barge_in);
  NaivePacing pacing = NaivePacing::kPaced;
  fields.read_choice<NaivePacing>("pacing", pacing, pacings);
  if (fields.has("pacing")) out.pacing = pacing;
  fields.finish(kProviderKeys, "is for Parley's own agent, and this one is naive");
}

}  // namespace

void read_agent_script(const json::Value& value, FileProblem& problem, AgentScript& out) {
  static constexpr std::pair<std::string_view, AgentKind> kKinds[] = {{"parley", AgentKind::kParley},
                                                                      {"naive", AgentKind::kNaive}};
  JsonFields fields(value, "agent", problem);
  fields.read_choice<AgentKind>("kind", out.kind, kKinds);
  if (out.kind == AgentKind::kNaive) {
    read_naive(fields, out.naive);
  } else {
    read_provider(fields, out.provider);
  }
}

}  // namespace parley
