#include "core/account/protocol_ledger.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/base/overloaded.h"
#include "core/trace/message_peek.h"

namespace parley {
namespace {

constexpr int kInvalidMessage = 31951;
constexpr std::size_t kMostReason = 200;  // of a text that comes from outside

std::string shortened(std::string text) {
  if (text.size() > kMostReason) text.resize(kMostReason);
  return text;
}

/// The event that a text names, even where it is not JSON: a word between any quotes after "event".
std::string_view meant_event(std::string_view text) {
  if (const std::string_view event = trace::peek_event(text); !event.empty()) return event;
  const std::size_t key = text.find("event");
  if (key == std::string_view::npos) return {};
  for (const std::string_view each : {"media", "mark", "clear"}) {
    const std::size_t at = text.find(each, key + 5);
    if (at != std::string_view::npos && at < key + 12) return each;
  }
  return {};
}

}  // namespace

void ProtocolLedger::started(const Sid& stream) {
  stream_ = stream;
  started_ = true;
  awaits_start_ = false;
}

bool ProtocolLedger::take(Instant at, std::string_view text, const twilio::ParsedOutbound& parsed,
                          EventIndex event) {
  if (awaits_start_) {
    refuse(at, BreachKind::kBeforeStart, "came before `start`, when the stream had no id", text, event);
    return false;
  }
  const auto of_our_stream = [&](const Sid& sid) {
    // A recording may have lost the id in its `start`.
    if (!started_ || stream_.empty() || sid == stream_) return true;
    refuse(at, BreachKind::kWrongStream,
           "names the stream \"" + std::string(sid.view()) + "\", and this one is \"" +
               std::string(stream_.view()) + "\"",
           text, event);
    return false;
  };
  const bool acted_on = std::visit(
      overloaded{
          [&](const twilio::SendMedia& media) { return of_our_stream(media.stream_sid); },
          [&](const twilio::SendMark& mark) { return of_our_stream(mark.stream_sid); },
          [&](const twilio::Clear& clear) { return of_our_stream(clear.stream_sid); },
          [&](const twilio::Unknown& unknown) {
            refuse(at, BreachKind::kUnknownEvent, "the event \"" + unknown.event + "\" is none that Twilio takes",
                   text, event);
            return false;
          },
          [&](const twilio::Malformed& malformed) {
            const bool snake = text.find("\"stream_sid\"") != std::string_view::npos;
            refuse(at, snake ? BreachKind::kSnakeCaseSid : BreachKind::kNotReadable, malformed.reason, text, event);
            return false;
          },
      },
      parsed.message);
  if (acted_on && !parsed.extra_field.empty()) {
    Breach& breach = note(at, BreachKind::kExtraField, kInvalidMessage,
                          "the field \"" + parsed.extra_field + "\" is none that Twilio defines", event);
    breach.ignored = false;
  }
  return acted_on;
}

void ProtocolLedger::told(Instant at, BreachKind kind, int code, std::string reason, EventIndex event) {
  note(at, kind, code, std::move(reason), event);
}

Breach& ProtocolLedger::note(Instant at, BreachKind kind, int code, std::string reason, EventIndex event) {
  auto entry = std::find_if(breaches_.begin(), breaches_.end(), [&](const Breach& b) { return b.kind == kind; });
  if (entry == breaches_.end()) {
    Breach breach;
    breach.kind = kind;
    breach.code = code;
    breach.reason = shortened(std::move(reason));
    breach.at = at;
    breach.event = event;
    entry = breaches_.insert(breaches_.end(), std::move(breach));
  }
  ++entry->count;
  return *entry;
}

void ProtocolLedger::refuse(Instant at, BreachKind kind, std::string reason, std::string_view text,
                            EventIndex event) {
  Breach& breach = note(at, kind, kInvalidMessage, std::move(reason), event);
  const std::string_view meant = meant_event(text);
  if (meant == "media") ++breach.of_media;
  if (meant == "mark" || meant == "clear") ++breach.of_controls;
}

}  // namespace parley
