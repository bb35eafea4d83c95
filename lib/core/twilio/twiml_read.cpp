#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/base/check.h"
#include "core/base/utf8.h"
#include "core/twilio/twiml.h"
#include "core/twilio/twiml_schema.h"
#include "core/twilio/url.h"
#include "core/twilio/xml.h"

namespace parley::twilio {
namespace {

constexpr int kMostSeconds = 24 * 60 * 60;  // no call is longer
constexpr int kMostLoops = 1000;
constexpr std::size_t kMostShown = 100;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::string shown(std::string_view text) {
  return "\"" + std::string(text.substr(0, kMostShown)) + (text.size() > kMostShown ? "...\"" : "\"");
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& letter : out) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return out;
}

/// "wss" of "WSS://host"; nothing for a relative reference.
std::string scheme_of(std::string_view text) {
  const std::size_t colon = text.find_first_of(":/?#");
  if (colon == std::string_view::npos || colon == 0 || text[colon] != ':') return {};
  return lower(text.substr(0, colon));
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count)
    at += std::max<std::size_t>(utf8_sequence_length(text, at), 1);
  return count;
}

class Reader {
 public:
  explicit Reader(const TwimlSource& source) : source_(source) {
    const Result<Url> base = parse_url(source.url);
    if (base.has_value()) base_ = *base;
  }

  TwimlReading read(std::string_view body) && {
    read_answer(body);
    return std::move(reading_);
  }

 private:
  void read_answer(std::string_view body) {
    if (body.size() > kMaxTwimlBytes) {
      return fail(11750, "the answer has " + std::to_string(body.size()) + " bytes and may have 65536", 0);
    }
    if (source_.content_type && !is_twiml(body)) return;
    const Result<XmlElement> root = parse_xml(body, {.bytes = kMaxTwimlBytes});
    if (!root.has_value()) return fail(12100, "the answer is no XML: " + root.error().text(), 0);
    if (root->name != "Response") {
      return fail(12102, "the root element is <" + root->name.substr(0, kMostShown) + ">", root->line);
    }
    const std::string* version = root->attribute("version");
    if (version != nullptr && *version != "2010-04-01" && *version != "2008-08-01") {
      return fail(12101, "<Response> asks for version " + shown(*version), root->line);
    }
    for (const SchemaWarning& warning : check_schema(*root)) {
      // Half of the room is left for what is worse than a name that nobody knows.
      if (reading_.notices.size() == kMaxTwimlNotices / 2) break;
      notice(12200, warning.text, warning.line);
    }
    for (const XmlElement& child : root->children) read_verb(child);
    std::ranges::stable_sort(reading_.notices, {}, &Notice::line);
  }

  // ---- what Twilio logs
  void notice(int code, std::string text, int line) {
    const ErrorCode* known = find_error_code(code);
    PARLEY_CHECK(code == 0 || known != nullptr);
    if (reading_.notices.size() >= kMaxTwimlNotices) return;
    reading_.notices.push_back({code, known == nullptr ? Level::kWarning : known->level, std::move(text), line});
  }
  void fail(int code, std::string text, int line) {
    reading_.verbs.clear();
    reading_.failed = true;
    notice(code, std::move(text), line);
  }

  /// Plain text is read out and sound is played; false when that, or an error, is the whole of the reading.
  bool is_twiml(std::string_view body) {
    const std::string type = lower(trimmed(source_.content_type->substr(0, source_.content_type->find(';'))));
    if (type == "text/xml" || type == "application/xml" || type == "text/html") return true;
    if (type.empty()) {
      fail(11200, "the answer has no Content-Type", 0);
    } else if (type == "text/plain") {
      notice(0, "the answer is text/plain: Twilio reads it out as it stands, tags included", 0);
      reading_.verbs.emplace_back(Say{.text = std::string(body)});
    } else if (type.starts_with("audio/")) {
      reading_.verbs.emplace_back(Play{.url = std::string(source_.url)});
    } else {
      fail(12300, "the answer's Content-Type is " + shown(type), 0);
    }
    return false;
  }

