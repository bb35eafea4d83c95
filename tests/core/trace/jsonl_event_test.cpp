#include <gtest/gtest.h>

#include <set>

#include "core/trace/jsonl.h"
#include "core/trace/names.h"
#include "tests/core/trace/event_samples.h"

namespace parley::trace {
namespace {

std::string written(const CallEvent& event) {
  std::string out;
  write_event(event, out);
  return out;
}

std::string written_again(std::string_view line) {
  const auto event = read_event(line, "a.trace.jsonl:2");
  return event.has_value() ? written(*event) : event.error().text();
}

std::string error_of(std::string_view line) {
  const auto event = read_event(line, "a.trace.jsonl:2");
  return event.has_value() ? "no error" : event.error().text();
}

TEST(TraceEvent, EveryKindIsWrittenAsDocumented) {
  for (const auto& sample : samples::every_kind()) EXPECT_EQ(written(sample.event), sample.line + "\n");
}

TEST(TraceEvent, EveryKindIsReadBackWhole) {
  for (const auto& sample : samples::every_kind()) EXPECT_EQ(written_again(sample.line), sample.line + "\n");
}

TEST(TraceEvent, TheSamplesLeaveNoKindOut) {
  std::set<std::size_t> kinds, events, requests;
  for (const auto& sample : samples::every_kind()) {
    kinds.insert(sample.event.what.index());
    if (const auto* said = std::get_if<ProviderSaid>(&sample.event.what)) events.insert(said->event.index());
    if (const auto* asked = std::get_if<ProviderAsked>(&sample.event.what)) requests.insert(asked->request.index());
  }
  EXPECT_EQ(kinds.size(), std::variant_size_v<What>);
  EXPECT_EQ(events.size(), std::variant_size_v<ProviderEvent>);
  EXPECT_EQ(requests.size(), std::variant_size_v<ProviderRequest>);
}

TEST(TraceEvent, NamesOfKindsAndOfTheirPartsDiffer) {
  const auto all_differ = [](const auto& names) {
    return std::set<std::string_view>(names.begin(), names.end()).size() == names.size();
  };
  EXPECT_TRUE(all_differ(kKindNames));
  EXPECT_TRUE(all_differ(kProviderEventNames));
  EXPECT_TRUE(all_differ(kProviderRequestNames));
}

TEST(TraceEvent, EveryWordOfTheTracesOwnVocabularyLeadsBack) {
  for (int i = 0; i <= static_cast<int>(Direction::kFromAgent); ++i) {
    EXPECT_EQ(direction_from(name_of(static_cast<Direction>(i))), static_cast<Direction>(i));
  }
  for (int i = 0; i <= static_cast<int>(ObservedAt::kLog); ++i) {
    EXPECT_EQ(observed_at_from(name_of(static_cast<ObservedAt>(i))), static_cast<ObservedAt>(i));
  }
  for (int i = 0; i <= static_cast<int>(ReplyKind::kFallback); ++i) {
    EXPECT_EQ(reply_kind_from(name_of(static_cast<ReplyKind>(i))), static_cast<ReplyKind>(i));
  }
  for (int i = 0; i <= static_cast<int>(Stage::kHandler); ++i) {
    EXPECT_EQ(stage_from(name_of(static_cast<Stage>(i))), static_cast<Stage>(i));
  }
  for (int i = 0; i <= static_cast<int>(AfterReply::kTransfer); ++i) {
    EXPECT_EQ(after_reply_from(name_of(static_cast<AfterReply>(i))), static_cast<AfterReply>(i));
  }
}

TEST(TraceEvent, MessagesMayHoldAnyBytes) {
  std::string any;
  for (int i = 0; i < 256; ++i) any += static_cast<char>(i);
  for (const std::string& text : {any, std::string("\xFF"), std::string("a\0\n\"\\b", 6), std::string()}) {
    const auto event = read_event(written({kCallStart, Message{Direction::kToAgent, text}, 0}), "x:1");
    ASSERT_TRUE(event.has_value()) << event.error().text();
    EXPECT_EQ(std::get<Message>(event->what).text, text);
  }
  EXPECT_EQ(written({kCallStart, Message{Direction::kToAgent, "\xFF\xFE"}, 0}),
            "{\"at_us\":0,\"kind\":\"message\",\"in\":0,\"dir\":\"to_agent\",\"base64\":\"//4=\"}\n");
}

TEST(TraceEvent, TextsOfProvidersMayHoldAnyBytesToo) {
  const std::string line = written({kCallStart, ProviderSaid{ReplyFailed{{1}, "bad \xC3"}}, 0});
  EXPECT_NE(line.find(R"("reason_base64":"YmFkIMM=")"), std::string::npos) << line;
  const auto event = read_event(line, "x:1");
  ASSERT_TRUE(event.has_value()) << event.error().text();
  EXPECT_EQ(std::get<ReplyFailed>(std::get<ProviderSaid>(event->what).event).reason, "bad \xC3");
}

TEST(TraceEvent, AnInstantThatNeverComesIsNull) {
  const std::string line = written({kCallStart, VoiceEnded{kNever, 1}, kNotAnInput});
  EXPECT_EQ(line, "{\"at_us\":0,\"kind\":\"voice_ended\",\"last_voiced_us\":null,\"voiced_ms\":1}\n");
  EXPECT_EQ(written_again(line), line);
}

TEST(TraceEvent, TheOrderOfFieldsAndFieldsFromTheFutureDoNotMatterToTheReader) {
  EXPECT_EQ(written_again(R"({"voiced_ms":80,"colour":"red","kind":"noise_dropped","at_us":7})"),
            "{\"at_us\":7,\"kind\":\"noise_dropped\",\"voiced_ms\":80}\n");
}

TEST(TraceEvent, AKindFromTheFutureIsAnErrorThatNamesIt) {
  EXPECT_EQ(error_of(R"({"at_us":1,"kind":"sneeze"})"),
            "a.trace.jsonl:2: unknown kind \"sneeze\": a newer program may have written it");
  EXPECT_EQ(error_of(R"({"at_us":1,"kind":"provider","event":"mood"})"),
            "a.trace.jsonl:2: unknown event \"mood\": a newer program may have written it");
  EXPECT_EQ(error_of(R"({"at_us":1,"kind":"stage_failed","stage":"moon","turn":1,"reason":""})"),
            "a.trace.jsonl:2: unknown stage \"moon\": a newer program may have written it");
}

TEST(TraceEvent, ErrorsNameTheFieldAndWhatWasFound) {
  EXPECT_EQ(error_of(R"({"kind":"wake"})"), "a.trace.jsonl:2: \"at_us\" is missing");
  EXPECT_EQ(error_of(R"({"at_us":1})"), "a.trace.jsonl:2: \"kind\" is missing");
  EXPECT_EQ(error_of(R"({"at_us":"1","kind":"wake"})"),
            "a.trace.jsonl:2: \"at_us\" must be an integer, not a string");
  EXPECT_EQ(error_of(R"({"at_us":null,"kind":"wake"})"), "a.trace.jsonl:2: \"at_us\" must be an integer, not null");
  EXPECT_EQ(error_of(R"({"at_us":1.5,"kind":"wake"})"),
            "a.trace.jsonl:2: \"at_us\" must be an integer, not the number 1.5");
  EXPECT_EQ(error_of(R"({"at_us":1,"kind":7})"), "a.trace.jsonl:2: \"kind\" must be a string, not the number 7");
  EXPECT_EQ(error_of(R"({"at_us":1,"kind":"wake","in":-1})"), "a.trace.jsonl:2: \"in\" counts from 0");
  EXPECT_EQ(error_of(R"({"at_us":1,"kind":"message","dir":"to_agent","base64":"?"})"),
            "a.trace.jsonl:2: \"base64\" is not base64");
  EXPECT_EQ(error_of(R"({"at_us":1,"kind":"mark_acked","name":"x","cleared":1,"late":false})"),
            "a.trace.jsonl:2: \"cleared\" must be true or false, not the number 1");
  EXPECT_EQ(error_of("[]"), "a.trace.jsonl:2: a trace line must be an object, not an array");
}

TEST(TraceEvent, NumbersThatWouldOverflowSumsAreRefused) {
  EXPECT_NE(error_of(R"({"at_us":9223372036854775807,"kind":"wake"})"), "no error");
  EXPECT_NE(error_of(R"({"at_us":-9223372036854775808,"kind":"wake"})"), "no error");
  EXPECT_EQ(error_of(R"({"at_us":1,"kind":"cancel","kind":"wake"})"),
            "a.trace.jsonl:2: the key \"kind\" is given twice");
  EXPECT_EQ(error_of(R"({"at_us":1,"kind":"watchdog","turn":4294967296,"what":"x"})"),
            "a.trace.jsonl:2: \"turn\" is out of range");
}

}  // namespace
}  // namespace parley::trace
