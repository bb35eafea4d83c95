#include "import/stereo_recording.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "core/account/account_builder.h"
#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"
#include "files/wav.h"

namespace parley {
namespace {

void put(std::vector<std::int16_t>& line, std::int64_t from_ms, std::int64_t length_ms, std::uint64_t seed) {
  const std::vector<std::int16_t> voice = mulaw_decode(voice_like(millis(length_ms), seed));
  const auto from = static_cast<std::size_t>(from_ms * 8);
  line.resize(std::max(line.size(), from + voice.size()));
  std::copy(voice.begin(), voice.end(), line.begin() + static_cast<std::ptrdiff_t>(from));
}

double ms_of(Instant at) {
  return static_cast<double>(to_millis(at));
}

struct Sides {
  std::vector<std::int16_t> caller;
  std::vector<std::int16_t> agent;
};

Sides one_turn() {
  Sides sides;
  put(sides.caller, 1000, 1200, 1);
  put(sides.agent, 3000, 1500, 2);
  sides.caller.resize(8 * 6000);
  return sides;
}

void expect_one_turn(const trace::CallTrace& trace) {
  const CallAccount account = account_of(trace);
  ASSERT_EQ(account.turns.size(), 1U);
  EXPECT_TRUE(account.turns[0].answered());
  EXPECT_NEAR(ms_of(account.turns[0].begin), 1000, 60);
  ASSERT_EQ(account.replies.size(), 1U);
  EXPECT_NEAR(ms_of(account.replies[0].begin), 3000, 40);
  EXPECT_NEAR(ms_of(account.replies[0].end), 4500, 80);
  EXPECT_TRUE(account.over);
}

TEST(StereoRecording, BothSidesAreHeardWhenTheyWereSpoken) {
  const Sides sides = one_turn();
  const trace::CallTrace trace = trace_of_sound(sides.caller, sides.agent);
  EXPECT_NE(trace.note, "");
  expect_one_turn(trace);
}

TEST(StereoRecording, AFileIsReadByItsChannels) {
  const std::string path = testing::TempDir() + "stereo_recording_test.wav";
  const Sides sides = one_turn();
  ASSERT_TRUE(write_wav(path, sides.agent, sides.caller).has_value());
  const auto trace = read_stereo_recording(path, StereoChannels{1, 0});
  ASSERT_TRUE(trace.has_value()) << trace.error().text();
  expect_one_turn(*trace);
  const auto swapped = read_stereo_recording(path, StereoChannels{0, 1});
  ASSERT_TRUE(swapped.has_value());
  EXPECT_NEAR(ms_of(account_of(*swapped).replies.at(0).begin), 1000, 40);
  std::filesystem::remove(path);
}

TEST(StereoRecording, OneChannelIsNotEnough) {
  const std::string path = testing::TempDir() + "stereo_recording_mono.wav";
  ASSERT_TRUE(write_wav(path, one_turn().caller).has_value());
  const auto trace = read_stereo_recording(path, {});
  ASSERT_FALSE(trace.has_value());
  EXPECT_EQ(trace.error().text(), path + ": has 1 channel; a call needs two, the caller's and the agent's");
  std::filesystem::remove(path);
}

TEST(StereoRecording, ChannelsAreNamedInTheOrderOfTheFile) {
  EXPECT_EQ(stereo_channels("agent,caller")->caller, 1);
  EXPECT_EQ(stereo_channels("caller,agent")->caller, 0);
  EXPECT_FALSE(stereo_channels("left,right").has_value());
}

}  // namespace
}  // namespace parley
