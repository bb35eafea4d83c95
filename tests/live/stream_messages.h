// Twilio's side of a stream as texts, for the tests of whatever receives one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/audio/frame.h"
#include "core/twilio/codec.h"

namespace parley::stream {

inline constexpr std::string_view kStreamSid = "MZ00000000000000000000000000000001";
inline constexpr std::string_view kCallSid = "CA00000000000000000000000000000001";

inline std::string text_of(const twilio::Inbound& message) {
  std::string text;
  twilio::write(message, text);
  return text;
}
inline std::string connected() {
  return text_of(twilio::Connected{});
}
inline std::string start(std::string_view call_sid = kCallSid,
                         std::vector<std::pair<std::string, std::string>> parameters = {}) {
  twilio::Start start;
  start.account_sid = "AC00000000000000000000000000000001";
  start.stream_sid = kStreamSid;
  start.call_sid = call_sid;
  start.custom_parameters = std::move(parameters);
  return text_of(start);
}
/// The n-th frame, from 0 on, whose bytes are unlike those of its neighbours.
inline Frame sound(int n) {
  Frame frame{};
  for (std::size_t i = 0; i < frame.size(); ++i)
    frame[i] = static_cast<std::uint8_t>(static_cast<std::size_t>(n) * 7 + i);
  return frame;
}
inline std::string media(int n) {
  twilio::Media media;
  media.sequence = n + 2;
  media.chunk = n + 1;
  media.timestamp_ms = 100 + 20 * n;
  const Frame frame = sound(n);
  media.payload = twilio::Payload(frame);
  media.stream_sid = kStreamSid;
  return text_of(media);
}
inline std::string stop(int sequence = 1000) {
  twilio::Stop stop;
  stop.sequence = sequence;
  stop.stream_sid = kStreamSid;
  stop.call_sid = kCallSid;
  return text_of(stop);
}

}  // namespace parley::stream
