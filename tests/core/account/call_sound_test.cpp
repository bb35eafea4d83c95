#include "core/account/call_sound.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/audio/mulaw.h"
#include "core/twilio/codec.h"

namespace parley {
namespace {

constexpr std::uint8_t kLoud = 0x10;

class ACall {
 public:
  void caller(std::int64_t at_ms, std::int64_t timestamp_ms, std::uint8_t code = kLoud) {
    twilio::Media media;
    media.timestamp_ms = timestamp_ms;
    media.stream_sid = Sid("MZ1");
    media.payload.assign(std::vector<std::uint8_t>(160, code));
    std::string text;
    twilio::write_media(media, text);
    add(at_ms, trace::Direction::kToAgent, std::move(text));
  }
  void agent(std::int64_t at_ms, std::size_t bytes) {
    std::string text;
    twilio::write_media(twilio::SendMedia{Sid("MZ1"), twilio::Payload(std::vector<std::uint8_t>(bytes, kLoud))},
                        text);
    add(at_ms, trace::Direction::kFromAgent, std::move(text));
  }
  void clear(std::int64_t at_ms) {
    std::string text;
    twilio::write(twilio::Outbound(twilio::Clear{Sid("MZ1")}), text);
    add(at_ms, trace::Direction::kFromAgent, std::move(text));
  }
  void closed(std::int64_t at_ms) {
    trace_.events.push_back({at_millis(at_ms), trace::Connection{"closed", ""}, trace::kNotAnInput});
  }
  CallSound sound() const { return sound_of(trace_); }

 private:
  void add(std::int64_t at_ms, trace::Direction direction, std::string text) {
    trace_.events.push_back(
        {at_millis(at_ms), trace::Message{direction, std::move(text), kNever}, trace::kNotAnInput});
  }
  trace::CallTrace trace_;
};

std::ptrdiff_t first_sound(const std::vector<std::int16_t>& track) {
  return std::find_if(track.begin(), track.end(), [](std::int16_t sample) { return sample != 0; }) - track.begin();
}

TEST(CallSound, LaysTheCallerByHisMediaClockThoughMessagesComeLate) {
  ACall call;
  call.caller(120, 100);
  call.caller(200, 120);  // 60 ms late
  const auto caller = call.sound().caller;
  EXPECT_EQ(first_sound(caller), 100 * 8);
  EXPECT_EQ(caller.size(), 140U * 8);
}

TEST(CallSound, LeavesSilenceWhereTheCallersLineWasNotSent) {
  ACall call;
  call.caller(120, 100);
  call.caller(220, 200);
  const auto caller = call.sound().caller;
  EXPECT_EQ(caller[150 * 8], 0);
  EXPECT_NE(caller[210 * 8], 0);
}

TEST(CallSound, LaysTheAgentWhereItWasPlayedAndNotWhereItWasSent) {
  ACall call;
  call.agent(1000, 800);
  call.agent(1000, 800);  // waits for the first
  call.closed(5000);
  const auto agent = call.sound().agent;
  EXPECT_EQ(first_sound(agent), 1000 * 8);
  EXPECT_EQ(agent.size(), 1200U * 8);
}

TEST(CallSound, LeavesOutWhatAClearThrewAway) {
  ACall call;
  call.agent(1000, 8000);
  call.clear(1100);
  call.closed(5000);
  EXPECT_EQ(call.sound().agent.size(), 1100U * 8);
}

TEST(CallSound, LeavesOutWhatWasNotPlayedWhenTheCallEnded) {
  ACall call;
  call.agent(1000, 8000);
  call.closed(1500);
  EXPECT_EQ(call.sound().agent.size(), 1500U * 8);
}

TEST(CallSound, IsEmptyOfACallWithoutSound) {
  EXPECT_TRUE(ACall().sound().caller.empty());
  EXPECT_TRUE(ACall().sound().agent.empty());
}

}  // namespace
}  // namespace parley
