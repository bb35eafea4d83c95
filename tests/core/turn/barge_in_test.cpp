#include "core/turn/barge_in.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace parley {
namespace {

struct Fired {
  Instant onset;
  Instant known;  // end of the frame that told
};

/// One character a frame: 'V' over the threshold, anything else not.
std::vector<Fired> feed(BargeInGate& gate, std::string_view frames, Instant begin = kCallStart) {
  std::vector<Fired> all;
  for (const char frame : frames) {
    if (const auto onset = gate.add(begin, frame == 'V')) all.push_back({*onset, begin + kFrameDuration});
    begin += kFrameDuration;
  }
  return all;
}

BargeInGate usual_gate() {
  return {millis(150), millis(60)};
}

TEST(BargeInGate, OpensAtTheFirstFrameThatFillsTheTimeAndTellsTheOnset) {
  BargeInGate gate = usual_gate();
  const auto fired = feed(gate, "..VVVVVVVV");
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(fired[0].onset, at_millis(40));
  EXPECT_EQ(fired[0].known, at_millis(200));  // 160 ms, the first whole frame past 150
}

TEST(BargeInGate, OpensOnceForAVoiceHoweverLong) {
  BargeInGate gate = usual_gate();
  EXPECT_EQ(feed(gate, "VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV...VVVVVVVVVV").size(), 1U);
}

TEST(BargeInGate, StaysShutForAClick) {
  BargeInGate gate = usual_gate();
  EXPECT_TRUE(feed(gate, "VVVVVVV....VVVVVVV....").empty());  // 140 ms each
}

TEST(BargeInGate, ADipOf60MsIsPartOfTheVoice) {
  BargeInGate gate = usual_gate();
  const auto fired = feed(gate, "VV...VVV");
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(fired[0].onset, at_millis(0));
  EXPECT_EQ(fired[0].known, at_millis(160));
}

TEST(BargeInGate, ALongerDipBeginsAnew) {
  BargeInGate gate = usual_gate();
  const auto fired = feed(gate, "VV....VVVVVVVV");
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(fired[0].onset, at_millis(120));
}

TEST(BargeInGate, ADipAloneNeverOpensIt) {
  BargeInGate gate = usual_gate();
  EXPECT_TRUE(feed(gate, "VVVVVV...").empty());  // 180 ms since the onset, but nobody speaks
}

TEST(BargeInGate, OpensAgainForTheNextVoice) {
  BargeInGate gate = usual_gate();
  const auto fired = feed(gate, "VVVVVVVV....VVVVVVVV");
  ASSERT_EQ(fired.size(), 2U);
  EXPECT_EQ(fired[1].onset, at_millis(240));
}

TEST(BargeInGate, AVoiceThatIsWithdrawnCountsFromItsNextFrame) {
  BargeInGate gate = usual_gate();
  EXPECT_TRUE(feed(gate, "VVVVVVV").empty());
  gate.reset();
  const auto fired = feed(gate, "VVVVVVVV", at_millis(140));
  ASSERT_EQ(fired.size(), 1U);
  EXPECT_EQ(fired[0].onset, at_millis(140));
}

}  // namespace
}  // namespace parley
