#include "core/measure/log_judgement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/measure/call_measurements.h"
#include "import/server_log.h"

namespace parley {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

LogJudgement judged(const std::string& text) {
  ServerLogReader reader;
  reader.push(text);
  const std::vector<LogCall> calls = reader.finish();
  EXPECT_EQ(calls.size(), 1U);
  return calls.empty() ? LogJudgement() : judge_log(calls.front());
}

/// "stuck-speaking!" for what is certain, "stuck-speaking?" for a suspicion.
std::vector<std::string> ids(const LogJudgement& told) {
  std::vector<std::string> all;
  for (const LogRemark& remark : told.remarks) all.push_back(remark.id + (remark.certain ? "!" : "?"));
  return all;
}

const char* const kHealthy =
    "10:00:00.000 WS_CONNECTED mode=AI\n"
    "10:00:00.100 WS_START sid=MZ0001 mode=AI\n"
    "10:00:00.110 [STT] Streaming session started call=CA0001\n"
    "10:00:00.120 STATE -> PROCESSING | len=0 | silence_ms=0 | reason=greeting\n"
    "10:00:00.300 TTS_START | frames=30\n"
    "10:00:00.300 STATE -> SPEAKING | turn=0\n"
    "10:00:00.800 TTS_END | frames=30 | sent=30\n"
    "10:00:00.800 MARK_SENT assistant_tts_end | name=assistant_tts_end:0\n"
    "10:00:01.000 MARK_ACK assistant_tts_end | name=assistant_tts_end:0\n"
    "10:00:01.000 STATE -> LISTENING | buffer_reset | reason=played\n"
    "10:00:03.000 STATE -> PROCESSING | len=32000 | silence_ms=360\n"
    "10:00:03.100 ASR_TEXT: hello | dur_ms=100\n"
    "10:00:03.500 LLM_REPLY: hi\n"
    "10:00:03.640 TTS_START | frames=50\n"
    "10:00:03.640 STATE -> SPEAKING | turn=1\n"
    "10:00:04.520 TTS_END | frames=50 | sent=50\n"
    "10:00:04.520 MARK_SENT assistant_tts_end | name=assistant_tts_end:1\n"
    "10:00:04.700 MARK_ACK assistant_tts_end | name=assistant_tts_end:1\n"
    "10:00:04.700 STATE -> LISTENING | buffer_reset | reason=played\n"
    "10:00:06.000 WS_STOP sid=MZ0001 rx=295 tx=82\n"
    "10:00:06.000 WS_DONE sid=MZ0001 rx=295 tx=82\n";

TEST(LogJudgement, SaysNothingOfAHealthyCall) {
  const LogJudgement told = judged(kHealthy);
  EXPECT_THAT(ids(told), IsEmpty());
  EXPECT_THAT(told.notes, IsEmpty());
  EXPECT_EQ(told.states.illegal, 0);
  EXPECT_EQ(told.states.transitions, 6);
  EXPECT_EQ(told.turns, 1);
  EXPECT_EQ(told.replies, 2);
}

TEST(LogJudgement, TakesLatenciesFromLinesWithTimes) {
  const LatencyMeasurements latency = judged(kHealthy).latency;
  ASSERT_EQ(latency.response.count(), 1);
  EXPECT_EQ(latency.response.max(), 1'000'000) << "640 ms since the decision, which came 360 ms after the speech";
  EXPECT_EQ(latency.end_of_turn.max(), 360'000);
  EXPECT_EQ(latency.recognizer.max(), 100'000);
  EXPECT_EQ(latency.model.max(), 400'000);
  EXPECT_EQ(latency.synthesis.max(), 140'000);
  EXPECT_EQ(latency.first_audio.max(), 200'000);
  EXPECT_EQ(latency.mark_trip.count(), 2);
  EXPECT_EQ(latency.mark_trip.max(), 200'000);
  EXPECT_EQ(latency.mark_excess.max(), 100'000) << "the greeting's sound ends at 0.9 s";
}

TEST(LogJudgement, FindsTransitionsThatSkipAState) {
  const LogJudgement told =
      judged("STATE -> LISTENING\nSTATE -> SPEAKING\nSTATE -> PROCESSING\nSTATE -> PROCESSING\n");
  EXPECT_EQ(told.states.illegal, 2) << "a state named twice is none";
  EXPECT_THAT(ids(told), Contains("illegal-transition!").Times(2));
  EXPECT_EQ(told.remarks[0].line, 2);
}

TEST(LogJudgement, TakesAnAckThatNamesAStateForATransition) {
  const LogJudgement told = judged(
      "STATE -> THINKING | silence_ms=400\nSTATE -> SPEAKING\nMARK_ACK: assistant_tts_end -> LISTENING\n"
      "STATE -> PROCESSING | silence_ms=400\n");
  EXPECT_EQ(told.states.illegal, 0);
  EXPECT_EQ(told.states.transitions, 4);
}

TEST(LogJudgement, JudgesNoTransitionFromStatesThatWereOnlyPrinted) {
  const LogJudgement told = judged("State=LISTENING Buffer_size=0\nState=SPEAKING Buffer_size=3\n");
  EXPECT_EQ(told.states.illegal, 0);
  EXPECT_TRUE(told.states.known);
}

TEST(LogJudgement, FindsSpeakingThatNeverEnds) {
  const std::string begin =
      "WS_START sid=MZ0001\nSTATE -> PROCESSING | silence_ms=300\nSTATE -> SPEAKING\nTTS_END | frames=5 | sent=5\n";
  EXPECT_THAT(ids(judged(begin + "MARK_ACK: tts\nPartial: hello?\n")), Contains("stuck-speaking!"));
  EXPECT_THAT(ids(judged(begin + "Partial: hello?\n")), Contains("stuck-speaking?"));
  EXPECT_THAT(ids(judged(begin)), Not(Contains(HasSubstr("stuck")))) << "the log may just end here";
  EXPECT_THAT(ids(judged(begin + "MARK_ACK: tts\nWS_STOP sid=MZ0001 rx=9 tx=9\n")),
              Not(Contains(HasSubstr("stuck"))))
      << "the caller hung up";
}

TEST(LogJudgement, FindsProcessingThatNeverEnds) {
  const std::string timed = "10:00:00.000 STATE -> PROCESSING | silence_ms=300\n";
  EXPECT_THAT(ids(judged(timed + "10:00:09.000 WS_STOP sid=MZ0001 rx=450 tx=9\n")), Contains("stuck-processing!"));
  EXPECT_THAT(ids(judged(timed + "10:00:02.000 WS_STOP sid=MZ0001 rx=9 tx=9\n")),
              Not(Contains(HasSubstr("stuck"))));
  EXPECT_THAT(ids(judged("STATE -> PROCESSING\nLLM_ERR: timeout\n")), Contains("stuck-processing?"));
}

TEST(LogJudgement, SuspectsSilenceThatIsNeverMeasured) {
  std::string text;
  for (int turn = 0; turn < 3; ++turn) {
    text += "STATE -> PROCESSING | len=80000 | silence_ms=0\nSTATE -> SPEAKING\nSTATE -> LISTENING\n";
  }
  const LogJudgement told = judged(text);
  EXPECT_THAT(ids(told), Contains("turn-never-closes?"));
  EXPECT_TRUE(told.latency.end_of_turn.empty()) << "a delay that the server cannot measure is no measurement";
  std::string silences;
  for (int i = 0; i < 5; ++i) silences += "SILENCE_TIME: 0.00s\n";
  EXPECT_THAT(ids(judged(silences)), Contains("turn-never-closes?"));
  EXPECT_THAT(ids(judged(silences + "SILENCE_TIME: 0.30s\n")), IsEmpty());
}

TEST(LogJudgement, HoldsCountsAgainstTurns) {
  EXPECT_THAT(ids(judged("WS_START sid=MZ0001 mode=AI\nSTATE -> PROCESSING\nSTATE -> SPEAKING\nSTATE -> LISTENING\n"
                         "WS_STOP sid=MZ0001 rx=100 tx=0\n")),
              Contains("nothing-sent!"));
  EXPECT_THAT(ids(judged("WS_START sid=MZ0001 mode=SINK\nWS_STOP sid=MZ0001 rx=100 tx=0\n")), IsEmpty());
  EXPECT_THAT(ids(judged("WS_START sid=MZ0001 mode=AI\nWS_STOP sid=MZ0001 rx=0 tx=9\n")),
              Contains("nothing-received!"));
  EXPECT_THAT(ids(judged("TTS_END | frames=50 | sent=50\nWS_STOP sid=MZ0001 rx=1 tx=20\n")),
              Contains("counts-differ?"));
  EXPECT_THAT(ids(judged("10:00:00.0 WS_START sid=MZ0001\n10:00:10.0 WS_STOP sid=MZ0001 rx=100 tx=20\n")),
              Contains("frames-missing?"));
}

TEST(LogJudgement, FindsARecogniserThatStartsAfterTheGreeting) {
  EXPECT_THAT(
      ids(judged("WS_START sid=MZ0001\nTTS_START | frames=9\n[STT] Streaming session started call=CA0001\n")),
      Contains("recognizer-late!"));
  EXPECT_THAT(ids(judged("WS_START sid=MZ0001\n[STT] Streaming session started call=CA0001\nTTS_START | frames=9\n"
                         "[STT] Streaming session started call=CA0001\n")),
              IsEmpty())
      << "a second session is a reconnection";
}

TEST(LogJudgement, SuspectsWhatIsDroppedAndWhatDrifts) {
  const LogJudgement told = judged(
      "DEDUP: same utterance ignored\nSend queue full, dropping frame\nSend queue full, dropping frame\n"
      "TTS_ERR: 503\nTX drift=-400ms\nTTS_END | frames=9 | sent=7\n");
  EXPECT_THAT(ids(told), testing::UnorderedElementsAre("lost-turn?", "send-queue-full?", "errors?", "tx-drift?",
                                                       "truncated-reply?"));
}

TEST(LogJudgement, SaysWhatIsMissing) {
  const LogJudgement bare = judged("TTS_START | frames=9\n");
  EXPECT_THAT(bare.notes, Contains(HasSubstr("no time stamps")));
  EXPECT_THAT(bare.notes, Contains("no states"));
  EXPECT_THAT(bare.notes, Contains("no MARK_ACK"));
  const LogJudgement coarse = judged("10:00:00 STATE -> PROCESSING | silence_ms=300\n10:00:01 STATE -> SPEAKING\n");
  EXPECT_THAT(coarse.notes, Contains(HasSubstr("whole seconds")));
  EXPECT_TRUE(coarse.latency.response.empty());
  EXPECT_EQ(coarse.latency.end_of_turn.count(), 1) << "this needs no times";
}

TEST(LogJudgement, OfNothingIsNothing) {
  EXPECT_THAT(ids(judge_log(LogCall())), IsEmpty());
}

}  // namespace
}  // namespace parley
