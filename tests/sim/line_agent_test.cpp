#include "sim/line_agent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/trace/acceptance_line.h"
#include "tests/live/stream_messages.h"

namespace parley {
namespace {

using testing::ElementsAre;

template <class LineCall>
class Line {
 public:
  explicit Line(FrameRecord frames = FrameRecord::kWhole) : sink_(trace_), agent_(sink_, frames) {
    trace_.header.call_sid = stream::kCallSid;
    trace_.header.stream_sid = stream::kStreamSid;
  }

  void opened() { agent_.opened(now_); }
  /// What it sends in answer.
  std::vector<std::string> receive(std::string text) {
    now_ += millis(20);
    agent_.receive(now_, std::move(text));
    return sent();
  }
  void wrote() {
    agent_.wrote(now_ += millis(1));
    sent();
  }
  void closed() {
    agent_.closed(now_ += millis(1), "gone");
    sent();
  }
  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    for (const trace::CallEvent& event : trace_.events) {
      for (std::string& line : trace::acceptance_lines(event, trace_.header)) all.push_back(std::move(line));
    }
    return all;
  }
  std::size_t messages() const {
    std::size_t count = 0;
    for (const trace::CallEvent& event : trace_.events)
      count += std::holds_alternative<trace::Message>(event.what) ? 1U : 0U;
    return count;
  }
  const trace::CallTrace& trace() const { return trace_; }

 private:
  std::vector<std::string> sent() {
    std::vector<std::string> texts;
    while (auto output = agent_.poll()) texts.emplace_back(std::get<AgentText>(*output).text.view());
    return texts;
  }

  trace::CallTrace trace_;
  trace::MemorySink sink_;
  LineAgent<LineCall> agent_;
  Instant now_ = kCallStart;
};

/// The message that brings this frame back.
std::string returned(int n) {
  std::string text;
  const Frame frame = stream::sound(n);
  twilio::write(twilio::Outbound{twilio::SendMedia{stream::kStreamSid, twilio::Payload(frame)}}, text);
  return text;
}

TEST(EchoAgent, ReturnsEachFrameAtOnceWithItsPayload) {
  Line<EchoCall> line;
  line.opened();
  EXPECT_THAT(line.receive(stream::connected()), ElementsAre());
  EXPECT_THAT(line.receive(stream::start()), ElementsAre());
  EXPECT_THAT(line.receive(stream::media(0)), ElementsAre(returned(0)));
  EXPECT_THAT(line.receive(stream::media(1)), ElementsAre(returned(1)));
}

TEST(EchoAgent, SumsUpWhenTheLastFrameIsWritten) {
  Line<EchoCall> line;
  line.opened();
  line.receive(stream::connected());
  line.receive(stream::start());
  line.receive(stream::media(0));
  line.receive(stream::media(1));
  line.wrote();
  line.receive(stream::stop());
  EXPECT_EQ(line.lines().back(), "WS_START sid=MZ00000000000000000000000000000001 mode=AI");
  line.wrote();
  EXPECT_EQ(line.lines().back(), "WS_DONE sid=MZ00000000000000000000000000000001 rx=2 tx=2");
  const std::size_t lines = line.lines().size();
  line.closed();
  EXPECT_EQ(line.lines().size(), lines) << "a call is summed up once";
}

TEST(EchoAgent, SumsUpWhatWasWrittenWhenTheSocketIsLost) {
  Line<EchoCall> line;
  line.opened();
  line.receive(stream::start());
  line.receive(stream::media(0));
  line.receive(stream::media(1));
  line.wrote();
  line.closed();
  EXPECT_EQ(line.lines().back(), "WS_DONE sid=MZ00000000000000000000000000000001 rx=2 tx=1");
  EXPECT_EQ(line.lines()[line.lines().size() - 2], "WS_END sid=MZ00000000000000000000000000000001 rx=2 tx=1");
}

TEST(EchoAgent, ReturnsNothingBeforeStartAfterStopOrOfAnotherStream) {
  Line<EchoCall> line;
  line.opened();
  EXPECT_THAT(line.receive(stream::media(0)), ElementsAre());
  line.receive(stream::start());
  std::string other = stream::media(1);
  other.replace(other.find("MZ0"), 3, "MZ9");
  EXPECT_THAT(line.receive(other), ElementsAre());
  line.receive(stream::stop());
  EXPECT_THAT(line.receive(stream::media(2)), ElementsAre());
}

TEST(EchoAgent, RecordsEveryMessageBothWaysAndWithoutFramesOnlyTheOthers) {
  for (const auto& [frames, expected] : {std::pair{FrameRecord::kWhole, 5U}, std::pair{FrameRecord::kNone, 3U}}) {
    Line<EchoCall> line(frames);
    line.opened();
    line.receive(stream::connected());
    line.receive(stream::start());
    line.receive(stream::media(0));
    line.wrote();
    line.receive(stream::stop());
    EXPECT_EQ(line.messages(), expected);
  }
}

TEST(EchoAgent, RecordsWhatBreaksTheProtocolAndGoesOn) {
  Line<EchoCall> line;
  line.opened();
  line.receive(stream::start());
  EXPECT_THAT(line.receive("{"), ElementsAre());
  EXPECT_THAT(line.receive(R"({"event":"surprise"})"), ElementsAre());
  EXPECT_THAT(line.receive(stream::media(0)), ElementsAre(returned(0)));
  std::size_t violations = 0;
  for (const trace::CallEvent& event : line.trace().events) {
    violations += std::holds_alternative<trace::Violation>(event.what) ? 1U : 0U;
  }
  EXPECT_EQ(violations, 2U);
}

TEST(SinkAgent, CountsAndSendsNothing) {
  Line<SinkCall> line;
  line.opened();
  line.receive(stream::connected());
  line.receive(stream::start());
  for (int n = 0; n < 50; ++n) EXPECT_THAT(line.receive(stream::media(n)), ElementsAre());
  line.receive(stream::stop());
  EXPECT_EQ(line.lines().back(), "WS_DONE sid=MZ00000000000000000000000000000001 rx=50 tx=0");
}

}  // namespace
}  // namespace parley
