#include "load_meter.h"

#include <algorithm>
#include <string>
#include <variant>

#include "core/audio/level.h"
#include "core/base/overloaded.h"
#include "core/twilio/codec.h"

namespace parley {
namespace {

constexpr Duration kReplyPause = millis(500);  // more lies between replies and not inside one

}  // namespace

void LoadFigures::add(const LoadFigures& other) {
  intervals.add(other.intervals);
  responses.add(other.responses);
  frames_to_agent += other.frames_to_agent;
  frames_from_agent += other.frames_from_agent;
  underruns += other.underruns;
  clears += other.clears;
  marks_sent += other.marks_sent;
  marks_returned += other.marks_returned;
  other_messages += other.other_messages;
}

void LoadMeter::record(trace::CallEvent&& event) {
  const auto* message = std::get_if<trace::Message>(&event.what);
  if (message == nullptr) return;
  if (message->direction == trace::Direction::kToAgent) {
    to_agent(event.at, message->text);
  } else {
    from_agent(event.at, message->text);
  }
}

void LoadMeter::to_agent(Instant at, std::string_view text) {
  const twilio::Inbound parsed = twilio::parse_inbound(text);
  if (const auto* media = std::get_if<twilio::Media>(&parsed)) {
    ++figures_.frames_to_agent;
    if (rms_level_mulaw(media->payload.bytes()) > kAudibleRms) caller_spoke_ = at;
  } else if (std::holds_alternative<twilio::MarkReturned>(parsed)) {
    ++figures_.marks_returned;
  }
}

void LoadMeter::from_agent(Instant at, std::string_view text) {
  std::visit(overloaded{
                 [&](const twilio::SendMedia& media) {
                   ++figures_.frames_from_agent;
                   agent_audio(at, samples_to_duration(static_cast<std::int64_t>(media.payload.size())));
                 },
                 [&](const twilio::SendMark&) {
                   ++figures_.marks_sent;
                   last_audio_.reset();
                 },
                 [&](const twilio::Clear&) {
                   ++figures_.clears;
                   last_audio_.reset();
                   held_until_ = at;
                 },
                 [&](const auto&) { ++figures_.other_messages; },
             },
             twilio::parse_outbound(text).message);
}

void LoadMeter::agent_audio(Instant at, Duration length) {
  const bool inside = last_audio_ && at - *last_audio_ < kReplyPause;
  if (inside) {
    figures_.intervals.add(at - *last_audio_);
    if (at > held_until_) ++figures_.underruns;
  } else if (caller_spoke_ && at >= held_until_) {
    figures_.responses.add(at - *caller_spoke_);
    caller_spoke_.reset();
  }
  last_audio_ = at;
  held_until_ = std::max(held_until_, at) + length;
}

}  // namespace parley
