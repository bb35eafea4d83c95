// Whole messages for the codec's tests, with made-up identifiers of the real length.
#pragma once

#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/twilio/codec.h"

namespace parley::twilio::samples {

inline const std::string kStream = "MZ0123456789abcdef0123456789abcdef";
inline const std::string kAccount = "ACfedcba9876543210fedcba9876543210";
inline const std::string kCall = "CA00112233445566778899aabbccddeeff";

/// "AQID", the bytes 1 2 3.
inline Payload three_bytes() {
  return Payload(std::vector<std::uint8_t>{1, 2, 3});
}

inline Media media() {
  Media media;
  media.sequence = 2;
  media.chunk = 1;
  media.timestamp_ms = 155;
  media.payload = three_bytes();
  media.stream_sid = Sid(kStream);
  return media;
}

inline SendMedia send_media() {
  return {Sid(kStream), three_bytes()};
}

inline Start start() {
  Start start;
  start.account_sid = kAccount;
  start.stream_sid = Sid(kStream);
  start.call_sid = kCall;
  start.custom_parameters = {{"language", "he"}, {"a", ""}};
  return start;
}

inline std::string text_of(const Inbound& message) {
  std::string text;
  write(message, text);
  return text;
}

inline std::string text_of(const Outbound& message) {
  std::string text;
  write(message, text);
  return text;
}

/// One of each, as Twilio sends them.
inline std::vector<Inbound> every_inbound() {
  return {Connected{},
          start(),
          media(),
          Dtmf{5, Sid(kStream), '#'},
          MarkReturned{3, Sid(kStream), "171"},
          Stop{378, Sid(kStream), kAccount, kCall}};
}

inline std::vector<Outbound> every_outbound() {
  return {send_media(), SendMark{Sid(kStream), "my label"}, Clear{Sid(kStream)}};
}

/// Any text that is valid UTF-8: controls, quotes, Hebrew, an emoji.
inline std::string random_text(Random& random) {
  static const std::vector<std::string> pieces = {"a",    "Z",    "7",        " ",        "\"",
                                                  "\\",   "/",    "\n",       "\t",       std::string(1, '\0'),
                                                  "\x1F", "\x7F", "\xC3\xA9", "\xD7\xA9", "\xF0\x9F\x98\x80",
                                                  "{}"};
  std::string text;
  for (std::int64_t i = random.below(12); i > 0; --i) {
    text += pieces[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(pieces.size())))];
  }
  return text;
}

inline Payload random_payload(Random& random, std::int64_t least) {
  const std::int64_t size = random.chance(700) ? 160 : random.between(least, 1000);
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
  return Payload(bytes);
}

inline Sid random_sid(Random& random) {
  return random.chance(700) ? Sid(kStream) : Sid(random_text(random));
}

inline std::int64_t random_count(Random& random) {
  return random.chance(500) ? random.below(2000) : static_cast<std::int64_t>(random.next() >> 1U);
}

}  // namespace parley::twilio::samples
