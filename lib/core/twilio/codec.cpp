#include "core/twilio/codec.h"

#include <limits>
#include <utility>

#include "core/base/json.h"
#include "core/twilio/field_reader.h"
#include "core/twilio/media_scanner.h"

namespace parley::twilio {
namespace {

Connected read_connected(FieldReader fields) {
  Connected message;
  message.protocol = fields.text("protocol");
  message.version = fields.text("version");
  return message;
}

/// Twilio gives the stream's identifier twice; either will do, two different ones will not.
Sid read_start_sid(FieldReader& fields, FieldReader& start) {
  if (!start.has("streamSid")) return fields.sid("streamSid");
  const Sid inner = start.sid("streamSid");
  if (fields.has("streamSid") && !(fields.sid("streamSid") == inner)) {
    start.fail("streamSid", "is not the streamSid beside it");
  }
  return inner;
}

Start read_start(FieldReader fields) {
  Start message;
  message.sequence = fields.count("sequenceNumber");
  FieldReader start = fields.inner("start");
  message.stream_sid = read_start_sid(fields, start);
  message.account_sid = start.text("accountSid");
  message.call_sid = start.text("callSid");
  message.tracks = start.texts("tracks");
  FieldReader format = start.inner("mediaFormat");
  constexpr int kMost = std::numeric_limits<int>::max();
  message.format.encoding = format.text("encoding");
  message.format.sample_rate = static_cast<int>(format.count("sampleRate", kMost));
  message.format.channels = static_cast<int>(format.count("channels", kMost));
  message.custom_parameters = start.text_map("customParameters");
  return message;
}

Dtmf read_dtmf(FieldReader fields) {
  Dtmf message;
  message.sequence = fields.count("sequenceNumber");
  message.stream_sid = fields.sid("streamSid");
  FieldReader dtmf = fields.inner("dtmf");
  const std::string digit = dtmf.text("digit");
  if (digit.size() == 1 && std::string_view("0123456789*#").find(digit[0]) != std::string_view::npos) {
    message.digit = digit[0];
  } else {
    dtmf.fail("digit", "is not one of 0 to 9, * and #");
  }
  return message;
}

MarkReturned read_mark_returned(FieldReader fields) {
  MarkReturned message;
  message.sequence = fields.count("sequenceNumber");
  message.stream_sid = fields.sid("streamSid");
  message.name = fields.inner("mark").text("name");
  return message;
}

Stop read_stop(FieldReader fields) {
  Stop message;
  message.sequence = fields.count("sequenceNumber");
  message.stream_sid = fields.sid("streamSid");
  FieldReader stop = fields.inner("stop");
  message.account_sid = stop.text("accountSid");
  message.call_sid = stop.text("callSid");
  return message;
}

Inbound read_media_message(const Envelope& envelope) {
  Media media;
  std::string reason;
  if (!read_media(envelope, media, reason)) return Malformed{std::move(reason)};
  return media;
}

/// The rare messages, which may cost a tree. The envelope has accepted the text, so what is left to find here
/// is what only a tree knows: a key twice, a number out of range.
Result<json::Value> read_tree(std::string_view text) {
  auto tree = json::parse(text, "message");
  if (!tree.has_value()) return make_error("the text is not JSON: " + tree.error().message);
  return tree;
}

Inbound read_other_inbound(const std::string& event, std::string_view text) {
  const auto tree = read_tree(text);
  if (!tree.has_value()) return Malformed{tree.error().message};
  std::string reason;
  const FieldReader fields(*tree, reason);
  const auto judged = [&reason](auto message) -> Inbound {
    if (!reason.empty()) return Malformed{std::move(reason)};
    return Inbound(std::move(message));
  };
  if (event == "connected") return judged(read_connected(fields));
  if (event == "start") return judged(read_start(fields));
  if (event == "dtmf") return judged(read_dtmf(fields));
  if (event == "mark") return judged(read_mark_returned(fields));
  return judged(read_stop(fields));
}

bool is_other_inbound(std::string_view event) {
  return event == "connected" || event == "start" || event == "dtmf" || event == "mark" || event == "stop";
}

Inbound read_inbound(std::string_view text) {
  Envelope envelope = open_envelope(text);
  if (!envelope.reason.empty()) return Malformed{std::move(envelope.reason)};
  if (envelope.event.says("media")) return read_media_message(envelope);
  std::string event = envelope.event.unescaped();
  if (is_other_inbound(event)) return read_other_inbound(event, text);
  return Unknown{std::move(event)};
}

ParsedOutbound malformed(std::string reason) {
  return {Malformed{std::move(reason)}, {}};
}

ParsedOutbound read_send_media_message(const Envelope& envelope) {
  ParsedOutbound parsed;
  std::string reason;
  if (!read_send_media(envelope, std::get<SendMedia>(parsed.message), parsed.extra_field, reason)) {
    return malformed(std::move(reason));
  }
  return parsed;
}

ParsedOutbound read_mark_or_clear(bool is_mark, std::string_view text) {
  const auto tree = read_tree(text);
  if (!tree.has_value()) return malformed(tree.error().message);
  std::string reason;
  FieldReader fields(*tree, reason);
  if (!fields.has("streamSid") && fields.has("stream_sid")) return malformed(std::string(kSnakeCaseSid));
  const Sid sid = fields.sid("streamSid");
  ParsedOutbound parsed;
  if (is_mark) {
    FieldReader mark = fields.inner("mark");
    parsed.message = SendMark{sid, mark.text("name")};
    parsed.extra_field = fields.first_besides({"event", "streamSid", "mark"});
    if (parsed.extra_field.empty()) parsed.extra_field = mark.first_besides({"name"});
  } else {
    parsed.message = Clear{sid};
    parsed.extra_field = fields.first_besides({"event", "streamSid"});
  }
  if (!reason.empty()) return malformed(std::move(reason));
  return parsed;
}

ParsedOutbound read_outbound(std::string_view text) {
  Envelope envelope = open_envelope(text);
  if (!envelope.reason.empty()) return malformed(std::move(envelope.reason));
  if (envelope.event.says("media")) return read_send_media_message(envelope);
  const bool is_mark = envelope.event.says("mark");
  if (is_mark || envelope.event.says("clear")) return read_mark_or_clear(is_mark, text);
  return {Unknown{envelope.event.unescaped()}, {}};
}

}  // namespace

// Both leave by one variable, so that a media message is built where the caller wants it and never copied.

Inbound parse_inbound(std::string_view text) {
  Inbound message(std::in_place_type<Media>);
  if (!predict_media(text, *std::get_if<Media>(&message))) message = read_inbound(text);
  return message;
}

ParsedOutbound parse_outbound(std::string_view text) {
  ParsedOutbound parsed;
  if (!predict_send_media(text, *std::get_if<SendMedia>(&parsed.message))) parsed = read_outbound(text);
  return parsed;
}

}  // namespace parley::twilio
