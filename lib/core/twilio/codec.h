// Texts to messages and back. Parsing is total; writing is byte-exact in the key order seen on the wire
// (TWILIO.md 1.1). `media` never passes through a JSON tree: a predictive scanner reads it in Twilio's own key
// order and falls back to a full parser for anything else.
#pragma once

#include <string>
#include <string_view>

#include "core/twilio/messages.h"

namespace parley::twilio {

/// Reads a message of Twilio's, at the server.
Inbound parse_inbound(std::string_view text);
/// Reads a message of a server's, at Twilio.
ParsedOutbound parse_outbound(std::string_view text);

/// Appends the exact text to `out`. `Unknown` and `Malformed` cannot be written and are a CHECK.
void write(const Inbound& message, std::string& out);
void write(const Outbound& message, std::string& out);
/// The hot path: one media message without building the variant.
void write_media(const Media& media, std::string& out);
void write_media(const SendMedia& media, std::string& out);

}  // namespace parley::twilio
