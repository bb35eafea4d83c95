#include "core/twilio/media_scanner.h"

#include <charconv>
#include <cstring>

#include "core/base/plain_text.h"
#include "core/twilio/base64.h"

namespace parley::twilio {
namespace {

// ---- in the order of the wire ------------------------------------------------------------------------------

/// Goes through a text that is expected to be known. Each step is false, once and for all, if it is not.
class Prediction {
 public:
  explicit Prediction(std::string_view text) : rest_(text) {}

  bool literal(std::string_view expected) {
    if (rest_.size() < expected.size() || std::memcmp(rest_.data(), expected.data(), expected.size()) != 0) {
      return false;
    }
    rest_.remove_prefix(expected.size());
    return true;
  }

  bool count(std::int64_t& value) {
    constexpr std::size_t kSurelyFits = 18;  // digits that cannot overflow
    std::size_t length = 0;
    value = 0;
    while (length < rest_.size() && length < kSurelyFits && rest_[length] >= '0' && rest_[length] <= '9') {
      value = value * 10 + (rest_[length] - '0');
      ++length;
    }
    rest_.remove_prefix(length);
    return length > 0;
  }

  /// Up to the quote, which stays. Only characters that need no thought.
  bool sid(Sid& value) {
    const std::size_t length = plain_length(rest_);
    if (length == rest_.size() || rest_[length] != '"' || length > Sid::kCapacity) return false;
    value.assign(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return true;
  }

  bool payload(Payload& value) {
    const std::size_t length = rest_.find('"');
    if (length == std::string_view::npos) return false;
    const std::string_view text = rest_.substr(0, length);
    const std::optional<std::size_t> size = base64_decoded_size(text);
    if (!size || !base64_decode(text, value.resize(*size))) return false;
    rest_.remove_prefix(length);
    return true;
  }

  bool track(Track& value) {
    if (literal(R"(inbound")")) {
      value = Track::kInbound;
      return true;
    }
    value = Track::kOutbound;
    return literal(R"(outbound")");
  }

  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

// ---- in any order ------------------------------------------------------------------------------------------

std::string path_of(std::string_view parent, std::string_view name) {
  std::string path(parent);
  if (!parent.empty()) path += '.';
  path += name;
  return path;
}

/// Keeps the value if it is the first under this name.
bool keep(ScannedValue& slot, const ScannedValue& value, std::string_view path, std::string& reason) {
  if (slot.present()) {
    reason = std::string(path) + " is there twice";
    return false;
  }
  slot = value;
  return true;
}

bool read_string_type(const ScannedValue& value, std::string_view path, std::string& reason) {
  if (value.kind == ScannedValue::Kind::kString) return true;
  reason = std::string(path) + (value.present() ? " is not a string" : " is missing");
  return false;
}

bool read_sid(const Envelope& envelope, Sid& sid, std::string& reason) {
  if (!envelope.stream_sid.present() && envelope.snake_case_sid) {
    reason = kSnakeCaseSid;
    return false;
  }
  if (!read_string_type(envelope.stream_sid, "streamSid", reason)) return false;
  const std::string text = envelope.stream_sid.unescaped();
  if (!Sid::fits(text)) {
    reason = "streamSid is too long";
    return false;
  }
  sid = Sid(text);
  return true;
}

/// Twilio writes counts as strings; plain numbers are understood too.
bool read_count(const ScannedValue& value, std::string_view path, std::int64_t& count, std::string& reason) {
  using Kind = ScannedValue::Kind;
  if (value.present() && (value.kind == Kind::kString || value.kind == Kind::kNumber)) {
    const std::optional<std::int64_t> parsed =
        value.escaped ? parse_count(value.unescaped()) : parse_count(value.text);
    if (parsed) {
      count = *parsed;
      return true;
    }
  }
  reason = std::string(path) + (value.present() ? " is not a whole number of 0 or more" : " is missing");
  return false;
}

bool decode_payload(std::string_view text, Payload& payload) {
  const std::optional<std::size_t> size = base64_decoded_size(text);
  return size && base64_decode(text, payload.resize(*size));
}

bool read_payload(const ScannedValue& value, Payload& payload, std::string& reason) {
  if (!read_string_type(value, "media.payload", reason)) return false;
  // Some servers escape every slash, so a payload with escapes is worth resolving.
  if (value.escaped ? decode_payload(value.unescaped(), payload) : decode_payload(value.text, payload)) return true;
  reason = "media.payload is not base64";
  return false;
}

bool read_track(const ScannedValue& value, Track& track, std::string& reason) {
  if (!read_string_type(value, "media.track", reason)) return false;
  track = value.says("outbound") ? Track::kOutbound : Track::kInbound;
  if (track == Track::kOutbound || value.says("inbound")) return true;
  reason = "media.track is neither inbound nor outbound";
  return false;
}

struct MediaFields {
  ScannedValue track;
  ScannedValue chunk;
  ScannedValue timestamp;
  ScannedValue payload;
  ScannedValue extra;  // the first key besides payload
};

bool open_media(const ScannedValue& media, MediaFields& fields, std::string& reason) {
  if (media.kind != ScannedValue::Kind::kObject) {
    reason = media.present() ? "media is not an object" : "media is missing";
    return false;
  }
  ObjectScanner scanner(media.text);
  ScannedMember member;
  while (scanner.next(member)) {
    if (member.key.says("payload")) {
      if (!keep(fields.payload, member.value, "media.payload", reason)) return false;
      continue;
    }
    if (!fields.extra.present()) fields.extra = member.key;
    if (member.key.says("track") && !keep(fields.track, member.value, "media.track", reason)) return false;
    if (member.key.says("chunk") && !keep(fields.chunk, member.value, "media.chunk", reason)) return false;
    if (member.key.says("timestamp") && !keep(fields.timestamp, member.value, "media.timestamp", reason)) {
      return false;
    }
  }
  return true;  // the envelope has already seen that the object is well formed
}

/// False with a reason if the member stands a second time.
bool sort_into(Envelope& envelope, const ScannedMember& member) {
  const ScannedValue& key = member.key;
  if (key.says("event")) return keep(envelope.event, member.value, "event", envelope.reason);
  if (key.says("media")) return keep(envelope.media, member.value, "media", envelope.reason);
  if (key.says("streamSid")) return keep(envelope.stream_sid, member.value, "streamSid", envelope.reason);
  if (!envelope.extra.present()) envelope.extra = key;
  if (key.says("stream_sid")) envelope.snake_case_sid = true;
  if (!key.says("sequenceNumber")) return true;
  return keep(envelope.sequence, member.value, "sequenceNumber", envelope.reason);
}

}  // namespace

bool predict_media(std::string_view text, Media& media) {
  Prediction next(text);
  return next.literal(R"({"event":"media","sequenceNumber":")") && next.count(media.sequence) &&
         next.literal(R"(","media":{"track":")") && next.track(media.track) && next.literal(R"(,"chunk":")") &&
         next.count(media.chunk) && next.literal(R"(","timestamp":")") && next.count(media.timestamp_ms) &&
         next.literal(R"(","payload":")") && next.payload(media.payload) && next.literal(R"("},"streamSid":")") &&
         next.sid(media.stream_sid) && next.literal(R"("})") && next.at_end();
}

bool predict_send_media(std::string_view text, SendMedia& media) {
  Prediction next(text);
  return next.literal(R"({"event":"media","streamSid":")") && next.sid(media.stream_sid) &&
         next.literal(R"(","media":{"payload":")") && next.payload(media.payload) && next.literal(R"("}})") &&
         next.at_end() && media.payload.size() > 0;
}

Envelope open_envelope(std::string_view text) {
  Envelope envelope;
  ObjectScanner scanner(text);
  ScannedMember member;
  while (scanner.next(member)) {
    if (!sort_into(envelope, member)) return envelope;
  }
  if (scanner.failed()) {
    envelope.reason = "the text is not a JSON object: wrong at byte " + std::to_string(scanner.position());
  } else {
    read_string_type(envelope.event, "event", envelope.reason);
  }
  return envelope;
}

bool read_media(const Envelope& envelope, Media& media, std::string& reason) {
  MediaFields fields;
  return read_count(envelope.sequence, "sequenceNumber", media.sequence, reason) &&
         open_media(envelope.media, fields, reason) && read_track(fields.track, media.track, reason) &&
         read_count(fields.chunk, "media.chunk", media.chunk, reason) &&
         read_count(fields.timestamp, "media.timestamp", media.timestamp_ms, reason) &&
         read_payload(fields.payload, media.payload, reason) && read_sid(envelope, media.stream_sid, reason);
}

bool read_send_media(const Envelope& envelope, SendMedia& media, std::string& extra_field, std::string& reason) {
  MediaFields fields;
  if (!read_sid(envelope, media.stream_sid, reason) || !open_media(envelope.media, fields, reason) ||
      !read_payload(fields.payload, media.payload, reason)) {
    return false;
  }
  if (media.payload.size() == 0) {
    reason = "media.payload is empty";
    return false;
  }
  if (envelope.extra.present()) {
    extra_field = envelope.extra.unescaped();
  } else if (fields.extra.present()) {
    extra_field = path_of("media", fields.extra.unescaped());
  }
  return true;
}

std::optional<std::int64_t> parse_count(std::string_view digits) {
  if (digits.empty() || digits.front() < '0' || digits.front() > '9') return std::nullopt;
  std::int64_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

}  // namespace parley::twilio
