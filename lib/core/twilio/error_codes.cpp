#include "core/twilio/error_codes.h"

#include <algorithm>
#include <array>

#include "core/base/name_table.h"

namespace parley::twilio {
namespace {

constexpr NameTable<Level, 2> kLevelNames({"warning", "error"}, Level::kError);

constexpr Level kWarning = Level::kWarning;
constexpr Level kError = Level::kError;

constexpr std::array kCodes = std::to_array<ErrorCode>({
    {11100, kError, "Invalid URL format", "Write the whole URL, scheme and host included, with spaces escaped."},
    {11200, kError, "HTTP retrieval failure",
     "Answer the webhook with status 200, a Content-Type and a body within 15 seconds."},
    {11205, kError, "HTTP connection failure",
     "Make the server reachable from the internet; it has to accept the connection within 5 seconds."},
    {11206, kError, "HTTP protocol violation",
     "Answer in well-formed HTTP/1.1; look at what a proxy in between adds."},
    {11210, kError, "HTTP bad host name", "Check the spelling of the host and that public DNS resolves it."},
    {11215, kError, "HTTP too many redirects",
     "Configure the final URL; look for a redirect that leads to itself."},
    {11220, kError, "SSL/TLS Handshake Error", "Offer TLS 1.2 with a certificate that a browser would trust."},
    {11235, kError, "Certificate Invalid - Domain Mismatch", "Use a certificate that names the host in the URL."},
    {11236, kError, "Certificate Invalid - Certificate Expired", "Renew the certificate and reload the server."},
    {11237, kError, "Certificate Invalid - Could not find path to certificate",
     "Serve the whole chain, intermediate certificates included."},
    {11750, kError, "TwiML response body too large",
     "Answer at most 64 kB; a body of that size is often an error page instead of TwiML."},
    {12100, kError, "Document parse failure",
     "Answer well-formed XML: nothing before the declaration, & written as &amp;, every element closed."},
    {12101, kError, "Invalid Twilio Markup XML version", "Leave the version attribute of <Response> out."},
    {12102, kError, "The root element must be Response", "Put all verbs into one <Response> element."},
    {12200, kWarning, "Schema validation warning",
     "Correct the verb or attribute named; names are case-sensitive, and what is unknown is passed over."},
    {12300, kError, "Invalid Content-Type", "Answer TwiML with Content-Type text/xml or application/xml."},
    {15003, kWarning, "Call Progress: Warning Response to Callback URL",
     "Answer status callbacks with a 2xx status and do the work later."},
    {21220, kError, "Invalid call state", "Change only calls that are in progress; this one had ended."},
    {31900, kError, "Stream - Unknown Error", "Try again; if it stays, ask Twilio with the stream's identifier."},
    {31901, kError, "Stream - WebSocket - Connection Timeout",
     "Open port 443 of the host in the stream's URL to the internet and answer the upgrade at once."},
    {31902, kError, "Stream - WebSocket - Connection Refused", "Start the server, or correct the port in the URL."},
    {31903, kError, "Stream - WebSocket - Connection Broken Pipe",
     "Find why the server dropped the connection without closing it: a crash, or a proxy's idle limit."},
    {31904, kError, "Stream - WebSocket - Host Unreachable",
     "Use a host name that public DNS resolves to a public address."},
    {31910, kError, "Stream - WebSocket - SSL Protocol Error",
     "Speak TLS on the stream's port, with a certificate that is publicly trusted."},
    {31920, kError, "Stream - WebSocket - Handshake Error",
     "Answer the upgrade with 101 on exactly this path: no login, no origin check, no page, no subprotocol."},
    {31921, kError, "Stream - WebSocket - Close Error",
     "The server closed the stream; let Twilio close it, or have TwiML follow the <Connect>."},
    {31922, kError, "Stream - WebSocket - URL Schema Not Supported", "Give <Stream> a wss:// URL."},
    {31923, kError, "Stream - WebSocket - Malformed URL",
     "Give <Stream> a url attribute that is a whole wss:// URL."},
    {31924, kError, "Stream - Websocket - Protocol Error",
     "Send unfragmented text messages and whole control frames; look at what the WebSocket library or proxy adds."},
    {31930, kWarning, "Stream - Media - Buffer Overflow",
     "Read the socket without pause: the server is slower than the call, and audio was thrown away."},
    {31931, kWarning, "Stream - Media - Media Discarded",
     "Pace what is sent: more than ten minutes of audio were waiting to be played."},
    {31940, kError, "Stream - Invalid connectorName attribute in TwiML.", "Remove connectorName, or install it."},
    {31941, kError, "Stream - Invalid Track configuration",
     "Use inbound_track with <Connect>; with <Start>, inbound_track, outbound_track or both_tracks."},
    {31942, kError, "Stream - Invalid connector configuration", "Correct the connector's configuration."},
    {31950, kWarning, "Stream - Protocol - Malformed Message", "Send text messages; a binary one arrived."},
    {31951, kWarning, "Stream - Protocol - Invalid Message",
     "Send only media, mark and clear, as JSON, with the streamSid of `start` and no other fields."},
    {31952, kError, "Stream Extension not found:", "Install the extension that the TwiML names, or remove it."},
    {31960, kError, "Stream - Quota exceeded", "Raise the quota of the connected service."},
    {32014, kWarning, "Call is terminated because of no audio received (RTP-Timeout)",
     "The caller's line went silent; look at the carrier or the SIP device."},
    {32015, kWarning, "Call is terminated due to exceeding maximum call duration (Session-Timeout)",
     "Raise the limit of call duration, or end calls before it."},
});

static_assert(std::ranges::is_sorted(kCodes, {}, &ErrorCode::code));

}  // namespace

std::string_view name_of(Level level) {
  return kLevelNames.name_of(level);
}

std::span<const ErrorCode> error_codes() {
  return kCodes;
}

const ErrorCode* find_error_code(int code) {
  const auto* found = std::ranges::lower_bound(kCodes, code, {}, &ErrorCode::code);
  return found != kCodes.end() && found->code == code ? &*found : nullptr;
}

}  // namespace parley::twilio
