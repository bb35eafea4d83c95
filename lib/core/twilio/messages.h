// Every message of Twilio Media Streams as a value (TWILIO.md 1 and 2). The sets are closed: what is not one of
// ours is `Unknown` (well-formed, other event) or `Malformed` (anything else), never an exception.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/ids.h"
#include "core/twilio/payload.h"

namespace parley::twilio {

// ---- Twilio -> server ------------------------------------------------------------------------------------------

struct Connected {
  std::string protocol = "Call";
  std::string version = "1.0.0";
  bool operator==(const Connected&) const = default;
};

struct MediaFormat {
  std::string encoding = "audio/x-mulaw";
  int sample_rate = 8000;
  int channels = 1;
  bool operator==(const MediaFormat&) const = default;
};

struct Start {
  std::int64_t sequence = 1;
  std::string account_sid;
  Sid stream_sid;
  std::string call_sid;
  std::vector<std::string> tracks{"inbound"};
  MediaFormat format;
  std::vector<std::pair<std::string, std::string>> custom_parameters;  // in the order of the wire
  bool operator==(const Start&) const = default;
};

enum class Track : std::uint8_t { kInbound, kOutbound };

struct Media {
  std::int64_t sequence = 0;
  Track track = Track::kInbound;
  std::int64_t chunk = 0;
  std::int64_t timestamp_ms = 0;  // media clock; the first is 57 to 171, then +20 (TWILIO.md 1.1)
  Payload payload;
  Sid stream_sid;
  bool operator==(const Media&) const = default;
};

struct Dtmf {
  std::int64_t sequence = 0;
  Sid stream_sid;
  char digit = '0';  // 0-9 * #
  bool operator==(const Dtmf&) const = default;
};

struct MarkReturned {
  std::int64_t sequence = 0;
  Sid stream_sid;
  std::string name;
  bool operator==(const MarkReturned&) const = default;
};

struct Stop {
  std::int64_t sequence = 0;
  Sid stream_sid;
  std::string account_sid;
  std::string call_sid;
  bool operator==(const Stop&) const = default;
};

/// A well-formed message whose event is none of ours.
struct Unknown {
  std::string event;
  bool operator==(const Unknown&) const = default;
};

/// A text that is no message: not JSON, a missing or wrongly typed field, base64 that is not. `reason` is one
/// sentence that names the field.
struct Malformed {
  std::string reason;
  bool operator==(const Malformed&) const = default;
};

using Inbound = std::variant<Connected, Start, Media, Dtmf, MarkReturned, Stop, Unknown, Malformed>;

// ---- server -> Twilio ------------------------------------------------------------------------------------------

struct SendMedia {
  Sid stream_sid;
  Payload payload;
  bool operator==(const SendMedia&) const = default;
};

struct SendMark {
  Sid stream_sid;
  std::string name;
  bool operator==(const SendMark&) const = default;
};

struct Clear {
  Sid stream_sid;
  bool operator==(const Clear&) const = default;
};

using Outbound = std::variant<SendMedia, SendMark, Clear>;

/// What Twilio makes of a server's text. `extra_field` is the name of a field that its schema does not have
/// (warning 31951, message still used unless strict), empty when there is none.
struct ParsedOutbound {
  std::variant<SendMedia, SendMark, Clear, Unknown, Malformed> message;
  std::string extra_field;
};

}  // namespace parley::twilio
