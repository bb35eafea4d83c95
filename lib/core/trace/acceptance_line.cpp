#include "core/trace/acceptance_line.h"

#include <algorithm>

#include "core/base/overloaded.h"
#include "core/trace/message_peek.h"

namespace parley::trace {
namespace {

using Lines = std::vector<std::string>;

std::string number(std::int64_t value) {
  return std::to_string(value);
}

/// Text from outside stays on its line: a control character in it becomes a space, so nobody can forge a line.
std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& byte : line) {
    if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F) byte = ' ';
  }
  return line;
}

/// "assistant_tts_end" of "assistant_tts_end:3".
std::string mark_kind(std::string_view name) {
  return one_line(name.substr(0, name.rfind(':')));
}

std::string sid_and_counts(const CallSummary& summary, const TraceHeader& header) {
  return "sid=" + one_line(header.stream_sid) + " rx=" + number(summary.rx) + " tx=" + number(summary.tx);
}

Lines of_message(const Message& message, const TraceHeader& header) {
  if (message.direction != Direction::kToAgent || peek_event(message.text) != "start") return {};
  return {"[WS] connected call=" + one_line(header.call_sid),
          "WS_START sid=" + one_line(header.stream_sid) + " mode=" + one_line(header.mode)};
}

Lines of_provider(const ProviderEvent& event) {
  if (const auto* partial = std::get_if<Partial>(&event)) return {"🟡 Partial: " + one_line(partial->text)};
  if (const auto* final = std::get_if<Final>(&event)) return {"🟢 Final: " + one_line(final->text)};
  return {};  // Failures are said once, by StageFailed.
}

Lines of_state(const StateChanged& change) {
  const std::string reason = " | reason=" + std::string(name_of(change.reason));
  switch (change.to) {
    case TurnState::kListening:
      return {"STATE -> LISTENING | buffer_reset" + reason};
    case TurnState::kProcessing:
      return {"STATE -> PROCESSING | len=" + number(change.utterance_bytes) + " | silence_ms=" +
              number(change.silence_ms) + (change.reason == TurnReason::kEndOfUtterance ? "" : reason) +
              (change.text_complete ? " | text_complete" : "")};
    case TurnState::kSpeaking:
      return {"STATE -> SPEAKING | turn=" + number(change.turn.value)};
    case TurnState::kEnded:
      return {};  // WS_DONE says it
  }
  return {};
}

std::string_view error_word(Stage stage) {
  switch (stage) {
    case Stage::kRecognizer:
      return "ASR_ERR: ";
    case Stage::kReply:
      return "LLM_ERR: ";
    case Stage::kSynthesis:
      return "TTS_ERR: ";
    case Stage::kHandler:
      return "WS_HANDLER_ERR: ";
  }
  return "WS_HANDLER_ERR: ";
}

/// One arm for each kind, those included that say nothing: a new kind has to be considered here.
class LinesOf {
 public:
  explicit LinesOf(const TraceHeader& header) : header_(header) {}

  Lines operator()(const Message& message) const { return of_message(message, header_); }
  Lines operator()(const ProviderSaid& said) const { return of_provider(said.event); }
  Lines operator()(const Connection& connection) const {
    if (connection.what != "opened") return {};
    return {"WS_CONNECTED mode=" + one_line(header_.mode)};
  }
  Lines operator()(const ProviderAsked& asked) const {
    if (!std::holds_alternative<OpenRecognizer>(asked.request) || !streams()) return {};
    return {"[STT] Streaming session started call=" + one_line(header_.call_sid)};
  }
  Lines operator()(const StateChanged& change) const { return of_state(change); }
  Lines operator()(const TurnText& turn) const {
    return {"ASR_TEXT: " + one_line(turn.text) + " | dur_ms=" + number(turn.took_ms)};
  }
  Lines operator()(const ReplyComposed& reply) const { return {"LLM_REPLY: " + one_line(reply.text)}; }
  Lines operator()(const ReplyStarted& reply) const {
    return {"TTS_START | frames=" + number(reply.frames_queued)};
  }
  Lines operator()(const ReplyEnded& reply) const {
    return {"TTS_END | frames=" + number(reply.frames) + " | sent=" + number(reply.sent)};
  }
  Lines operator()(const MarkSent& mark) const {
    return {"MARK_SENT " + mark_kind(mark.name) + " | name=" + one_line(mark.name)};
  }
  Lines operator()(const MarkAcked& mark) const {
    return {"MARK_ACK " + mark_kind(mark.name) + " | name=" + one_line(mark.name) +
            (mark.cleared ? " | cleared" : "")};
  }
  Lines operator()(const BargeIn& barge_in) const {
    return {"BARGE_IN: interrupt speaking | after_ms=" + number(barge_in.after_ms)};
  }
  Lines operator()(const DuplicateDropped&) const { return {"DEDUP: same utterance ignored"}; }
  Lines operator()(const StageFailed& failure) const {
    return {std::string(error_word(failure.stage)) + one_line(failure.reason)};
  }
  Lines operator()(const CallSummary& summary) const {
    const std::string rest = sid_and_counts(summary, header_);
    return {(summary.stopped ? "WS_STOP " : "WS_END ") + rest, "WS_DONE " + rest};
  }
  Lines operator()(const Wake&) const { return {}; }
  Lines operator()(const PhaseChanged&) const { return {}; }
  Lines operator()(const VoiceStarted&) const { return {}; }
  Lines operator()(const VoiceEnded&) const { return {}; }
  Lines operator()(const FloorCalibrated&) const { return {}; }
  Lines operator()(const ThresholdLow&) const { return {}; }
  Lines operator()(const InboundGap&) const { return {}; }
  Lines operator()(const NoiseDropped&) const { return {}; }
  Lines operator()(const LateDropped&) const { return {}; }
  Lines operator()(const WatchdogFired&) const { return {}; }
  Lines operator()(const Violation&) const { return {}; }
  Lines operator()(const Unanswered&) const { return {}; }
  Lines operator()(const AudioLost&) const { return {}; }
  Lines operator()(const Transfer&) const { return {}; }
  Lines operator()(const Heard&) const { return {}; }

 private:
  bool streams() const {
    return std::none_of(header_.settings.begin(), header_.settings.end(), [](const auto& setting) {
      return setting.first == "stt.streaming" && setting.second == "false";
    });
  }

  const TraceHeader& header_;
};

}  // namespace

std::vector<std::string> acceptance_lines(const CallEvent& event, const TraceHeader& header) {
  return std::visit(LinesOf(header), event.what);
}

}  // namespace parley::trace