  // ---- values
  static std::string value_of(const XmlElement& element, std::string_view name, std::string_view standard = {}) {
    const std::string* value = element.attribute(name);
    return std::string(value == nullptr ? standard : trimmed(*value));
  }

  int number_of(const XmlElement& element, std::string_view name, int standard, int least, int most) {
    const std::string* value = element.attribute(name);
    if (value == nullptr) return standard;
    const std::string_view digits = trimmed(*value);
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (!digits.empty() && error == std::errc() && end == digits.data() + digits.size() && number >= least &&
        number <= most) {
      return number;
    }
    notice(12200,
           std::string(name) + " of <" + element.name + "> is " + shown(*value) + " and has to be a number from " +
               std::to_string(least) + " to " + std::to_string(most),
           element.line);
    return standard;
  }

  HttpMethod method_of(const XmlElement& element, std::string_view name) {
    const std::string* value = element.attribute(name);
    if (value == nullptr || *value == "POST") return HttpMethod::kPost;
    if (*value == "GET") return HttpMethod::kGet;
    notice(12200, std::string(name) + " of <" + element.name + "> is " + shown(*value) + ", neither GET nor POST",
           element.line);
    return lower(*value) == "get" ? HttpMethod::kGet : HttpMethod::kPost;
  }

  /// A URL that Twilio will request over HTTP, resolved; as written, with an error, if that is impossible.
  std::string http_url(const XmlElement& element, std::string_view what, std::string_view written) {
    const std::string_view text = trimmed(written);
    if (text.empty()) return {};
    const Result<Url> url = base_ ? resolve_url(*base_, text) : parse_url(text);
    if (url.has_value() && !url->websocket()) return url->text();
    notice(11100,
           std::string(what) + " of <" + element.name + "> cannot be requested: " +
               (url.has_value() ? shown(text) + " is no http or https URL" : url.error().text()),
           element.line);
    return std::string(text);
  }
  std::string http_attribute(const XmlElement& element, std::string_view name) {
    return http_url(element, name, value_of(element, name));
  }

  // ---- streams
  void stream_error(Stream& stream, int code, std::string text, int line) {
    notice(code, std::move(text), line);
    if (stream.error == 0) stream.error = code;
  }

  Stream read_stream(const XmlElement& element, bool in_connect) {
    Stream stream;
    stream.name = value_of(element, "name");
    read_url(element, stream);
    read_track(element, in_connect, stream);
    stream.status_callback = http_attribute(element, "statusCallback");
    stream.status_callback_method = method_of(element, "statusCallbackMethod");
    for (const XmlElement& child : element.children) {
      if (child.name == "Parameter") read_parameter(child, stream);
    }
    return stream;
  }

  void read_url(const XmlElement& element, Stream& stream) {
    stream.written_url = stream.url = value_of(element, "url");
    const std::string* connector = element.attribute("connectorName");
    if (connector != nullptr) {
      return stream_error(stream, 31940, "no connector " + shown(*connector) + " is installed", element.line);
    }
    if (stream.url.empty()) return stream_error(stream, 31923, "<Stream> has no url", element.line);
    const std::string scheme = scheme_of(stream.url);
    const bool plain = scheme == "ws" && source_.plain_websocket;
    if (!scheme.empty() && scheme != "wss" && !plain) {
      return stream_error(stream, 31922, "<Stream> has the url " + shown(stream.url) + " and needs wss",
                          element.line);
    }
    Result<Url> url = scheme.empty() && base_ ? resolve_url(*base_, stream.url) : parse_url(stream.url);
    if (!url.has_value()) {
      return stream_error(stream, 31923, "<Stream> has a url that is none: " + url.error().text(), element.line);
    }
    if (scheme.empty()) url->scheme = url->secure() ? "wss" : "ws";
    if (!url->secure() && !source_.plain_websocket) {
      return stream_error(stream, 31922, "<Stream> leads to " + shown(url->text()) + " and needs wss",
                          element.line);
    }
    if (!url->secure()) {
      notice(0, "<Stream> leads to " + shown(url->text()) + ", which Twilio would refuse (31922)", element.line);
    }
    if (url->query) {
      notice(0,
             "Twilio strips the query " + shown("?" + *url->query) +
                 " from the stream's URL and says nothing: the server will not see it; use <Parameter>",
             element.line);
    }
    url->query.reset();
    url->fragment.reset();
    stream.url = url->text();
  }

