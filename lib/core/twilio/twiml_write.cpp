#include "core/base/name_table.h"
#include "core/twilio/twiml.h"
#include "core/twilio/xml.h"

namespace parley::twilio {
namespace {

constexpr NameTable<HttpMethod, 2> kMethodNames({"GET", "POST"}, HttpMethod::kPost);
constexpr NameTable<StreamTrack, 3> kTrackNames({"inbound_track", "outbound_track", "both_tracks"},
                                                StreamTrack::kBoth);

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  Writer& open(std::string_view name) {
    close_tag();
    out_ += '<';
    out_ += name;
    tag_open_ = true;
    return *this;
  }
  Writer& attribute(std::string_view name, std::string_view value) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    escape_xml(value, out_);
    out_ += '"';
    return *this;
  }
  Writer& optional(std::string_view name, std::string_view value, std::string_view standard = {}) {
    return value == standard ? *this : attribute(name, value);
  }
  Writer& optional(std::string_view name, int value, int standard) {
    return value == standard ? *this : attribute(name, std::to_string(value));
  }
  Writer& optional(std::string_view name, HttpMethod method) {
    return optional(name, name_of(method), name_of(HttpMethod::kPost));
  }
  Writer& text(std::string_view characters) {
    std::string escaped;
    escape_xml(characters, escaped);
    if (escaped.empty()) return *this;  // nothing, or control characters alone
    close_tag();
    out_ += escaped;
    return *this;
  }
  Writer& close(std::string_view name) {
    if (tag_open_) {
      out_ += "/>";
      tag_open_ = false;
      return *this;
    }
    out_ += "</";
    out_ += name;
    out_ += '>';
    return *this;
  }

 private:
  void close_tag() {
    if (tag_open_) out_ += '>';
    tag_open_ = false;
  }
  std::string& out_;
  bool tag_open_ = false;
};

void write(Writer& out, const Stream& stream) {
  out.open("Stream").attribute("url", stream.url).optional("name", stream.name);
  out.attribute("track", name_of(stream.track));
  out.optional("statusCallback", stream.status_callback);
  if (!stream.status_callback.empty()) out.optional("statusCallbackMethod", stream.status_callback_method);
  for (const StreamParameter& parameter : stream.parameters) {
    out.open("Parameter").attribute("name", parameter.name).attribute("value", parameter.value).close("Parameter");
  }
  out.close("Stream");
}

void write(Writer& out, const Connect& connect) {
  out.open("Connect").optional("action", connect.action);
  if (!connect.action.empty()) out.optional("method", connect.action_method);
  write(out, connect.stream);
  out.close("Connect");
}
void write(Writer& out, const StartStream& start) {
  out.open("Start");
  write(out, start.stream);
  out.close("Start");
}
void write(Writer& out, const StopStream& stop) {
  out.open("Stop").open("Stream").optional("name", stop.name).close("Stream").close("Stop");
}
void write(Writer& out, const Say& say) {
  out.open("Say").optional("voice", say.voice).optional("language", say.language).optional("loop", say.loop, 1);
  out.text(say.text).close("Say");
}
void write(Writer& out, const Play& play) {
  out.open("Play").optional("loop", play.loop, 1).optional("digits", play.digits).text(play.url).close("Play");
}
void write(Writer& out, const Pause& pause) {
  out.open("Pause").optional("length", pause.seconds, 1).close("Pause");
}
void write(Writer& out, const Hangup&) {
  out.open("Hangup").close("Hangup");
}
void write(Writer& out, const Dial& dial) {
  out.open("Dial").optional("callerId", dial.caller_id).optional("action", dial.action);
  out.optional("method", dial.action_method).optional("timeout", dial.timeout_sec, Dial{}.timeout_sec);
  if (dial.nouns.empty()) out.text(dial.number);
  for (const DialNoun& noun : dial.nouns) out.open(noun.kind).text(noun.text).close(noun.kind);
  out.close("Dial");
}
void write(Writer& out, const Redirect& redirect) {
  out.open("Redirect").optional("method", redirect.method).text(redirect.url).close("Redirect");
}
void write(Writer& out, const Gather& gather) {
  const Gather standard;
  out.open("Gather").optional("input", gather.input, standard.input).optional("action", gather.action);
  out.optional("method", gather.action_method).optional("timeout", gather.timeout_sec, standard.timeout_sec);
  out.optional("numDigits", gather.num_digits, standard.num_digits);
  out.optional("finishOnKey", gather.finish_on_key, standard.finish_on_key);
  for (const Prompt& prompt : gather.prompts) std::visit([&out](const auto& verb) { write(out, verb); }, prompt);
  out.close("Gather");
}
void write(Writer& out, const Record& record) {
  const Record standard;
  out.open("Record").optional("action", record.action).optional("method", record.action_method);
  out.optional("timeout", record.timeout_sec, standard.timeout_sec);
  out.optional("maxLength", record.max_length_sec, standard.max_length_sec).close("Record");
}
void write(Writer& out, const Reject& reject) {
  out.open("Reject").optional("reason", reject.reason, Reject{}.reason).close("Reject");
}
void write(Writer& out, const OtherVerb& other) {
  out.open(other.name);
  if (!other.noun.empty()) out.open(other.noun).close(other.noun);
  out.close(other.name);
}

}  // namespace

std::string_view name_of(HttpMethod method) {
  return kMethodNames.name_of(method);
}

std::string_view name_of(StreamTrack track) {
  return kTrackNames.name_of(track);
}

std::string write_twiml(const std::vector<Verb>& verbs) {
  std::string out = R"(<?xml version="1.0" encoding="UTF-8"?>)";
  Writer writer(out);
  writer.open("Response");
  for (const Verb& verb : verbs) std::visit([&writer](const auto& value) { write(writer, value); }, verb);
  writer.close("Response");
  return out;
}

}  // namespace parley::twilio
