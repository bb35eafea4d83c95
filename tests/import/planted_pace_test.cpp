// Ten minutes of a call whose pace is known, because it was planted, over a line as Twilio's are: what comes out of
// the file is what was put into it.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/peer/arrival_jitter.h"
#include "core/trace/jsonl.h"
#include "core/twilio/codec.h"
#include "import/streamed_trace.h"

namespace parley {
namespace {

const Sid kStream("MZ0123456789abcdef0123456789abcdef");
constexpr Duration kLead = millis(120);
constexpr int kReplies = 60;
constexpr int kFramesOfReply = 400;  // of ten seconds, eight

struct Planted {
  std::int64_t ppm = 0;  // by which the agent's clock is slow
  int held = 0;          // so many replies have a hole in the sending, made up for at once
};

class PlantedCall {
 public:
  explicit PlantedCall(const Planted& planted) {
    trace_.header.observed_at = trace::ObservedAt::kFarEnd;
    for (std::int64_t i = 0; i < kReplies * 500; ++i) hear(i);
    for (int reply = 0; reply < kReplies; ++reply) speak(reply, planted);
    std::stable_sort(trace_.events.begin(), trace_.events.end(),
                     [](const auto& a, const auto& b) { return a.at < b.at; });
  }

  const trace::CallTrace& trace() const { return trace_; }

 private:
  void hear(std::int64_t frame) {
    twilio::Media media;
    media.stream_sid = kStream;
    media.timestamp_ms = 100 + frame * 20;
    media.payload.assign(silence_);
    std::string text;
    twilio::write(twilio::Inbound(media), text);
    add(to_caller_.arrival(at_millis(frame * 20)), trace::Direction::kToAgent, text);
  }
  void speak(int reply, const Planted& planted) {
    const Instant begin = at_millis(reply * 10'000 + 1000);
    const bool holds = reply < planted.held;
    const Duration hole_begin = seconds(2) + millis(20 * reply);
    const Duration hole_end = hole_begin + kLead + millis(90);
    for (int i = 0; i < kFramesOfReply; ++i) {
      const Duration sound = std::max(Duration{}, i * kFrameDuration - kLead);
      Duration due = sound + sound * planted.ppm / 1'000'000;
      if (holds && due >= hole_begin && due < hole_end) due = hole_end;
      send(begin + due, twilio::SendMedia{kStream, voice_});
    }
    send(begin + kFramesOfReply * kFrameDuration, twilio::SendMark{kStream, "end"});
  }
  void send(Instant at, const twilio::Outbound& message) {
    std::string text;
    twilio::write(message, text);
    // What is sent at once arrives at once.
    if (at != last_sent_) last_arrival_ = from_agent_.arrival(at);
    last_sent_ = at;
    add(last_arrival_, trace::Direction::kFromAgent, text);
  }
  void add(Instant at, trace::Direction direction, const std::string& text) {
    trace_.events.push_back({at, trace::Message{direction, text, kNever}, trace::kNotAnInput});
  }

  std::vector<std::uint8_t> silence_ = std::vector<std::uint8_t>(160, 0xFF);
  twilio::Payload voice_ = [] {
    twilio::Payload payload;
    payload.assign(std::vector<std::uint8_t>(160, 0x20));
    return payload;
  }();
  ArrivalJitter to_caller_{true, Random(5)};
  ArrivalJitter from_agent_{true, Random(6)};
  Instant last_sent_ = kNever;
  Instant last_arrival_;
  trace::CallTrace trace_;
};

/// The file read whole, and the file measured as it streams.
std::vector<PacingMeasurements> both_ways(const Planted& planted) {
  const PlantedCall call(planted);
  std::vector<PacingMeasurements> told{measure(call.trace()).pacing};
  StreamedTrace stream("planted");
  EXPECT_FALSE(stream.push(trace::write_trace(call.trace())).has_value());
  const auto streamed = stream.finish();
  EXPECT_TRUE(streamed.has_value());
  if (streamed.has_value()) told.push_back(streamed->pacing);
  return told;
}

TEST(PlantedPace, ADriftOf500PpmIsFoundWithin20) {
  for (const PacingMeasurements& pacing : both_ways({.ppm = 500})) {
    ASSERT_TRUE(pacing.paced());
    const Drift drift = *pacing.drift.drift();
    EXPECT_NEAR(static_cast<double>(drift.value), 500'000.0, 20'000.0);
    EXPECT_LE(drift.low, 500'000);
    EXPECT_GE(drift.high, 500'000);
    EXPECT_EQ(pacing.underruns, 0) << "the lead covers the jitter";
  }
}

TEST(PlantedPace, WithoutADriftLessThan5PpmAreFound) {
  for (const PacingMeasurements& pacing : both_ways({})) {
    ASSERT_TRUE(pacing.paced());
    EXPECT_LT(std::abs(pacing.drift.drift()->value), 5'000);
    ASSERT_TRUE(pacing.heard_drift.drift().has_value());
    EXPECT_LT(std::abs(pacing.heard_drift.drift()->value), 5'000);
  }
}

TEST(PlantedPace, UnderrunsAreCountedExactlyAndToldWhere) {
  for (const int planted : {0, 1, 7, 60}) {
    for (const PacingMeasurements& pacing : both_ways({.ppm = 0, .held = planted})) {
      EXPECT_EQ(pacing.underruns, planted);
      EXPECT_EQ(pacing.runs, kReplies);
      ASSERT_EQ(pacing.moments.size(), static_cast<std::size_t>(planted));
      for (int i = 0; i < planted; ++i) {
        const PaceMoment& moment = pacing.moments[static_cast<std::size_t>(i)];
        const Instant hole = at_millis(i * 10'000 + 1000) + seconds(2) + millis(20 * i) + kLead;
        EXPECT_GE(moment.at, hole);
        EXPECT_LT(moment.at, hole + millis(200));
        EXPECT_GT(moment.event, 0);
      }
    }
  }
}

}  // namespace
}  // namespace parley
