#include "import/streamed_trace.h"

#include <gtest/gtest.h>

#include <string>

#include "core/trace/jsonl.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

/// A call with all that is measured: two replies with marks, one cleared, states, gaps and jitter.
trace::CallTrace call() {
  TraceBuilder builder;
  builder.caller(500, 1500).state(2400, TurnState::kListening, TurnState::kProcessing);
  builder.agent(3000, 2000).mark(5000, "one").mark_back(5080, "one");
  builder.state(3000, TurnState::kProcessing, TurnState::kSpeaking);
  builder.state(5080, TurnState::kSpeaking, TurnState::kListening);
  builder.caller(6000, 1000)
      .agent(8000, 3000, Sending::kPaced, 0, 1500)
      .mark(9000, "two")
      .mark(9390, "three")
      .clear(9400);
  builder.mark_back(9450, "two").mark_back(9450, "three").state(9400, TurnState::kListening, TurnState::kSpeaking);
  return builder.ends(12'000);
}

Result<CallMeasurements> streamed(std::string_view text, std::size_t block = 1'000'000) {
  StreamedTrace reader("call.trace.jsonl");
  while (!text.empty()) {
    const std::string_view part = text.substr(0, block);
    if (auto error = reader.push(part)) return *error;
    text.remove_prefix(part.size());
  }
  return reader.finish();
}

TEST(StreamedTrace, SaysOfPaceAndStatesWhatTheWholeTraceSays) {
  const trace::CallTrace trace = call();
  const CallMeasurements whole = measure(trace);
  const auto told = streamed(trace::write_trace(trace));
  ASSERT_TRUE(told.has_value()) << told.error().text();
  EXPECT_EQ(told->name, whole.name);
  EXPECT_EQ(told->source, whole.source);
  EXPECT_EQ(told->pacing.messages, whole.pacing.messages);
  EXPECT_EQ(told->pacing.bytes, whole.pacing.bytes);
  EXPECT_EQ(told->pacing.runs, whole.pacing.runs);
  EXPECT_EQ(told->pacing.underruns, whole.pacing.underruns);
  EXPECT_EQ(told->pacing.stalls, whole.pacing.stalls);
  EXPECT_EQ(told->pacing.interval.count(), whole.pacing.interval.count());
  EXPECT_EQ(told->pacing.interval.max(), whole.pacing.interval.max());
  EXPECT_EQ(told->pacing.lead.max(), whole.pacing.lead.max());
  EXPECT_EQ(told->pacing.heard_messages, whole.pacing.heard_messages);
  EXPECT_EQ(told->pacing.heard_jitter, whole.pacing.heard_jitter);
  EXPECT_EQ(told->states.transitions, whole.states.transitions);
  EXPECT_EQ(told->states.illegal, 1);
  EXPECT_EQ(told->latency.mark_trip.count(), 2) << "the one that the clear released proves nothing";
  EXPECT_EQ(told->latency.mark_trip.count(), whole.latency.mark_trip.count());
  EXPECT_EQ(told->latency.mark_trip.max(), whole.latency.mark_trip.max());
  EXPECT_EQ(told->latency.marks_missing, 0);
}

TEST(StreamedTrace, IsTheSameInBlocksOfAnySize) {
  const std::string text = trace::write_trace(call());
  const auto once = streamed(text);
  for (const std::size_t block : {1U, 7U, 500U, 4096U}) {
    const auto told = streamed(text, block);
    ASSERT_TRUE(told.has_value()) << told.error().text();
    EXPECT_EQ(told->pacing.messages, once->pacing.messages);
    EXPECT_EQ(told->pacing.lead.max(), once->pacing.lead.max());
    EXPECT_EQ(told->states.transitions, once->states.transitions);
  }
}

TEST(StreamedTrace, ReadsMediaInAnyFormAsInOurs) {
  const std::string head = R"({"schema":1})"
                           "\n";
  const std::string ours =
      R"({"at_us":1000,"kind":"message","in":4,"dir":"from_agent","text":"{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"payload\":\"f39/fw==\"}}","deadline_us":900})"
      "\n";
  const std::string theirs =
      R"({"kind":"message", "dir":"from_agent", "at_us":1000, "text":"{\"media\": {\"payload\": \"f39/fw==\"}, \"event\": \"media\", \"streamSid\": \"MZ1\"}", "deadline_us":900})"
      "\n";
  for (const std::string& line : {ours, theirs}) {
    const auto told = streamed(head + line);
    ASSERT_TRUE(told.has_value()) << told.error().text();
    EXPECT_EQ(told->pacing.messages, 1) << line;
    EXPECT_EQ(told->pacing.bytes, 4) << line;
    EXPECT_EQ(told->pacing.lateness.max(), 100) << line;
  }
}

TEST(StreamedTrace, RefusesWhatIsNoTraceWithItsPlace) {
  const std::string head = R"({"schema":1})"
                           "\n";
  const auto error_of = [](const std::string& text) {
    const auto told = streamed(text);
    return told.has_value() ? std::string() : told.error().text();
  };
  EXPECT_NE(error_of("no header\n").find("call.trace.jsonl:1: no trace header"), std::string::npos)
      << error_of("no header\n");
  EXPECT_NE(error_of(head + "{\"at_us\":1,\"kind\":\"wakes\"}\n").find("call.trace.jsonl:2"), std::string::npos);
  EXPECT_NE(
      error_of(head + "{\"at_us\":9,\"kind\":\"wake\"}\n{\"at_us\":1,\"kind\":\"wake\"}\n").find("8 us before"),
      std::string::npos);
  EXPECT_NE(error_of(head + "nonsense\n").find("call.trace.jsonl:2"), std::string::npos);
}

TEST(StreamedTrace, ThatIsCutOffIsMeasuredUpToThere) {
  std::string text = trace::write_trace(call());
  text.resize(text.size() - 30);
  const auto told = streamed(text);
  ASSERT_TRUE(told.has_value()) << told.error().text();
  EXPECT_NE(told->notes.front().find("cut off"), std::string::npos);
  EXPECT_GT(told->pacing.messages, 100);
}

TEST(StreamedTrace, DoesNotHoldALineWithoutEnd) {
  StreamedTrace reader("long");
  const std::string block(std::size_t{1} << 20U, 'x');
  std::optional<Error> error;
  for (int i = 0; i < 20 && !error; ++i) error = reader.push(block);
  ASSERT_TRUE(error.has_value());
  EXPECT_NE(error->message.find("longer than 16 MiB"), std::string::npos);
}

}  // namespace
}  // namespace parley
