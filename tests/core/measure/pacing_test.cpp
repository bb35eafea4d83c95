#include "core/measure/pacing.h"

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/measure/call_measurements.h"
#include "tests/core/account/trace_builder.h"

namespace parley {
namespace {

constexpr std::int64_t kFrame = kFrameSamples;

/// `frames` of 20 ms, one every `step_us`, after a lead of five.
void send(PacingMeter& meter, std::int64_t from_us, int frames, std::int64_t step_us = 20'000) {
  for (int i = 0; i < frames; ++i) meter.sent(at_micros(from_us + std::max(0, i - 5) * step_us), kFrame);
}

TEST(Pacing, OfAnEvenSenderIsEven) {
  PacingMeter meter;
  send(meter, 0, 1000);
  const PacingMeasurements told = meter.so_far();
  EXPECT_EQ(told.messages, 1000);
  EXPECT_EQ(told.runs, 1);
  EXPECT_EQ(told.interval.count(), 999);
  EXPECT_EQ(told.interval.percentile(99)->value, 20'000);
  EXPECT_EQ(told.lead.max(), 120'000);
  EXPECT_EQ(told.underruns, 0);
  EXPECT_EQ(told.stalls, 0);
  EXPECT_EQ(told.delivery_per_mille(), 1000);
  ASSERT_TRUE(told.drift.drift().has_value());
  EXPECT_EQ(told.drift.drift()->value, 0);
  EXPECT_TRUE(told.paced());
}

TEST(Pacing, CountsEveryPlantedUnderrunOnce) {
  PacingMeter meter;
  std::int64_t at = 0;
  for (int burst = 0; burst < 8; ++burst) {
    for (int i = 0; i < 20; ++i, at += 20'000) meter.sent(at_micros(at), kFrame);
    at += 50'000;
  }
  const PacingMeasurements told = meter.so_far();
  EXPECT_EQ(told.runs, 1);
  EXPECT_EQ(told.underruns, 7);
  EXPECT_EQ(told.dry, millis(350));
  EXPECT_EQ(told.longest_dry, millis(50));
  EXPECT_EQ(told.delivery_per_mille(), 3200 * 1000 / 3550);
}

TEST(Pacing, DoesNotCallItAnUnderrunThatAReplyEnded) {
  const auto underruns_after = [](auto&& what) {
    PacingMeter meter;
    send(meter, 0, 50);
    what(meter);
    send(meter, 1'500'000, 50);
    return meter.so_far().underruns;
  };
  EXPECT_EQ(underruns_after([](PacingMeter&) {}), 1);
  EXPECT_EQ(underruns_after([](PacingMeter& meter) { meter.mark_sent(); }), 0);
  EXPECT_EQ(underruns_after([](PacingMeter& meter) { meter.clear_sent(at_millis(950)); }), 0);
  PacingMeter later;
  send(later, 0, 50);
  send(later, 5'000'000, 50);
  EXPECT_EQ(later.so_far().underruns, 0) << "four seconds of nothing are a pause between replies";
  EXPECT_EQ(later.so_far().runs, 2);
}

TEST(Pacing, KnowsAStallFromAMessageThatHoldsMuch) {
  PacingMeter stalled;
  for (int i = 0; i < 60; ++i) stalled.sent(at_micros(i * 20'000 + (i >= 30 ? 300'000 : 0)), kFrame);
  EXPECT_EQ(stalled.so_far().stalls, 1);
  EXPECT_EQ(stalled.so_far().longest_stall, millis(320));
  PacingMeter large;
  for (int i = 0; i < 60; ++i) large.sent(at_millis(i * 1000), 8000);
  EXPECT_EQ(large.so_far().stalls, 0) << "a second of sound comes every second";
}

TEST(Pacing, TellsTheTailThatIsStillPlayedWhenAllIsSent) {
  PacingMeter meter;
  send(meter, 0, 50);
  meter.mark_sent();
  EXPECT_EQ(meter.so_far().tail.max(), 120'000);
}

TEST(Pacing, FindsADriftThatTheSenderHas) {
  PacingMeter meter;
  Random random(3);
  for (int i = 0; i < 30'000; ++i) {
    meter.sent(at_micros(i * 20'010 + random.below(8'000)), kFrame);
  }
  const auto drift = meter.so_far().drift.drift();
  ASSERT_TRUE(drift.has_value());
  EXPECT_NEAR(static_cast<double>(drift->value), 500'000.0, 20'000.0);
}

TEST(Pacing, DoesNotCallItDriftToSendTwiceAsFast) {
  PacingMeter meter;
  for (int i = 0; i < 3000; ++i) meter.sent(at_micros(i * 10'000), kFrame);
  EXPECT_FALSE(meter.so_far().paced());
  EXPECT_EQ(meter.so_far().underruns, 0);
}

TEST(Pacing, TakesLatenessFromDeadlinesWhereThereAreSome) {
  PacingMeter meter;
  meter.sent(at_millis(22), kFrame, at_millis(20));
  meter.sent(at_millis(40), kFrame);
  EXPECT_EQ(meter.so_far().lateness.count(), 1);
  EXPECT_EQ(meter.so_far().lateness.max(), 2'000);
}

TEST(Pacing, ReadsTheMessagesOfATrace) {
  TraceBuilder builder;
  builder.agent(500, 2000).mark(2600, "a").stall(4000, 4400);
  const CallMeasurements call = measure(builder.ends(6000));
  EXPECT_EQ(call.pacing.messages, 100);
  EXPECT_EQ(call.pacing.runs, 1);
  EXPECT_EQ(call.pacing.heard_messages, 300);
  EXPECT_EQ(call.pacing.heard_stalls, 1);
  EXPECT_EQ(call.source, "trace of the far end");
}

TEST(Pacing, OfNothingIsNothing) {
  const PacingMeasurements told = PacingMeter().so_far();
  EXPECT_EQ(told.messages, 0);
  EXPECT_EQ(told.delivery_per_mille(), 0);
  EXPECT_FALSE(told.paced());
}

}  // namespace
}  // namespace parley
