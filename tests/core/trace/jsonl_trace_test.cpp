#include <gtest/gtest.h>

#include <algorithm>

#include "core/trace/jsonl.h"
#include "tests/core/trace/event_samples.h"

namespace parley::trace {
namespace {

constexpr std::string_view kHeader = "{\"schema\":1}\n";
constexpr std::string_view kWake = "{\"at_us\":1,\"kind\":\"wake\"}\n";

CallTrace full_trace() {
  CallTrace trace;
  trace.header.build = "0.1.0";
  trace.header.observed_at = ObservedAt::kFarEnd;
  trace.header.start_utc = "2026-11-21T10:00:00.000123Z";
  trace.header.call_sid = "CA1";
  trace.header.stream_sid = "MZ1";
  trace.header.scenario = "two_turns";
  trace.header.seed = 7;
  trace.header.detector = "none";
  trace.header.provider = "scripted";
  trace.header.mode = "ECHO";
  trace.header.settings = {{"vad.onset_ms", "80"}, {"agent.language", "he"}};
  trace.header.own_lateness_p99_us = 400;
  trace.header.has_audio = false;
  trace.header.has_text = false;
  for (const auto& sample : samples::every_kind()) trace.events.push_back(sample.event);
  std::stable_sort(trace.events.begin(), trace.events.end(),
                   [](const CallEvent& a, const CallEvent& b) { return a.at < b.at; });
  return trace;
}

std::string error_of(std::string_view text) {
  const auto trace = read_trace(text, "a.trace.jsonl");
  return trace.has_value() ? "no error" : trace.error().text();
}

std::string join(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

TEST(Trace, TheHeaderIsTheFirstLine) {
  const std::string text = write_trace(full_trace());
  EXPECT_EQ(text.substr(0, text.find('\n')),
            R"({"schema":1,"build":"0.1.0","observed_at":"far_end","start_utc":"2026-11-21T10:00:00.000123Z",)"
            R"("call_sid":"CA1","stream_sid":"MZ1","scenario":"two_turns","seed":7,"detector":"none",)"
            R"("provider":"scripted","mode":"ECHO","settings":{"vad.onset_ms":"80","agent.language":"he"},)"
            R"("own_lateness_p99_us":400,"has_audio":false,"has_text":false})");
}

TEST(Trace, PhrasesStandInTheHeaderOnlyWhereThereAreSome) {
  CallTrace trace;
  EXPECT_EQ(write_trace(trace).find("phrases"), std::string::npos);
  trace.header.phrases = {{"greeting", "Hello!", {0xFF, 0x7F, 0x80}}, {"filler", "\xFF", {}}};
  const std::string text = write_trace(trace);
  EXPECT_NE(text.find(R"("phrases":[{"name":"greeting","text":"Hello!","audio":"/3+A"},)"
                      R"({"name":"filler","text_base64":"/w==","audio":""}]})"),
            std::string::npos)
      << text;
  const auto read = read_trace(text, "a.trace.jsonl");
  ASSERT_TRUE(read.has_value()) << read.error().text();
  EXPECT_EQ(read->header.phrases, trace.header.phrases);
  EXPECT_EQ(error_of("{\"schema\":1,\"phrases\":7}\n"),
            "a.trace.jsonl:1: \"phrases\" must be an array, not the number 7");
  EXPECT_EQ(error_of("{\"schema\":1,\"phrases\":[{\"name\":\"x\"}]}\n"), "a.trace.jsonl:1: \"text\" is missing");
}

TEST(Trace, EventsThatGoBackInTimeAreAnErrorWithTheirLine) {
  const std::string head = "{\"schema\":1}\n";
  EXPECT_EQ(
      error_of(head + "{\"at_us\":20,\"kind\":\"wake\",\"in\":0}\n{\"at_us\":20,\"kind\":\"wake\",\"in\":1}\n"),
      "no error");
  EXPECT_EQ(
      error_of(head + "{\"at_us\":20,\"kind\":\"wake\",\"in\":0}\n{\"at_us\":5,\"kind\":\"wake\",\"in\":1}\n"),
      "a.trace.jsonl:3: this event lies 15 us before the one above it; the events of a trace stand in the order "
      "of their times");
}

TEST(Trace, WhatIsWrittenIsReadBackByteForByte) {
  const std::string text = write_trace(full_trace());
  const auto trace = read_trace(text, "a.trace.jsonl");
  ASSERT_TRUE(trace.has_value()) << trace.error().text();
  EXPECT_EQ(trace->events.size(), full_trace().events.size());
  EXPECT_EQ(trace->note, "");
  EXPECT_EQ(write_trace(*trace), text);
}

TEST(Trace, SeedsUseAllTheirBits) {
  for (const std::uint64_t seed :
       {std::uint64_t{0}, std::uint64_t{INT64_MAX}, std::uint64_t{INT64_MAX} + 1, UINT64_MAX}) {
    TraceHeader header;
    header.seed = seed;
    std::string line;
    write_header(header, line);
    const auto again = read_header(line, "x:1");
    ASSERT_TRUE(again.has_value()) << again.error().text();
    EXPECT_EQ(again->seed, seed);
  }
  EXPECT_NE(error_of(R"({"schema":1,"seed":"12x"})"), "no error");
  EXPECT_NE(error_of(R"({"schema":1,"seed":-1})"), "no error");
}

TEST(Trace, AHeaderMadeByHandMayLeaveOutAllButTheSchema) {
  const auto header = read_header(R"({"schema":1,"scenario":"x"})", "x:1");
  ASSERT_TRUE(header.has_value()) << header.error().text();
  EXPECT_EQ(header->scenario, "x");
  EXPECT_EQ(header->mode, "AI");
  EXPECT_EQ(error_of("{\"scenario\":\"x\"}\n"), "a.trace.jsonl:1: \"schema\" is missing");
}

TEST(Trace, ANewerSchemaIsAnErrorThatNamesBothVersions) {
  EXPECT_EQ(error_of("{\"schema\":2,\"observed_at\":\"moon\"}\n"),
            "a.trace.jsonl:1: the trace has schema 2, newer than schema 1 that this program reads");
  EXPECT_EQ(error_of("{\"schema\":0}\n"), "a.trace.jsonl:1: there is no schema 0");
}

TEST(Trace, ALastLineThatIsCutOffIsDroppedAndSaid) {
  const std::string whole = join({kHeader, kWake, kWake});
  const std::size_t second = kHeader.size() + kWake.size();
  for (std::size_t size = second + 1; size < whole.size() - 1; ++size) {
    const auto trace = read_trace(whole.substr(0, size), "a.trace.jsonl");
    ASSERT_TRUE(trace.has_value()) << trace.error().text();
    EXPECT_EQ(trace->events.size(), 1U) << "cut after " << size << " bytes";
    EXPECT_EQ(trace->note, "last line cut off (line 3)");
  }
}

TEST(Trace, ALastLineWithoutItsNewlineIsWhole) {
  std::string text = join({kHeader, kWake, kWake});
  text.pop_back();
  const auto trace = read_trace(text, "a.trace.jsonl");
  ASSERT_TRUE(trace.has_value()) << trace.error().text();
  EXPECT_EQ(trace->events.size(), 2U);
  EXPECT_EQ(trace->note, "");
}

TEST(Trace, AWrongLineIsAnErrorWithFileAndLine) {
  EXPECT_EQ(error_of(join({kHeader, kWake, "{\"at_us\":1\n", kWake})).substr(0, 17), "a.trace.jsonl:3: ");
  EXPECT_EQ(error_of(join({kHeader, kWake, "{\"at_us\":1\n"})).substr(0, 17), "a.trace.jsonl:3: ");
  EXPECT_EQ(error_of(join({kHeader, "hello"})).substr(0, 17), "a.trace.jsonl:2: ");
  EXPECT_EQ(error_of(join({kHeader, "\n", kWake})).substr(0, 17), "a.trace.jsonl:2: ");
  EXPECT_EQ(error_of(join({kHeader, "{\"at_us\":1,\"kind\":\"sneeze\"}"})),
            "a.trace.jsonl:2: unknown kind \"sneeze\": a newer program may have written it");
}

TEST(Trace, ATextWithoutAHeaderIsNoTrace) {
  EXPECT_EQ(error_of("").substr(0, 34), "a.trace.jsonl:1: no trace header: ");
  EXPECT_EQ(error_of("{\"schema\":").substr(0, 34), "a.trace.jsonl:1: no trace header: ");
  EXPECT_EQ(error_of(kWake), "a.trace.jsonl:1: \"schema\" is missing");
}

TEST(Trace, AnEndlessLineIsAnErrorThatNamesIt) {
  const std::string endless(std::size_t{16} * 1024 * 1024 + 1, 'x');
  EXPECT_EQ(error_of(join({kHeader, endless})), "a.trace.jsonl:2: the line is longer than 16 MiB");
  EXPECT_EQ(error_of(endless), "a.trace.jsonl:1: the line is longer than 16 MiB");
}

}  // namespace
}  // namespace parley::trace
