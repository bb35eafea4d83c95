#include "import/recorded_message.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/overloaded.h"
#include "core/trace/message_peek.h"
#include "core/twilio/base64.h"
#include "core/twilio/codec.h"
#include "core/twilio/media_scanner.h"
#include "core/twilio/object_scanner.h"

namespace parley {
namespace {

using twilio::ObjectScanner;
using twilio::ScannedMember;
using twilio::ScannedValue;
using Kind = ScannedValue::Kind;

constexpr int kMostWrappers = 6;

/// What the wrappers around a message have told so far.
struct Told {
  std::optional<RecordedTime> time;
  std::optional<trace::Direction> direction;
};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_event(std::string_view event) {
  return is_one_of(event, {"connected", "start", "media", "dtmf", "mark", "stop", "clear"});
}

std::optional<trace::Direction> direction_of(std::string_view word) {
  if (is_one_of(word,
                {"to_agent", "in", "inbound", "received", "receive", "recv", "rx", "from_twilio", "<", "<-"})) {
    return trace::Direction::kToAgent;
  }
  if (is_one_of(word, {"from_agent", "out", "outbound", "sent", "send", "tx", "to_twilio", ">", "->"})) {
    return trace::Direction::kFromAgent;
  }
  return std::nullopt;
}

/// What the members of a message's top level and of its `media` say, as they stand.
struct Scan {
  ScannedValue sequence;
  ScannedValue stream_sid;
  ScannedValue media;
  ScannedValue track;
  ScannedValue chunk;
  ScannedValue timestamp;
  ScannedValue payload;
  Told told;
};

void hear_wrapper(const ScannedMember& member, Told& told) {
  const std::string key = member.key.unescaped();
  const ScannedValue& value = member.value;
  if (is_time_key(key)) {
    auto time = value.kind == Kind::kNumber ? time_of_number(value.text, key) : std::nullopt;
    if (value.kind == Kind::kString) time = time_in(value.text);
    if (time) told.time = time;
  } else if (is_one_of(key, {"dir", "direction", "type", "kind"}) && value.kind == Kind::kString) {
    if (const auto direction = direction_of(value.text)) told.direction = direction;
  }
}

Scan scan(std::string_view text, const Told& told) {
  Scan found;
  found.told = told;
  ObjectScanner scanner(text);
  ScannedMember member;
  while (scanner.next(member)) {
    if (member.key.says("sequenceNumber")) found.sequence = member.value;
    if (member.key.says("streamSid") || member.key.says("stream_sid")) found.stream_sid = member.value;
    if (member.key.says("media")) found.media = member.value;
    hear_wrapper(member, found.told);
  }
  if (found.media.kind != Kind::kObject) return found;
  ObjectScanner inner(found.media.text);
  while (inner.next(member)) {
    if (member.key.says("track")) found.track = member.value;
    if (member.key.says("chunk")) found.chunk = member.value;
    if (member.key.says("timestamp")) found.timestamp = member.value;
    if (member.key.says("payload")) found.payload = member.value;
  }
  return found;
}

trace::Direction direction_of(const Scan& found, std::string_view event) {
  if (event == "clear") return trace::Direction::kFromAgent;
  if (!is_one_of(event, {"media", "mark"})) return trace::Direction::kToAgent;
  if (found.told.direction) return *found.told.direction;
  const bool counted = found.sequence.present() || found.chunk.present() || found.timestamp.present();
  return counted || found.track.present() ? trace::Direction::kToAgent : trace::Direction::kFromAgent;
}

/// Notes what the rest of the import asks of a message that the codec has understood. False for one it has not.
bool understand(RecordedMessage& message) {
  bool good = true;
  if (message.direction == trace::Direction::kToAgent) {
    std::visit(overloaded{
                   [&](const twilio::Start& start) {
                     message.stream_sid = start.stream_sid;
                     message.call_sid = start.call_sid;
                   },
                   [&](const twilio::Media& media) {
                     message.stream_sid = media.stream_sid;
                     message.timestamp_ms = media.timestamp_ms;
                     message.outbound_track = media.track == twilio::Track::kOutbound;
                   },
                   [&](const twilio::Connected&) {},
                   [&](const twilio::Unknown&) { good = false; },
                   [&](const twilio::Malformed&) { good = false; },
                   [&](const auto& other) { message.stream_sid = other.stream_sid; },
               },
               twilio::parse_inbound(message.text));
    return good;
  }
  std::visit(overloaded{
                 [&](const twilio::Unknown&) { good = false; },
                 [&](const twilio::Malformed&) { good = false; },
                 [&](const auto& other) { message.stream_sid = other.stream_sid; },
             },
             twilio::parse_outbound(message.text).message);
  return good;
}

/// Media that lacks something. What cannot be rebuilt is the sound itself.
std::optional<Error> take_apart(RecordedMessage& message, const Scan& found, const std::string& place) {
  if (!found.payload.present() || found.payload.kind != Kind::kString) return std::nullopt;
  const std::string payload = found.payload.unescaped();
  const auto size = twilio::base64_decoded_size(payload);
  message.payload.resize(size.value_or(0));
  if (!size || !twilio::base64_decode(payload, message.payload.data())) {
    return make_error("media.payload is not base64", place);
  }
  message.rebuild = !message.payload.empty();
  message.had_track = found.track.present();
  message.outbound_track = found.track.says("outbound") || found.track.says("outbound_track");
  const std::string timestamp = found.timestamp.unescaped();
  message.timestamp_ms = twilio::parse_count(timestamp);
  if (message.rebuild) message.text.clear();
  return std::nullopt;
}

class Unwrapper {
 public:
  Unwrapper(std::string place, std::vector<RecordedMessage>& out) : place_(std::move(place)), out_(out) {}

