#include "core/account/call_sound.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include "core/audio/mulaw.h"
#include "core/base/overloaded.h"
#include "core/playout/playout_buffer.h"
#include "core/twilio/codec.h"

namespace parley {
namespace {

constexpr std::int64_t kMostSamples = kMostSoundOfACall.count() / 125;
constexpr std::int64_t kMostTimestampMs = kMostSoundOfACall.count() / 1000 * 10;

void lay(std::vector<std::int16_t>& track, std::int64_t begin, std::span<const std::uint8_t> bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::int64_t at = begin + static_cast<std::int64_t>(i);
    if (at < 0) continue;
    if (at >= kMostSamples) return;
    const auto index = static_cast<std::size_t>(at);
    if (index >= track.size()) track.resize(index + 1, 0);
    track[index] = mulaw_decode(bytes[i]);
  }
}

std::int64_t sample_at(Instant at) {
  return duration_to_samples(at - kCallStart);
}

/// The media message of the caller's in an event, if it is one that can be placed.
std::optional<twilio::Media> caller_media(const trace::CallEvent& event) {
  const auto* message = std::get_if<trace::Message>(&event.what);
  if (message == nullptr || message->direction != trace::Direction::kToAgent) return std::nullopt;
  twilio::Inbound parsed = twilio::parse_inbound(message->text);
  auto* media = std::get_if<twilio::Media>(&parsed);
  if (media == nullptr || media->track != twilio::Track::kInbound) return std::nullopt;
  if (media->timestamp_ms < 0 || media->timestamp_ms > kMostTimestampMs) return std::nullopt;
  return std::move(*media);
}

std::int64_t position_of(const twilio::Media& media) {
  return media.timestamp_ms * (kSampleRate / 1000);
}

/// The smallest delay seen tells how the sender's clock lies to ours, so that a late message does not move his
/// words.
void lay_caller(const trace::CallTrace& trace, std::vector<std::int16_t>& track) {
  std::int64_t shift = std::numeric_limits<std::int64_t>::max();
  for (const trace::CallEvent& event : trace.events) {
    if (const auto media = caller_media(event)) {
      const auto length = static_cast<std::int64_t>(media->payload.size());
      shift = std::min(shift, sample_at(event.at) - position_of(*media) - length);
    }
  }
  for (const trace::CallEvent& event : trace.events) {
    if (const auto media = caller_media(event)) lay(track, position_of(*media) + shift, media->payload.bytes());
  }
}

class AgentTrack {
 public:
  explicit AgentTrack(std::vector<std::int16_t>& track) : track_(track) {}

  void play_until(Instant now) {
    const std::int64_t count = buffer_.playable(now);
    if (count > 0) {
      const Instant begin = buffer_.played_at(buffer_.played());
      lay(track_, sample_at(begin), buffer_.held().first(static_cast<std::size_t>(count)));
    }
    buffer_.advance(now);
  }
  void take(Instant now, std::string_view text) {
    std::visit(overloaded{
                   [&](const twilio::SendMedia& media) { buffer_.write(now, media.payload.bytes()); },
                   [&](const twilio::Clear&) { buffer_.clear(now); },
                   [](const auto&) {},
               },
               twilio::parse_outbound(text).message);
  }

 private:
  std::vector<std::int16_t>& track_;
  PlayoutBuffer buffer_;
};

void lay_agent(const trace::CallTrace& trace, std::vector<std::int16_t>& track) {
  AgentTrack agent(track);
  Instant now = kCallStart;
  for (const trace::CallEvent& event : trace.events) {
    now = std::max(now, event.at);
    agent.play_until(now);
    if (const auto* message = std::get_if<trace::Message>(&event.what)) {
      if (message->direction == trace::Direction::kFromAgent) agent.take(now, message->text);
    } else if (const auto* connection = std::get_if<trace::Connection>(&event.what)) {
      if (connection->what == "closed") return;
    }
  }
}

}  // namespace

CallSound sound_of(const trace::CallTrace& trace) {
  CallSound sound;
  lay_caller(trace, sound.caller);
  lay_agent(trace, sound.agent);
  return sound;
}

}  // namespace parley
