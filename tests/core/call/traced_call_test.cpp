#include "core/call/traced_call.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/twilio/codec.h"

namespace parley {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

CallConfig greeting_config() {
  auto phrases = std::make_shared<Phrases>();
  (*phrases)[PhraseId::kGreeting] = Phrase{"Hello!", std::vector<std::uint8_t>(1600, 0x20)};
  CallConfig config;
  config.phrases = phrases;
  return config;
}

std::string text_of(const twilio::Inbound& message) {
  std::string text;
  twilio::write(message, text);
  return text;
}

/// A call that is driven by hand, with what it recorded.
class Driver {
 public:
  Driver() : call(greeting_config(), kCallStart, sink_) {}

  void start() {
    call.opened(kCallStart);
    twilio::Start start;
    start.stream_sid = Sid("MZ1");
    call.receive(at_millis(10), text_of(start));
  }
  /// The texts that the call wants written; they are not said to be.
  std::vector<std::string> texts() {
    std::vector<std::string> all;
    while (auto action = call.poll()) {
      if (auto* out = std::get_if<WriteText>(&*action)) all.emplace_back(out->text);
    }
    return all;
  }
  template <class What>
  std::vector<trace::CallEvent> recorded() const {
    std::vector<trace::CallEvent> found;
    for (const trace::CallEvent& event : trace.events) {
      if (std::holds_alternative<What>(event.what)) found.push_back(event);
    }
    return found;
  }
  const trace::Message& last_message() const { return std::get<trace::Message>(trace.events.back().what); }

  trace::CallTrace trace;

 private:
  trace::MemorySink sink_{trace};

 public:
  TracedCall call;
};

TEST(TracedCall, NumbersItsInputsAndNothingElse) {
  Driver driver;
  driver.start();
  driver.texts();
  driver.call.handle_timeout(at_millis(130));
  driver.texts();
  driver.call.handle(at_millis(140), ProviderEvent{ReplyText{{5}, "whose?", true}});
  driver.call.draining(at_millis(150));
  driver.call.closed(at_millis(160), "gone");
  driver.texts();
  std::int64_t next = 0;
  std::int64_t decisions = 0;
  for (const trace::CallEvent& event : driver.trace.events) {
    const bool input = std::holds_alternative<trace::Message>(event.what) ||
                       std::holds_alternative<trace::ProviderSaid>(event.what) ||
                       std::holds_alternative<trace::Connection>(event.what) ||
                       std::holds_alternative<trace::Wake>(event.what);
    EXPECT_EQ(event.input, input ? next++ : trace::kNotAnInput) << "event of alternative " << event.what.index();
    if (!input) ++decisions;
  }
  EXPECT_EQ(next, 6);
  EXPECT_GT(decisions, 0);
}

TEST(TracedCall, RecordsAnInputBeforeWhatItCauses) {
  Driver driver;
  driver.start();
  driver.texts();
  ASSERT_GE(driver.trace.events.size(), 3U);
  EXPECT_TRUE(std::holds_alternative<trace::Connection>(driver.trace.events[0].what));
  EXPECT_TRUE(std::holds_alternative<trace::Message>(driver.trace.events[1].what));
  EXPECT_TRUE(std::holds_alternative<trace::ProviderAsked>(driver.trace.events[2].what))
      << "the recogniser is opened";
}

TEST(TracedCall, RecordsATextWhenItIsWrittenAndAsItWasPolled) {
  Driver driver;
  driver.start();
  driver.texts();
  driver.call.handle_timeout(at_millis(130));
  const std::vector<std::string> texts = driver.texts();
  ASSERT_GE(texts.size(), 2U);
  EXPECT_THAT(driver.recorded<trace::Message>(), ::testing::SizeIs(1)) << "only the start so far";
  driver.call.wrote(at_millis(131));
  EXPECT_EQ(driver.last_message().text, texts[0]);
  EXPECT_THAT(driver.last_message().text, HasSubstr("clear"));
  EXPECT_EQ(driver.last_message().direction, trace::Direction::kFromAgent);
  EXPECT_EQ(driver.last_message().deadline, kNever) << "a clear is sent as it arises";
  driver.call.wrote(at_millis(132));
  const trace::CallEvent written = driver.recorded<trace::Message>().back();
  EXPECT_EQ(std::get<trace::Message>(written.what).text, texts[1]);
  EXPECT_EQ(std::get<trace::Message>(written.what).deadline, at_millis(130)) << "a frame tells when it was due";
  EXPECT_EQ(written.at, at_millis(132));
}

TEST(TracedCall, AwaitsAWriteForEachTextThatWasPolled) {
  Driver driver;
  driver.start();
  driver.texts();
  EXPECT_FALSE(driver.call.awaits_write());
  driver.call.handle_timeout(at_millis(130));
  const std::size_t texts = driver.texts().size();
  for (std::size_t i = 0; i < texts; ++i) {
    ASSERT_TRUE(driver.call.awaits_write());
    driver.call.wrote(at_millis(131));
  }
  EXPECT_FALSE(driver.call.awaits_write());
}

TEST(TracedCall, KeepsAMessageVerbatimThatItCannotRead) {
  Driver driver;
  driver.start();
  driver.texts();
  driver.call.receive(at_millis(20), "no message at all");
  driver.texts();
  EXPECT_EQ(std::get<trace::Message>(driver.recorded<trace::Message>().back().what).text, "no message at all");
  const auto violations = driver.recorded<trace::Violation>();
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_THAT(std::get<trace::Violation>(violations[0].what).reason, Not(IsEmpty()));
}

TEST(TracedCall, RecordsWhatItAsksExceptTheCallersAudio) {
  Driver driver;
  driver.start();
  driver.texts();
  twilio::Media media;
  media.stream_sid = Sid("MZ1");
  media.payload.assign(std::vector<std::uint8_t>(160, kMulawSilence));
  std::int64_t batches = 0;
  for (int i = 0; i < 20; ++i) {
    media.timestamp_ms = 100 + 20 * i;
    driver.call.receive(at_millis(30 + 20 * i), text_of(media));
    while (auto action = driver.call.poll()) {
      const auto* asked = std::get_if<ProviderRequest>(&*action);
      if (asked != nullptr && std::holds_alternative<RecognizerAudio>(*asked)) ++batches;
    }
  }
  EXPECT_EQ(batches, 2);
  const auto asked = driver.recorded<trace::ProviderAsked>();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<OpenRecognizer>(std::get<trace::ProviderAsked>(asked[0].what).request));
}

}  // namespace
}  // namespace parley