  /// Looks into an object; the messages it finds go to `out`.
  void object(std::string_view text, Told told, int depth) {
    const std::string_view event = trace::peek_event(text);
    if (is_event(event) && is_message(text, event)) return message(text, event, told);
    if (depth >= kMostWrappers) return;
    ObjectScanner first(text);
    ScannedMember member;
    // The time may stand behind the message, so all of the wrapper is heard first.
    while (first.next(member)) hear_wrapper(member, told);
    ObjectScanner second(text);
    while (!error && second.next(member)) {
      if (member.value.kind == Kind::kString) {
        // Escaped JSON is long and has a brace in it; most strings have neither.
        if (member.value.escaped && member.value.text.find('{') != std::string_view::npos) {
          within(member.value.unescaped(), told, depth);
        }
      } else if (member.value.kind == Kind::kObject) {
        object(member.value.text, told, depth + 1);
      } else if (member.value.kind == Kind::kArray) {
        within(member.value.text, told, depth);
      }
    }
  }

  std::optional<Error> error;

 private:
  /// A wrapper may call itself by one of Twilio's words: a message of that name has more to it.
  static bool is_message(std::string_view text, std::string_view event) {
    ObjectScanner scanner(text);
    ScannedMember member;
    bool own = event == "connected" || event == "clear";
    bool wraps = false;
    while (scanner.next(member)) {
      own = own || member.key.says(event) || member.key.says("sequenceNumber");
      wraps = wraps || is_one_of(member.key.text, {"message", "data", "body", "raw", "payload", "msg"});
    }
    return own || !wraps;
  }

  void within(const std::string_view text, const Told& told, int depth) {
    ObjectFinder finder;
    finder.push(text, [&](const FoundObject& found) {
      object(found.text, told, depth + 1);
      return !error.has_value();
    });
  }

  void message(std::string_view text, std::string_view event, const Told& told) {
    const Scan found = scan(text, told);
    RecordedMessage message;
    message.event = event;
    message.text = text;
    message.time = found.told.time;
    message.direction = direction_of(found, event);
    if (!understand(message)) {
      if (found.stream_sid.kind == Kind::kString) message.stream_sid = Sid(found.stream_sid.unescaped());
      if (event == "media") error = take_apart(message, found, place_);
      if (error) return;
    }
    out_.push_back(std::move(message));
  }

  std::string place_;
  std::vector<RecordedMessage>& out_;
};

}  // namespace

Result<std::vector<RecordedMessage>> messages_in(const FoundObject& object, const std::string& name) {
  std::vector<RecordedMessage> messages;
  Told told;
  told.time = time_in(object.prefix);
  Unwrapper unwrapper(name + ":" + std::to_string(object.line), messages);
  unwrapper.object(object.text, told, 0);
  if (unwrapper.error) return *unwrapper.error;
  return messages;
}

}  // namespace parley