  void read_track(const XmlElement& element, bool in_connect, Stream& stream) {
    const std::string* value = element.attribute("track");
    if (value == nullptr) return;
    constexpr std::array kTracks{StreamTrack::kInbound, StreamTrack::kOutbound, StreamTrack::kBoth};
    const auto* known =
        std::ranges::find(kTracks, std::string_view(*value), [](StreamTrack track) { return name_of(track); });
    if (known == kTracks.end()) {
      return stream_error(stream, 31941, "<Stream> has the track " + shown(*value), element.line);
    }
    stream.track = *known;
    if (in_connect && stream.track != StreamTrack::kInbound) {
      stream_error(stream, 31941,
                   "<Stream> in <Connect> has the track " + *value + " and can have inbound_track only",
                   element.line);
    }
  }

  void read_parameter(const XmlElement& element, Stream& stream) {
    const std::string* name = element.attribute("name");
    const std::string* value = element.attribute("value");
    if (name == nullptr || value == nullptr || name->empty()) {
      return notice(12200, "<Parameter> needs a name and a value, and is left out", element.line);
    }
    if (characters(*name) + characters(*value) >= kParameterLimit) {
      return notice(12200,
                    "<Parameter> " + shown(*name) + " is left out: name and value together have " +
                        std::to_string(characters(*name) + characters(*value)) + " characters and may have 499",
                    element.line);
    }
    const auto same = std::ranges::find(stream.parameters, *name, &StreamParameter::name);
    if (same == stream.parameters.end()) {
      stream.parameters.push_back({*name, *value});
    } else {
      same->value = *value;
    }
  }

  // ---- verbs
  Say read_say(const XmlElement& element) {
    return {element.inner_text, value_of(element, "voice"), value_of(element, "language"),
            number_of(element, "loop", 1, 0, kMostLoops)};
  }
  Play read_play(const XmlElement& element) {
    return {http_url(element, "the URL", element.text), value_of(element, "digits"),
            number_of(element, "loop", 1, 0, kMostLoops)};
  }
  Pause read_pause(const XmlElement& element) { return {number_of(element, "length", 1, 0, kMostSeconds)}; }

  Dial read_dial(const XmlElement& element) {
    Dial dial;
    for (const XmlElement& child : element.children) {
      if (may_contain("Dial", child.name)) dial.nouns.push_back({child.name, std::string(trimmed(child.text))});
    }
    if (dial.nouns.empty()) dial.number = trimmed(element.text);
    dial.caller_id = value_of(element, "callerId");
    dial.action = http_attribute(element, "action");
    dial.action_method = method_of(element, "method");
    dial.timeout_sec = number_of(element, "timeout", dial.timeout_sec, 1, 600);
    return dial;
  }
  Gather read_gather(const XmlElement& element) {
    Gather gather;
    for (const XmlElement& child : element.children) {
      if (child.name == "Say") gather.prompts.emplace_back(read_say(child));
      if (child.name == "Play") gather.prompts.emplace_back(read_play(child));
      if (child.name == "Pause") gather.prompts.emplace_back(read_pause(child));
    }
    gather.input = value_of(element, "input", gather.input);
    gather.action = http_attribute(element, "action");
    gather.action_method = method_of(element, "method");
    // "auto" is for speech, and as good as leaving it out here.
    if (value_of(element, "timeout") != "auto")
      gather.timeout_sec = number_of(element, "timeout", 5, 0, kMostSeconds);
    gather.num_digits = number_of(element, "numDigits", 0, 1, kMostSeconds);
    gather.finish_on_key = value_of(element, "finishOnKey", gather.finish_on_key);
    return gather;
  }
  Record read_record(const XmlElement& element) {
    Record record;
    record.action = http_attribute(element, "action");
    record.action_method = method_of(element, "method");
    record.timeout_sec = number_of(element, "timeout", record.timeout_sec, 0, kMostSeconds);
    record.max_length_sec = number_of(element, "maxLength", record.max_length_sec, 1, kMostSeconds);
    return record;
  }

