#include "import/recording.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "core/account/account_builder.h"
#include "core/diagnosis/diagnose.h"
#include "core/trace/message_peek.h"
#include "core/twilio/codec.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

using ::testing::HasSubstr;

using Calls = std::vector<trace::CallTrace>;

const std::string kFolder = PARLEY_SOURCE_DIR "/fixtures/recordings/";

Calls calls_of_file(const std::string& name) {
  auto calls = read_recording(kFolder + name);
  EXPECT_TRUE(calls.has_value()) << (calls.has_value() ? "" : calls.error().text());
  return calls.has_value() ? std::move(*calls) : Calls{};
}

Result<Calls> read(std::string_view text, std::size_t most_kept = RecordingReader::kMostKept) {
  RecordingReader reader("a.jsonl", most_kept);
  if (auto error = reader.push(text)) return *error;
  return reader.finish();
}

std::string error_of(std::string_view text, std::size_t most_kept = RecordingReader::kMostKept) {
  const auto calls = read(text, most_kept);
  return calls.has_value() ? "no error" : calls.error().text();
}

std::vector<std::string> texts_of(const trace::CallTrace& trace) {
  std::vector<std::string> texts;
  for (const trace::CallEvent& event : trace.events) texts.emplace_back(std::get<trace::Message>(event.what).text);
  return texts;
}

std::vector<std::int64_t> times_ms(const trace::CallTrace& trace, trace::Direction direction,
                                   std::string_view event) {
  std::vector<std::int64_t> times;
  for (const trace::CallEvent& each : trace.events) {
    const auto& message = std::get<trace::Message>(each.what);
    if (message.direction == direction && trace::peek_event(message.text) == event)
      times.push_back(to_millis(each.at));
  }
  return times;
}

constexpr auto kToAgent = trace::Direction::kToAgent;
constexpr auto kFromAgent = trace::Direction::kFromAgent;

class Clothing : public testing::TestWithParam<const char*> {};

TEST_P(Clothing, DoesNotChangeTheCall) {
  const Calls plain = calls_of_file("array.json");
  const Calls dressed = calls_of_file(GetParam());
  ASSERT_EQ(plain.size(), 1U);
  ASSERT_EQ(dressed.size(), 1U);
  EXPECT_EQ(plain[0].events.size(), 22U);
  EXPECT_EQ(dressed[0].header.call_sid, "CA000000000000000000000000000000a1");
  EXPECT_EQ(dressed[0].header.stream_sid, "MZ000000000000000000000000000000a1");
  EXPECT_EQ(dressed[0].header.observed_at, trace::ObservedAt::kFarEnd);
  if (std::string_view(GetParam()) != "array_spread.json") {
    EXPECT_EQ(texts_of(dressed[0]), texts_of(plain[0]));
  }
  const CallAccount account = account_of(dressed[0]);
  EXPECT_EQ(account.media_to_agent, 15);
  EXPECT_EQ(account.media_from_agent, 2);
  EXPECT_EQ(account.unreadable, 0);
  EXPECT_TRUE(account.over);
  ASSERT_EQ(account.marks.size(), 1U);
  EXPECT_TRUE(account.marks[0].has_returned());
}

INSTANTIATE_TEST_SUITE_P(Recording, Clothing,
                         testing::Values("array.json", "array_spread.json", "lines_windows.jsonl", "server.log",
                                         "wrapped.jsonl", "escaped.jsonl"));

TEST(Recording, TimesAreThoseThatWereRecorded) {
  for (const char* file : {"server.log", "wrapped.jsonl", "escaped.jsonl"}) {
    const Calls calls = calls_of_file(file);
    ASSERT_EQ(calls.size(), 1U);
    EXPECT_EQ(calls[0].note, "") << file;
    EXPECT_EQ(times_ms(calls[0], kFromAgent, "media"), (std::vector<std::int64_t>{68, 88})) << file;
    EXPECT_EQ(times_ms(calls[0], kToAgent, "mark"), (std::vector<std::int64_t>{170})) << file;
    EXPECT_EQ(times_ms(calls[0], kToAgent, "stop"), (std::vector<std::int64_t>{330})) << file;
  }
}

TEST(Recording, TimesThatWereNotRecordedAreRebuiltAndThatIsSaid) {
  const Calls calls = calls_of_file("array.json");
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_THAT(calls[0].note, HasSubstr("times were not recorded"));
  const auto times = times_ms(calls[0], kToAgent, "media");
  ASSERT_EQ(times.size(), 15U);
  EXPECT_EQ(times.front(), 20);
  EXPECT_EQ(times.back(), 300);
  EXPECT_EQ(times_ms(calls[0], kFromAgent, "media"), (std::vector<std::int64_t>{80, 100}));
}

TEST(Recording, MixedCallsAreParted) {
  const Calls calls = calls_of_file("two_calls.log");
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(calls[0].header.call_sid, "CA000000000000000000000000000000a1");
  EXPECT_EQ(calls[1].header.call_sid, "CA000000000000000000000000000000b2");
  for (const trace::CallTrace& call : calls) {
    EXPECT_EQ(call.events.size(), 22U);
    EXPECT_EQ(trace::peek_event(texts_of(call)[0]), "connected");
    EXPECT_EQ(account_of(call).media_to_agent, 15);
  }
  EXPECT_EQ(times_ms(calls[1], kFromAgent, "media"), (std::vector<std::int64_t>{68, 88}));
}

