// The writing half of codec.h.
#include <array>
#include <charconv>
#include <cstring>
#include <string_view>

#include "core/base/check.h"
#include "core/base/json.h"
#include "core/base/overloaded.h"
#include "core/twilio/base64.h"
#include "core/twilio/codec.h"

namespace parley::twilio {
namespace {

/// Writes the words and counts of a message's head straight to where they stay, at the end of a text that has been
/// made longer than they are; `finish` takes back what is too much.
class Head {
 public:
  // Three counts of at most 20 characters, and no more than 120 of words.
  static constexpr std::size_t kMost = 192;

  explicit Head(std::string& out) : out_(out), at_(out.size()) { out.resize(at_ + kMost); }

  Head& add(std::string_view words) {
    std::memcpy(out_.data() + at_, words.data(), words.size());
    at_ += words.size();
    return *this;
  }
  Head& add(std::int64_t count) {
    char* const begin = out_.data() + at_;
    at_ += static_cast<std::size_t>(std::to_chars(begin, out_.data() + out_.size(), count).ptr - begin);
    return *this;
  }
  void finish() { out_.resize(at_); }

 private:
  std::string& out_;
  std::size_t at_;
};

/// At least as long as the words after a payload, and half as long as those around that of a server.
constexpr std::size_t kTail = 32;

/// Room for all of a message, so that appending never moves it, and hardly more: traces keep these texts.
void reserve_for(std::size_t around, const Payload& payload, std::string& out) {
  out.reserve(out.size() + around + (payload.size() + 2) / 3 * 4);
}

json::Writer& begin(json::Writer& json, std::string_view event) {
  return json.begin_object().member("event", event);
}

void write_message(const Connected& message, std::string& out) {
  json::Writer json(out);
  begin(json, "connected").member("protocol", message.protocol).member("version", message.version).end_object();
}

void write_message(const Start& message, std::string& out) {
  json::Writer json(out);
  begin(json, "start").member("sequenceNumber", std::to_string(message.sequence));
  json.key("start").begin_object();
  json.member("accountSid", message.account_sid).member("streamSid", message.stream_sid.view());
  json.member("callSid", message.call_sid);
  json.key("tracks").begin_array();
  for (const std::string& track : message.tracks) json.value(track);
  json.end_array();
  json.key("mediaFormat").begin_object();
  json.member("encoding", message.format.encoding).member("sampleRate", message.format.sample_rate);
  json.member("channels", message.format.channels).end_object();
  json.key("customParameters").begin_object();
  for (const auto& [name, text] : message.custom_parameters) json.member(name, text);
  json.end_object().end_object();
  json.member("streamSid", message.stream_sid.view()).end_object();
}

void write_message(const Dtmf& message, std::string& out) {
  json::Writer json(out);
  begin(json, "dtmf").member("streamSid", message.stream_sid.view());
  json.member("sequenceNumber", std::to_string(message.sequence)).key("dtmf").begin_object();
  // The name TwiML gives the track, not the one `media` has for it: so it is in Twilio's own example.
  json.member("track", "inbound_track").member("digit", std::string_view(&message.digit, 1));
  json.end_object().end_object();
}

void write_message(const MarkReturned& message, std::string& out) {
  json::Writer json(out);
  begin(json, "mark").member("sequenceNumber", std::to_string(message.sequence));
  json.member("streamSid", message.stream_sid.view());
  json.key("mark").begin_object().member("name", message.name).end_object().end_object();
}

void write_message(const Stop& message, std::string& out) {
  json::Writer json(out);
  begin(json, "stop").member("sequenceNumber", std::to_string(message.sequence));
  json.member("streamSid", message.stream_sid.view()).key("stop").begin_object();
  json.member("accountSid", message.account_sid).member("callSid", message.call_sid);
  json.end_object().end_object();
}

void write_message(const SendMark& message, std::string& out) {
  json::Writer json(out);
  begin(json, "mark").member("streamSid", message.stream_sid.view());
  json.key("mark").begin_object().member("name", message.name).end_object().end_object();
}

void write_message(const Clear& message, std::string& out) {
  json::Writer json(out);
  begin(json, "clear").member("streamSid", message.stream_sid.view()).end_object();
}

constexpr bool kThisCanBeWritten = false;

}  // namespace

void write(const Inbound& message, std::string& out) {
  std::visit(overloaded{
                 [&](const Media& media) { write_media(media, out); },
                 [](const Unknown&) { PARLEY_CHECK(kThisCanBeWritten); },
                 [](const Malformed&) { PARLEY_CHECK(kThisCanBeWritten); },
                 [&](const auto& other) { write_message(other, out); },
             },
             message);
}

void write(const Outbound& message, std::string& out) {
  std::visit(overloaded{
                 [&](const SendMedia& media) { write_media(media, out); },
                 [&](const SendMark& mark) { write_message(mark, out); },
                 [&](const Clear& clear) { write_message(clear, out); },
             },
             message);
}

void write_media(const Media& media, std::string& out) {
  const std::string_view sid = media.stream_sid.view();
  reserve_for(Head::kMost + sid.size() + kTail, media.payload, out);
  Head head(out);
  head.add(R"({"event":"media","sequenceNumber":")").add(media.sequence);
  head.add(media.track == Track::kInbound ? std::string_view(R"(","media":{"track":"inbound","chunk":")")
                                          : std::string_view(R"(","media":{"track":"outbound","chunk":")"));
  head.add(media.chunk).add(R"(","timestamp":")").add(media.timestamp_ms).add(R"(","payload":")").finish();
  base64_encode(media.payload.bytes(), out);
  out += R"("},"streamSid":")";
  json::escape(sid, out);
  out += R"("})";
}

void write_media(const SendMedia& media, std::string& out) {
  const std::string_view sid = media.stream_sid.view();
  reserve_for(sid.size() + kTail + kTail, media.payload, out);
  out += R"({"event":"media","streamSid":")";
  json::escape(sid, out);
  out += R"(","media":{"payload":")";
  base64_encode(media.payload.bytes(), out);
  out += R"("}})";
}

}  // namespace parley::twilio
