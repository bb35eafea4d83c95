// TwiML for voice calls: the verbs as values, a writer that is exact to the byte, and a reader that takes a
// document as Twilio takes it, with the errors and warnings that Twilio would raise. It runs nothing: whoever plays
// Twilio walks the verbs. Elements' attributes that matter to no one here are checked and then forgotten.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/twilio/error_codes.h"

namespace parley::twilio {

enum class HttpMethod : std::uint8_t { kGet, kPost };
std::string_view name_of(HttpMethod method);  // "GET", "POST"

enum class StreamTrack : std::uint8_t { kInbound, kOutbound, kBoth };
std::string_view name_of(StreamTrack track);  // "inbound_track": not the names that `start` uses

struct StreamParameter {
  std::string name;
  std::string value;
  friend bool operator==(const StreamParameter&, const StreamParameter&) = default;
};

struct Stream {
  std::string url;  // as read: absolute, without query and fragment; as written in the document if `error` is set
  std::string name;
  StreamTrack track = StreamTrack::kInbound;
  std::string status_callback;
  HttpMethod status_callback_method = HttpMethod::kPost;
  std::vector<StreamParameter> parameters;  // each name once
  // The reader's alone, and not written.
  std::string written_url;  // what the document said, before anything was resolved or stripped
  int error = 0;            // why the stream cannot start (31922, 31923, 31940, 31941), else 0

  friend bool operator==(const Stream&, const Stream&) = default;
};

/// Blocks until the server closes the stream; then `action` is asked for the next document if there is one.
struct Connect {
  Stream stream;
  std::string action;
  HttpMethod action_method = HttpMethod::kPost;
  friend bool operator==(const Connect&, const Connect&) = default;
};
/// Goes on at once; Twilio plays nothing that such a stream sends.
struct StartStream {
  Stream stream;
  friend bool operator==(const StartStream&, const StartStream&) = default;
};
struct StopStream {
  std::string name;
  friend bool operator==(const StopStream&, const StopStream&) = default;
};
struct Say {
  std::string text;
  std::string voice;
  std::string language;
  int loop = 1;  // 0 is for ever
  friend bool operator==(const Say&, const Say&) = default;
};
struct Play {
  std::string url;
  std::string digits;
  int loop = 1;  // 0 is for ever
  friend bool operator==(const Play&, const Play&) = default;
};
struct Pause {
  int seconds = 1;
  friend bool operator==(const Pause&, const Pause&) = default;
};
struct Hangup {
  friend bool operator==(const Hangup&, const Hangup&) = default;
};
struct DialNoun {
  std::string kind;  // "Number", "Sip", "Client", ...
  std::string text;
  friend bool operator==(const DialNoun&, const DialNoun&) = default;
};
struct Dial {
  std::string number;  // empty when there are nouns
  std::vector<DialNoun> nouns;
  std::string caller_id;
  std::string action;
  HttpMethod action_method = HttpMethod::kPost;
  int timeout_sec = 30;
  friend bool operator==(const Dial&, const Dial&) = default;
};
struct Redirect {
  std::string url;
  HttpMethod method = HttpMethod::kPost;
  friend bool operator==(const Redirect&, const Redirect&) = default;
};
using Prompt = std::variant<Say, Play, Pause>;
struct Gather {
  std::vector<Prompt> prompts;
  std::string input = "dtmf";
  std::string action;  // empty: the document's own URL
  HttpMethod action_method = HttpMethod::kPost;
  int timeout_sec = 5;
  int num_digits = 0;  // 0 is any number
  std::string finish_on_key = "#";
  friend bool operator==(const Gather&, const Gather&) = default;
};
struct Record {
  std::string action;  // empty: the document's own URL
  HttpMethod action_method = HttpMethod::kPost;
  int timeout_sec = 5;
  int max_length_sec = 3600;
  friend bool operator==(const Record&, const Record&) = default;
};
struct Reject {
  std::string reason = "rejected";
  friend bool operator==(const Reject&, const Reject&) = default;
};
/// A verb, or a noun of <Connect> and <Start>, that Twilio knows and we do not model.
struct OtherVerb {
  std::string name;
  std::string noun = {};
  friend bool operator==(const OtherVerb&, const OtherVerb&) = default;
};

using Verb = std::variant<Connect, StartStream, StopStream, Say, Play, Pause, Hangup, Dial, Redirect, Gather,
                          Record, Reject, OtherVerb>;

/// The document: declaration, <Response> and the verbs, without a stray character. Attributes at their defaults are
/// left out, except a stream's track. What is in an OtherVerb is not known, so it is written empty.
std::string write_twiml(const std::vector<Verb>& verbs);

/// Something Twilio would log. `code` is 0 where Twilio does something unexpected and says nothing of it.
struct Notice {
  int code = 0;
  Level level = Level::kWarning;
  std::string text;
  int line = 0;  // of the document, 1-based; 0 when it is about the whole
  friend bool operator==(const Notice&, const Notice&) = default;
};

struct TwimlSource {
  std::string_view url;                               // where the document came from; relative URLs start from it
  std::optional<std::string_view> content_type = {};  // nothing: not to be judged; empty: the header was missing
  bool plain_websocket = false;                       // take ws:// for a test on one machine, with a warning
};

struct TwimlReading {
  bool failed = false;  // Twilio announces an application error and hangs up; there are no verbs then
  std::vector<Verb> verbs;
  std::vector<Notice> notices;  // in the order of the document; at most kMaxTwimlNotices
  friend bool operator==(const TwimlReading&, const TwimlReading&) = default;
};

inline constexpr std::size_t kMaxTwimlBytes = 64 * 1024;
inline constexpr std::size_t kMaxTwimlNotices = 200;
/// A parameter's name and value have to stay under this together, in characters.
inline constexpr std::size_t kParameterLimit = 500;

TwimlReading read_twiml(std::string_view body, const TwimlSource& source);

}  // namespace parley::twilio
