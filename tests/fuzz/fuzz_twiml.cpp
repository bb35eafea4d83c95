// Any answer of a webhook is read to verbs and notices within their bounds, never to both a failure and verbs; what
// was read is written as a document that is read without complaint of its form, and to the same verbs from then on.
#include <algorithm>
#include <array>

#include "core/base/check.h"
#include "core/twilio/twiml.h"
#include "tests/fuzz/fuzz_input.h"

namespace parley::fuzz {
namespace {

using twilio::TwimlReading;
using twilio::TwimlSource;

bool startable(const twilio::Stream& stream) {
  return stream.url.starts_with("wss://") || stream.url.starts_with("ws://");
}

void check_verb(const twilio::Verb& verb) {
  if (const auto* connect = std::get_if<twilio::Connect>(&verb)) {
    const twilio::Stream& stream = connect->stream;
    const bool can_start = startable(stream) && stream.track == twilio::StreamTrack::kInbound;
    PARLEY_CHECK(stream.error != 0 || can_start);
    PARLEY_CHECK(stream.parameters.size() <= twilio::kMaxTwimlBytes);
  }
  if (const auto* start = std::get_if<twilio::StartStream>(&verb)) {
    PARLEY_CHECK(start->stream.error != 0 || startable(start->stream));
  }
}

void check_answer(const std::string& body, const TwimlSource& source) {
  const TwimlReading reading = twilio::read_twiml(body, source);
  PARLEY_CHECK(reading.notices.size() <= twilio::kMaxTwimlNotices);
  PARLEY_CHECK(!reading.failed || (reading.verbs.empty() && reading.notices.size() == 1));
  for (const twilio::Notice& notice : reading.notices) {
    PARLEY_CHECK(!notice.text.empty() && (notice.code == 0 || twilio::find_error_code(notice.code) != nullptr));
  }
  for (const twilio::Verb& verb : reading.verbs) check_verb(verb);
  if (reading.failed) return;
  const TwimlSource twiml{.url = source.url, .content_type = "text/xml", .plain_websocket = source.plain_websocket};
  const std::string written = twilio::write_twiml(reading.verbs);
  if (written.size() > twilio::kMaxTwimlBytes) return;
  const TwimlReading again = twilio::read_twiml(written, twiml);
  PARLEY_CHECK(!again.failed);
  PARLEY_CHECK(again.verbs.size() == reading.verbs.size());
  const std::string twice = twilio::write_twiml(again.verbs);
  if (twice.size() > twilio::kMaxTwimlBytes) return;
  PARLEY_CHECK(twice == written);
}

}  // namespace
}  // namespace parley::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The first byte says how the answer came.
  constexpr std::array kTypes =
      std::to_array<std::string_view>({"text/xml", "text/plain", "audio/wav", "application/json", ""});
  parley::fuzz::Bytes bytes(data, size);
  const int how = bytes.upto(255);
  parley::twilio::TwimlSource source;
  source.url = (how & 1) != 0 ? "https://host/a/b" : "http://host";
  if ((how & 2) != 0) source.content_type = kTypes[static_cast<std::size_t>(how / 8) % kTypes.size()];
  source.plain_websocket = (how & 4) != 0;
  parley::fuzz::check_answer(
      parley::fuzz::text_of(data + std::min<std::size_t>(size, 1), size - std::min<std::size_t>(size, 1)), source);
  return 0;
}
