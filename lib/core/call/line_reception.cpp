#include "core/call/line_reception.h"

#include <utility>

#include "core/audio/level.h"
#include "core/base/overloaded.h"

namespace parley {

bool LineReception::take(Instant now, const twilio::Inbound& message, Fifo<Action>& out) {
  return std::visit(overloaded{
                        [](const twilio::Connected&) { return false; },
                        [&](const twilio::Start& begin) {
                          start(now, begin, out);
                          return false;
                        },
                        [&](const twilio::Media& frame) { return media(now, frame, out); },
                        [](const twilio::Dtmf&) { return false; },
                        [](const twilio::MarkReturned&) { return false; },
                        [&](const twilio::Stop&) {
                          over_ = stopped_ = true;
                          return false;
                        },
                        [&](const twilio::Unknown& unknown) {
                          violation(now, "unknown event " + unknown.event, out);
                          return false;
                        },
                        [&](const twilio::Malformed& bad) {
                          violation(now, bad.reason, out);
                          return false;
                        },
                    },
                    message);
}

void LineReception::start(Instant now, const twilio::Start& start, Fifo<Action>& out) {
  if (stream_sid_.empty()) {
    stream_sid_ = start.stream_sid;
  } else {
    violation(now, "a second start message", out);
  }
}

bool LineReception::media(Instant now, const twilio::Media& media, Fifo<Action>& out) {
  if (over_ || stream_sid_.empty() || media.track != twilio::Track::kInbound) return false;
  if (!(media.stream_sid == stream_sid_)) {
    violation(now, "media of another stream", out);
    return false;
  }
  ++received_;
  if (rms_level_mulaw(media.payload.bytes()) >= kAudibleRms) ++audible_;
  return true;
}

void LineReception::violation(Instant now, std::string reason, Fifo<Action>& out) {
  out.push(Record{{now, trace::Violation{0, std::move(reason)}, trace::kNotAnInput}});
}

}  // namespace parley