TEST(Recording, MissingTracksAndNumbersAreRebuiltAndThatIsSaid) {
  const Calls calls = calls_of_file("without_tracks.jsonl");
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_THAT(calls[0].note, HasSubstr("tracks were not recorded"));
  const CallAccount account = account_of(calls[0]);
  EXPECT_EQ(account.media_to_agent, 15);
  EXPECT_EQ(account.media_from_agent, 2);
  EXPECT_EQ(account.unreadable, 0);
}

TEST(Recording, TheOutboundTrackStandsInForWhatTheAgentSent) {
  const Calls calls = calls_of_file("both_tracks.jsonl");
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_THAT(calls[0].note, HasSubstr("outbound track"));
  EXPECT_EQ(account_of(calls[0]).media_from_agent, 6);
}

TEST(Recording, PayloadThatIsNoBase64IsOneSentenceWithItsLine) {
  const auto calls = read_recording(kFolder + "bad_base64.jsonl");
  ASSERT_FALSE(calls.has_value());
  EXPECT_EQ(calls.error().text(), kFolder + "bad_base64.jsonl:7: media.payload is not base64");
}

/// A call written by hand, as JSON lines with times; what the diagnosis says of it must not depend on the clothes.
std::string dressed(const trace::CallTrace& trace) {
  std::string text;
  for (const trace::CallEvent& event : trace.events) {
    const auto* message = std::get_if<trace::Message>(&event.what);
    if (message == nullptr) continue;
    text +=
        "{\"at_us\":" + std::to_string(to_micros(event.at)) + ",\"message\":" + std::string(message->text) + "}\n";
  }
  return text;
}

TEST(Recording, TheDiagnosisOfARecordingIsThatOfTheCall) {
  TraceBuilder builder;
  builder.agent(200, 1500).mark(1600, "one").mark_back(1700, "one").caller(2500, 1200).caller(9000, 1200);
  const trace::CallTrace original = builder.ends(16'000);
  const auto calls = read(dressed(original));
  ASSERT_TRUE(calls.has_value()) << calls.error().text();
  ASSERT_EQ(calls->size(), 1U);
  EXPECT_FALSE(diagnose(account_of(original)).empty());
  EXPECT_EQ(ids_of(diagnose(account_of((*calls)[0]))), ids_of(diagnose(account_of(original))));
}

TEST(Recording, TimesOfDayGoOnPastMidnight) {
  const auto calls = read(
      "23:59:59.990 {\"event\":\"clear\",\"streamSid\":\"MZ1\"}\n"
      "00:00:00.010 {\"event\":\"clear\",\"streamSid\":\"MZ1\"}\n");
  ASSERT_TRUE(calls.has_value());
  EXPECT_EQ(times_ms((*calls)[0], kFromAgent, "clear"), (std::vector<std::int64_t>{0, 20}));
}

TEST(Recording, WholeSecondsAreNoTimes) {
  const auto calls = read("10:00:01 {\"event\":\"clear\",\"streamSid\":\"MZ1\"}\n");
  ASSERT_TRUE(calls.has_value());
  EXPECT_THAT((*calls)[0].note, HasSubstr("times were not recorded"));
}

TEST(Recording, AWrapperMayCallItselfByOneOfTwiliosWords) {
  const auto calls = read(
      R"({"event":"media","at_ms":5,"dir":"out","data":{"event":"media","streamSid":"MZ1","media":{"payload":"fn5+"}}})");
  ASSERT_TRUE(calls.has_value()) << calls.error().text();
  EXPECT_EQ(account_of((*calls)[0]).media_from_agent, 1);
}

TEST(Recording, TextWithoutMessagesIsAnError) {
  EXPECT_EQ(error_of(""), "a.jsonl: there is no message of Twilio's in it");
  EXPECT_EQ(error_of("{\"a\":1}\n[1,2]\nhello {"), "a.jsonl: there is no message of Twilio's in it");
}

TEST(Recording, AMessageWithoutAStreamMustHaveOnlyOneToBelongTo) {
  constexpr std::string_view kTwo =
      "{\"event\":\"clear\",\"streamSid\":\"MZ1\"}\n{\"event\":\"clear\",\"streamSid\":\"MZ2\"}\n";
  EXPECT_EQ(error_of(std::string(kTwo) + "{\"event\":\"clear\"}"),
            "a.jsonl:3: this message has no streamSid, and there are several calls that it may belong to");
}

TEST(Recording, ALineThatNeverEndsIsOneSentence) {
  RecordingReader reader("a.jsonl");
  std::optional<Error> error = reader.push("\n{\"event\":\"");
  const std::string block(1 << 20, 'x');
  for (int i = 0; i < 1024 && !error; ++i) error = reader.push(block);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->text(), "a.jsonl:2: a JSON object is longer than 16 MiB; no message is");
}

TEST(Recording, MoreThanCanBeKeptIsOneSentence) {
  std::string text;
  for (int i = 0; i < 4000; ++i) text += "{\"event\":\"clear\",\"streamSid\":\"MZ1\"}\n";
  EXPECT_EQ(error_of(text), "no error");
  EXPECT_THAT(error_of(text, 1 << 17), HasSubstr("cut it into parts"));
  EXPECT_THAT(error_of(text, 1 << 17), ::testing::StartsWith("a.jsonl:1"));
}

TEST(Recording, CallsWithoutNumberAreOneSentence) {
  std::string text;
  for (int i = 0; i < 1001; ++i) text += "{\"event\":\"clear\",\"streamSid\":\"MZ" + std::to_string(i) + "\"}\n";
  EXPECT_EQ(error_of(text), "a.jsonl:1001: the recording holds more than 1000 calls");
}

}  // namespace
}  // namespace parley