  void read_connect(const XmlElement& element) {
    bool any = false;
    for (const XmlElement& noun : element.children) {
      if (!may_contain("Connect", noun.name)) continue;
      if (any) {
        notice(12200, "<Connect> takes one noun; the second one is passed over", noun.line);
        return;
      }
      any = true;
      if (noun.name == "Stream") {
        reading_.verbs.emplace_back(
            Connect{read_stream(noun, true), http_attribute(element, "action"), method_of(element, "method")});
      } else {
        reading_.verbs.emplace_back(OtherVerb{"Connect", noun.name});
      }
    }
    if (!any) notice(12200, "<Connect> connects to nothing and is passed over", element.line);
  }
  void read_start(const XmlElement& element) {
    for (const XmlElement& noun : element.children) {
      if (noun.name == "Stream") {
        reading_.verbs.emplace_back(StartStream{read_stream(noun, false)});
      } else if (may_contain("Start", noun.name)) {
        reading_.verbs.emplace_back(OtherVerb{"Start", noun.name});
      }
    }
  }
  void read_stop(const XmlElement& element) {
    for (const XmlElement& noun : element.children) {
      if (noun.name == "Stream") {
        reading_.verbs.emplace_back(StopStream{value_of(noun, "name")});
      } else if (may_contain("Stop", noun.name)) {
        reading_.verbs.emplace_back(OtherVerb{"Stop", noun.name});
      }
    }
  }
  void read_redirect(const XmlElement& element) {
    const std::string url = http_url(element, "the URL", element.text);
    reading_.verbs.emplace_back(
        Redirect{url.empty() ? std::string(source_.url) : url, method_of(element, "method")});
  }

  void read_verb(const XmlElement& element) {
    const std::string_view name = element.name;
    std::vector<Verb>& verbs = reading_.verbs;
    if (!may_contain("Response", name)) return;  // the schema has warned
    if (name == "Connect") return read_connect(element);
    if (name == "Start") return read_start(element);
    if (name == "Stop") return read_stop(element);
    if (name == "Redirect") return read_redirect(element);
    if (name == "Say") {
      verbs.emplace_back(read_say(element));
    } else if (name == "Play") {
      verbs.emplace_back(read_play(element));
    } else if (name == "Pause") {
      verbs.emplace_back(read_pause(element));
    } else if (name == "Hangup") {
      verbs.emplace_back(Hangup{});
    } else if (name == "Dial") {
      verbs.emplace_back(read_dial(element));
    } else if (name == "Gather") {
      verbs.emplace_back(read_gather(element));
    } else if (name == "Record") {
      verbs.emplace_back(read_record(element));
    } else if (name == "Reject") {
      verbs.emplace_back(Reject{value_of(element, "reason", "rejected")});
    } else {
      verbs.emplace_back(OtherVerb{element.name});
    }
  }

  TwimlSource source_;
  std::optional<Url> base_;
  TwimlReading reading_;
};

}  // namespace

TwimlReading read_twiml(std::string_view body, const TwimlSource& source) {
  return Reader(source).read(body);
}

}  // namespace parley::twilio
