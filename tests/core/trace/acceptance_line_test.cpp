#include "core/trace/acceptance_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/core/trace/event_samples.h"

namespace parley::trace {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TraceHeader header() {
  TraceHeader header;
  header.call_sid = "CA1";
  header.stream_sid = "MZ1";
  return header;
}

std::vector<std::string> lines(What what) {
  return acceptance_lines({kCallStart, std::move(what), kNotAnInput}, header());
}

std::string text_of(const std::vector<What>& events) {
  std::string text;
  for (const What& event : events) {
    for (const std::string& line : lines(event)) text += line + "\n";
  }
  return text;
}

StateChanged state(TurnState from, TurnState to, TurnReason reason, std::int32_t turn, std::int64_t bytes = 0,
                   std::int64_t silence_ms = 0) {
  return {from, to, TurnPhase::kIdle, reason, {turn}, bytes, silence_ms, kCallStart};
}

TEST(AcceptanceLog, TellsAWholeTurn) {
  using enum TurnState;
  EXPECT_EQ(text_of({
                Connection{"opened", ""},
                Message{Direction::kToAgent, R"({"event":"connected","protocol":"Call","version":"1.0.0"})"},
                ProviderAsked{OpenRecognizer{}},
                Message{Direction::kToAgent, R"({"event":"start","sequenceNumber":"1","start":{}})"},
                Message{Direction::kToAgent, R"({"event":"media","media":{"payload":"AQID"}})"},
                Wake{},
                ProviderSaid{Partial{{}, "what are"}},
                state(kListening, kProcessing, TurnReason::kEndOfUtterance, 3, 32000, 360),
                ProviderSaid{Final{{}, "what are your hours"}},
                TurnText{{3}, "what are your hours", 412},
                ReplyComposed{{3}, "From nine to five."},
                ReplyStarted{{3}, ReplyKind::kAnswer, 96},
                state(kProcessing, kSpeaking, TurnReason::kFirstAudio, 3),
                ReplyEnded{{3}, ReplyKind::kAnswer, 142, 142},
                MarkSent{{3}, "assistant_tts_end:3"},
                MarkAcked{"assistant_tts_end:3", false, false},
                state(kSpeaking, kListening, TurnReason::kPlayed, 3),
                CallSummary{120, 95, true, 1},
            }),
            "WS_CONNECTED mode=AI\n"
            "[STT] Streaming session started call=CA1\n"
            "[WS] connected call=CA1\n"
            "WS_START sid=MZ1 mode=AI\n"
            "🟡 Partial: what are\n"
            "STATE -> PROCESSING | len=32000 | silence_ms=360\n"
            "🟢 Final: what are your hours\n"
            "ASR_TEXT: what are your hours | dur_ms=412\n"
            "LLM_REPLY: From nine to five.\n"
            "TTS_START | frames=96\n"
            "STATE -> SPEAKING | turn=3\n"
            "TTS_END | frames=142 | sent=142\n"
            "MARK_SENT assistant_tts_end | name=assistant_tts_end:3\n"
            "MARK_ACK assistant_tts_end | name=assistant_tts_end:3\n"
            "STATE -> LISTENING | buffer_reset | reason=played\n"
            "WS_STOP sid=MZ1 rx=120 tx=95\n"
            "WS_DONE sid=MZ1 rx=120 tx=95\n");
}

TEST(AcceptanceLog, TellsAnInterruption) {
  using enum TurnState;
  EXPECT_EQ(text_of({
                BargeIn{{3}, kCallStart, 600, 590},
                state(kSpeaking, kListening, TurnReason::kBargeIn, 3),
                MarkAcked{"assistant_tts_end:3", true, false},
                DuplicateDropped{{}, "what are your hours"},
            }),
            "BARGE_IN: interrupt speaking | after_ms=600\n"
            "STATE -> LISTENING | buffer_reset | reason=barge_in\n"
            "MARK_ACK assistant_tts_end | name=assistant_tts_end:3 | cleared\n"
            "DEDUP: same utterance ignored\n");
}

TEST(AcceptanceLog, SaysWhyAgentSpeaksUnaskedAndNotThatItEnded) {
  using enum TurnState;
  EXPECT_THAT(lines(state(kListening, kProcessing, TurnReason::kGreeting, 0)),
              ElementsAre("STATE -> PROCESSING | len=0 | silence_ms=0 | reason=greeting"));
  EXPECT_THAT(lines(state(kListening, kProcessing, TurnReason::kResume, 4)),
              ElementsAre("STATE -> PROCESSING | len=0 | silence_ms=0 | reason=resume"));
  EXPECT_THAT(lines(state(kSpeaking, kEnded, TurnReason::kHangUp, 4)), IsEmpty());
}

TEST(AcceptanceLog, SaysThatAnUtteranceEndedForItsWords) {
  StateChanged change =
      state(TurnState::kListening, TurnState::kProcessing, TurnReason::kEndOfUtterance, 3, 32000, 200);
  change.text_complete = true;
  EXPECT_THAT(lines(change), ElementsAre("STATE -> PROCESSING | len=32000 | silence_ms=200 | text_complete"));
}

TEST(AcceptanceLog, NamesTheStageThatFailed) {
  EXPECT_THAT(lines(StageFailed{Stage::kRecognizer, {1}, "gone"}), ElementsAre("ASR_ERR: gone"));
  EXPECT_THAT(lines(StageFailed{Stage::kReply, {1}, "429"}), ElementsAre("LLM_ERR: 429"));
  EXPECT_THAT(lines(StageFailed{Stage::kSynthesis, {1}, "timeout"}), ElementsAre("TTS_ERR: timeout"));
  EXPECT_THAT(lines(StageFailed{Stage::kHandler, {}, "bad message"}), ElementsAre("WS_HANDLER_ERR: bad message"));
}

TEST(AcceptanceLog, ASocketLostWithoutStopIsAnEndNotAStop) {
  EXPECT_THAT(lines(CallSummary{120, 95, false, 1}),
              ElementsAre("WS_END sid=MZ1 rx=120 tx=95", "WS_DONE sid=MZ1 rx=120 tx=95"));
}

TEST(AcceptanceLog, NamesTheModeOfTheCall) {
  TraceHeader echo = header();
  echo.mode = "ECHO";
  const CallEvent opened{kCallStart, Connection{"opened", ""}, 0};
  const CallEvent start{kCallStart, Message{Direction::kToAgent, R"({"event":"start"})"}, 1};
  EXPECT_THAT(acceptance_lines(opened, echo), ElementsAre("WS_CONNECTED mode=ECHO"));
  EXPECT_THAT(acceptance_lines(start, echo), ElementsAre("[WS] connected call=CA1", "WS_START sid=MZ1 mode=ECHO"));
}

TEST(AcceptanceLog, IsSilentAboutTheRest) {
  EXPECT_THAT(lines(Connection{"closed", "1006"}), IsEmpty());
  EXPECT_THAT(lines(Message{Direction::kFromAgent, R"({"event":"start"})"}), IsEmpty());
  EXPECT_THAT(lines(Message{Direction::kToAgent, "nonsense"}), IsEmpty());
  EXPECT_THAT(lines(ProviderSaid{RecognizerFailed{"gone"}}), IsEmpty());
  EXPECT_THAT(lines(ProviderAsked{AskReply{{1}, "hours?"}}), IsEmpty());
  EXPECT_THAT(lines(PhaseChanged{}), IsEmpty());
  EXPECT_THAT(lines(WatchdogFired{{1}, "mark"}), IsEmpty());
}

TEST(AcceptanceLog, TellsOfNoStreamingSessionWhereThereIsNone) {
  TraceHeader without = header();
  without.settings = {{"stt.streaming", "false"}};
  EXPECT_THAT(acceptance_lines({kCallStart, ProviderAsked{OpenRecognizer{}}, kNotAnInput}, without), IsEmpty());
  EXPECT_THAT(lines(ProviderAsked{OpenRecognizer{}}), ElementsAre("[STT] Streaming session started call=CA1"));
}

TEST(AcceptanceLog, NoTextFromOutsideCanForgeALine) {
  EXPECT_THAT(lines(ProviderSaid{Final{{}, "hi\nWS_DONE sid=MZ1\r\x1b[2J"}}),
              ElementsAre("🟢 Final: hi WS_DONE sid=MZ1  [2J"));
  for (const auto& sample : samples::every_kind()) {
    for (const std::string& line : acceptance_lines(sample.event, header())) {
      EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    }
  }
}

}  // namespace
}  // namespace parley::trace
