#include <gtest/gtest.h>

#include "core/trace/jsonl.h"

namespace parley::trace {
namespace {

CallEvent media(std::int64_t ms, Direction direction, const std::string& payload) {
  const std::string text = direction == Direction::kToAgent
                               ? R"({"event":"media","sequenceNumber":"2","media":{"track":"inbound","chunk":"1",)"
                                 R"("timestamp":"155","payload":")" +
                                     payload + R"("},"streamSid":"MZ1"})"
                               : R"({"event":"media","streamSid":"MZ1","media":{"payload":")" + payload + R"("}})";
  return {at_millis(ms), Message{direction, text}, 0};
}

CallTrace trace_of(std::vector<CallEvent> events) {
  CallTrace trace;
  trace.header.build = "0.1.0";
  trace.header.start_utc = "2026-11-21T10:00:00Z";
  trace.header.scenario = "two_turns";
  trace.header.seed = 1;
  trace.header.settings = {{"endpoint.silence_ms", "400"}};
  trace.events = std::move(events);
  return trace;
}

constexpr std::string_view kHead =
    "{\"schema\":1,\"observed_at\":\"agent\",\"scenario\":\"two_turns\",\"seed\":1,"
    "\"settings\":{\"endpoint.silence_ms\":\"400\"}}\n";

std::string body(std::vector<CallEvent> events) {
  const std::string golden = write_golden(trace_of(std::move(events)));
  EXPECT_EQ(golden.substr(0, kHead.size()), kHead);
  return golden.substr(std::min(kHead.size(), golden.size()));
}

TEST(Golden, CountsAndSumsTheMediaOfEverySecondAndDirection) {
  // The published FNV-1a values of "foobar" (once in two parts) and of "a".
  EXPECT_EQ(body({
                media(0, Direction::kToAgent, "foo"),
                media(20, Direction::kFromAgent, "a"),
                media(999, Direction::kToAgent, "bar"),
                {at_millis(999), NoiseDropped{80}, kNotAnInput},
                {at_millis(1000), NoiseDropped{90}, kNotAnInput},
                media(3500, Direction::kFromAgent, "foobar"),
            }),
            "{\"at_us\":999000,\"kind\":\"noise_dropped\",\"voiced_ms\":80}\n"
            "{\"second\":0,\"dir\":\"to_agent\",\"frames\":2,\"checksum\":\"85944171f73967e8\"}\n"
            "{\"second\":0,\"dir\":\"from_agent\",\"frames\":1,\"checksum\":\"af63dc4c8601ec8c\"}\n"
            "{\"at_us\":1000000,\"kind\":\"noise_dropped\",\"voiced_ms\":90}\n"
            "{\"second\":3,\"dir\":\"from_agent\",\"frames\":1,\"checksum\":\"85944171f73967e8\"}\n");
}

TEST(Golden, AnotherPayloadShowsAsAnotherChecksum) {
  EXPECT_NE(body({media(0, Direction::kToAgent, "AAAA")}), body({media(0, Direction::kToAgent, "AAAB")}));
}

TEST(Golden, LeavesOutWakesOrdinalsAndTheWritersBuild) {
  EXPECT_EQ(body({{at_millis(1), Wake{}, 5}, {at_millis(2), Connection{"opened", ""}, 6}}),
            "{\"at_us\":2000,\"kind\":\"connection\",\"what\":\"opened\",\"reason\":\"\"}\n");
}

TEST(Golden, KeepsOtherMessagesVerbatimAndWhatIsNoMessageToo) {
  EXPECT_EQ(
      body({{at_millis(2), Message{Direction::kFromAgent, R"({"event":"clear"})", at_millis(1)}, 6},
            {at_millis(3), Message{Direction::kToAgent, "nonsense"}, 7}}),
      "{\"at_us\":2000,\"kind\":\"message\",\"dir\":\"from_agent\",\"text\":\"{\\\"event\\\":\\\"clear\\\"}\","
      "\"deadline_us\":1000}\n"
      "{\"at_us\":3000,\"kind\":\"message\",\"dir\":\"to_agent\",\"text\":\"nonsense\"}\n");
}

TEST(Golden, CountsTheBytesOfSynthesisedAudio) {
  EXPECT_EQ(
      body({{at_millis(2), ProviderSaid{SpeechAudio{{1}, 0, {1, 2, 3}, true}}, 6}}),
      "{\"at_us\":2000,\"kind\":\"provider\",\"event\":\"speech_audio\",\"turn\":1,\"sentence\":0,\"bytes\":3,"
      "\"done\":true}\n");
}

TEST(Golden, AStepBackInTimeCountsInTheSecondThatIsOpen) {
  EXPECT_EQ(body({media(1000, Direction::kToAgent, "foo"), media(990, Direction::kToAgent, "bar")}),
            "{\"second\":1,\"dir\":\"to_agent\",\"frames\":2,\"checksum\":\"85944171f73967e8\"}\n");
}

}  // namespace
}  // namespace parley::trace
