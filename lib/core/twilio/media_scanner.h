// Reads `media` messages, fifty a second in each direction, without a JSON tree. A predictive scanner expects
// the exact text that the wire is known to carry and gives up at the first surprise; the envelope then reads the
// same content in any order and spacing. Other messages only have their event found here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/twilio/messages.h"
#include "core/twilio/object_scanner.h"

namespace parley::twilio {

/// Twilio's text in Twilio's key order (TWILIO.md 1.1). False says nothing about the text: `media` is then
/// unspecified and the envelope decides.
bool predict_media(std::string_view text, Media& media);
/// The same for a server's text in the documented key order.
bool predict_send_media(std::string_view text, SendMedia& media);

/// The top level of a message, in any order.
struct Envelope {
  ScannedValue event;
  ScannedValue sequence;
  ScannedValue stream_sid;
  ScannedValue media;
  ScannedValue extra;           // the first key that a server's media message does not have
  bool snake_case_sid = false;  // the field stream_sid, a mistake often seen
  std::string reason;           // not empty when the text is no message at all
};

/// Total: any text is an envelope or has a reason. An envelope without reason has an event that is a string.
Envelope open_envelope(std::string_view text);

/// Reads the media message in `envelope`; false with a reason that names the field.
bool read_media(const Envelope& envelope, Media& media, std::string& reason);
/// The same for a server's; `extra_field` becomes the name of a field the schema does not have.
bool read_send_media(const Envelope& envelope, SendMedia& media, std::string& extra_field, std::string& reason);

/// Why a message with `stream_sid` is refused; servers in Python often write it so.
inline constexpr std::string_view kSnakeCaseSid = "streamSid is missing: stream_sid is not its name";

/// A count as the wire carries it: decimal digits and nothing else, within 63 bits.
std::optional<std::int64_t> parse_count(std::string_view digits);

}  // namespace parley::twilio
