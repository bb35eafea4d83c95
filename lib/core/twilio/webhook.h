// The forms that Twilio posts about a call: the voice webhook's request and a stream's status, written as Twilio
// writes them and read from what arrives. Reading is lenient: Twilio adds fields without notice, and what is
// missing is named, not refused. HTTP and the signature are elsewhere (signature.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/twilio/form.h"

namespace parley::twilio {

/// Where a number is, as far as its prefix tells. Sent even when empty.
struct Place {
  std::string city;
  std::string state;
  std::string zip;
  std::string country;
  friend bool operator==(const Place&, const Place&) = default;
};

struct VoiceRequest {
  std::string account_sid;
  std::string call_sid;
  std::string from;
  std::string to;
  std::string call_status = "ringing";  // as text: Twilio's list may grow
  std::string direction = "inbound";
  std::string api_version = "2010-04-01";
  Place from_place;
  Place to_place;
  // Sent only when not empty.
  std::string call_token;  // of inbound calls, as is the next
  std::string stir_verstat;
  std::string forwarded_from;
  std::string caller_name;
  std::string parent_call_sid;

  friend bool operator==(const VoiceRequest&, const VoiceRequest&) = default;
};

/// All fields in the order of their names, with the old names (Caller, Called) beside the new.
Form write_voice_request(const VoiceRequest& request);

struct VoiceRequestReading {
  VoiceRequest request;
  std::vector<std::string_view> missing;  // names of required fields that are absent or empty
};
/// From and To fall back to their old names. Required are AccountSid, CallSid, From and To.
VoiceRequestReading read_voice_request(const Form& form);

enum class StreamEvent : std::uint8_t { kStarted, kStopped, kError };
std::string_view name_of(StreamEvent event);  // "stream-started", ...

struct StreamStatus {
  std::string account_sid;
  std::string call_sid;
  std::string stream_sid;
  std::string stream_name;  // empty: the stream's identifier stands in when it is written
  StreamEvent event = StreamEvent::kStarted;
  std::string error;   // "Stream signal error, code: 31924"
  int error_code = 0;  // 0: none
  std::string timestamp;

  friend bool operator==(const StreamStatus&, const StreamStatus&) = default;
};

/// What Twilio says in StreamError of a stream that failed.
std::string stream_error_text(int code);
/// ISO 8601 with nanoseconds, as Twilio stamps a stream's status: "2024-11-29T00:09:39.602648368Z". Years from 0 to
/// 9999; the time comes from whoever has a clock.
std::string timestamp_text(std::int64_t seconds_since_1970, std::int32_t nanoseconds);

Form write_stream_status(const StreamStatus& status);

struct StreamStatusReading {
  StreamStatus status;
  std::optional<StreamEvent> event;       // nothing when it is missing or new
  std::vector<std::string_view> missing;  // required: AccountSid, CallSid, StreamSid, StreamEvent
};
/// The code is taken from StreamErrorCode, which Twilio does not document, or else from the text of StreamError.
StreamStatusReading read_stream_status(const Form& form);

}  // namespace parley::twilio
