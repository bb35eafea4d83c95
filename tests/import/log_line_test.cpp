#include "import/log_line.h"

#include <gtest/gtest.h>

#include <string>

namespace parley {
namespace {

struct Expected {
  const char* line;
  LogKind kind;
  const char* key;  // a field that has to be there, or nullptr
  const char* value;
};

class AnyForm : public testing::TestWithParam<Expected> {};

TEST_P(AnyForm, IsRecognised) {
  const auto told = read_log_line(GetParam().line);
  ASSERT_TRUE(told.has_value()) << GetParam().line;
  EXPECT_EQ(told->event.kind, GetParam().kind) << name_of(told->event.kind);
  if (GetParam().key == nullptr) return;
  const std::string* value = told->event.find(GetParam().key);
  ASSERT_NE(value, nullptr) << GetParam().key;
  EXPECT_EQ(*value, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Of, AnyForm,
    testing::Values(
        Expected{"[CFG] ENABLE_STREAMING_STT=True mode=AI", LogKind::kConfig, "mode", "AI"},
        Expected{"2025-12-07T15:04:49Z info WS_CONNECTED mode=AI", LogKind::kConnected, "mode", "AI"},
        Expected{"[WS] connected call=CA12345678", LogKind::kCallNamed, "call", "CA12345678"},
        Expected{"WS_START sid=MZ1 call_sid=CA1", LogKind::kStart, "call_sid", "CA1"},
        Expected{"[STT] Streaming session started call=CA1", LogKind::kRecognizerStarted, nullptr, nullptr},
        Expected{"\U0001F7E1 Partial: what are", LogKind::kPartial, "text", "what are"},
        Expected{
            "app-1  | \U0001F7E2 Final: \u05E9\u05DC\u05D5\u05DD, \u05DE\u05D4 \u05E9\u05DC\u05D5\u05DE\u05DA?",
            LogKind::kFinal, "text", "\u05E9\u05DC\u05D5\u05DD, \u05DE\u05D4 \u05E9\u05DC\u05D5\u05DE\u05DA?"},
        Expected{"web  | STATE -> PROCESSING | len=32000 | silence_ms=360", LogKind::kState, "silence_ms", "360"},
        Expected{"State=LISTENING Buffer_size=0", LogKind::kStateSeen, "Buffer_size", "0"},
        Expected{"\u23F3 END OF UTTERANCE: 3.8s audio", LogKind::kUtteranceEnd, "audio_s", "3.8"},
        Expected{"SILENCE_TIME: 0.00s", LogKind::kSilence, "silence_s", "0.00"},
        Expected{"ASR_TEXT: it is a=b | dur_ms=412", LogKind::kText, "dur_ms", "412"},
        Expected{"LLM_REPLY: We open at nine | or ten", LogKind::kReply, "text", "We open at nine"},
        Expected{"TTS_START | frames=96", LogKind::kReplyStarted, "frames", "96"},
        Expected{"TTS_END | frames=142 | sent=141", LogKind::kReplyEnded, "sent", "141"},
        Expected{"tts_done", LogKind::kReplyEnded, nullptr, nullptr},
        Expected{"received mark: tts_done", LogKind::kMarkAcked, "name", "tts_done"},
        Expected{"sending mark tts_done", LogKind::kMarkSent, "name", "tts_done"},
        Expected{"MARK_SENT: assistant_tts_end (queued)", LogKind::kMarkSent, "name", "assistant_tts_end"},
        Expected{"MARK_SENT assistant_tts_end | name=assistant_tts_end:3", LogKind::kMarkSent, "name",
                 "assistant_tts_end:3"},
        Expected{"MARK_ACK: assistant_tts_end -> LISTENING", LogKind::kMarkAcked, "name", "assistant_tts_end"},
        Expected{"TTS_MARK_ACK", LogKind::kMarkAcked, "name", ""},
        Expected{"MARK_ACK assistant_tts_end | name=a:3 | cleared", LogKind::kMarkAcked, "cleared", "1"},
        Expected{"BARGE_IN: interrupt speaking | after_ms=1200", LogKind::kBargeIn, "after_ms", "1200"},
        Expected{"DEDUP: same utterance ignored", LogKind::kDuplicate, nullptr, nullptr},
        Expected{"WARN Send queue full, dropping frame", LogKind::kQueueFull, nullptr, nullptr},
        Expected{"[TX] drift=-12.5ms", LogKind::kDrift, "drift_ms", "-12.5"},
        Expected{"RX/TX drift: 1.5 s", LogKind::kDrift, "drift_ms", "1500"},
        Expected{"TX resync after 320ms", LogKind::kResync, nullptr, nullptr},
        Expected{"LLM_ERR: timeout | attempt=2", LogKind::kError, "stage", "LLM"},
        Expected{"WS_STOP sid=MZ1 rx=120 tx=95", LogKind::kStop, "tx", "95"},
        Expected{"WS_END sid=MZ1 rx=120 tx=95", LogKind::kEnd, "rx", "120"},
        Expected{"{\"ts\":1,\"msg\":\"WS_DONE sid=MZ1 rx=120 tx=95\"}", LogKind::kDone, "tx", "95"}));

TEST(LogLine, KnowsAStateByAnyOfItsNamesAndArrows) {
  const auto state = [](const char* line) {
    const auto told = read_log_line(line);
    return told ? told->event.state : std::nullopt;
  };
  EXPECT_EQ(state("STATE -> THINKING"), TurnState::kProcessing);
  EXPECT_EQ(state("STATE \u2192 SPEAKING"), TurnState::kSpeaking);
  EXPECT_EQ(state("STATE: listening"), TurnState::kListening);
  EXPECT_EQ(state("STATE LISTENING -> PROCESSING (eou)"), TurnState::kProcessing);
  EXPECT_EQ(state("STATE: SPEAKING \u2192 LISTENING"), TurnState::kListening);
  EXPECT_EQ(state("MARK_ACK: assistant_tts_end -> LISTENING"), TurnState::kListening);
}

TEST(LogLine, IsNoneWhereTheWordsMeanSomethingElse) {
  for (const char* line :
       {"", "GET /healthz 200", "UNITED STATES", "state=open port=80", "STATE -> OPEN", "MYSTATE -> SPEAKING",
        "clock drift 3 ms", "SILENCE_TIME: none", "ASR_TEXTS", "xWS_START"}) {
    EXPECT_FALSE(read_log_line(line).has_value()) << line;
  }
}

TEST(LogLine, NamesItsCall) {
  const auto told = read_log_line(
      "2026-11-21T10:00:00.000123Z CA0123456789abcdef0123456789abcdef STATE -> PROCESSING | len=1 | silence_ms=3");
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->call_sid, "CA0123456789abcdef0123456789abcdef");
  const auto both = read_log_line("WS_START sid=abc-1 call_sid=xyz");
  ASSERT_TRUE(both.has_value());
  EXPECT_EQ(both->stream_sid, "abc-1");
  EXPECT_EQ(both->call_sid, "xyz");
}

TEST(LogLine, DropsTheColoursOfATerminal) {
  EXPECT_EQ(without_escapes("\x1b[36mweb-1  |\x1b[0m STATE -> SPEAKING"), "web-1  | STATE -> SPEAKING");
  EXPECT_EQ(without_escapes("a\x1b"), "a");
  EXPECT_EQ(without_escapes("a\x1b["), "a");
}

TEST(LogLine, KeepsABoundedTextThatEndsBetweenCharacters) {
  std::string line = "Final: x";
  for (int i = 0; i < 500; ++i) line += "\u05E9";
  const auto told = read_log_line(line);
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->event.find("text")->size(), 199U);
}

TEST(LogEvent, ReadsNumbersFromFields) {
  LogEvent event;
  event.fields = {{"a", "3.85s audio"}, {"b", "-12"}, {"c", "x1"}, {"d", "99999999999999999999"}, {"e", "+0.1256"}};
  EXPECT_EQ(event.thousandths("a"), 3850);
  EXPECT_EQ(event.number("b"), -12);
  EXPECT_EQ(event.number("c"), std::nullopt);
  EXPECT_EQ(event.number("d"), std::nullopt) << "no count is that large";
  EXPECT_EQ(event.thousandths("e"), 125);
  EXPECT_EQ(event.number("f"), std::nullopt);
}

}  // namespace
}  // namespace parley
