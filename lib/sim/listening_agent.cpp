#include "sim/listening_agent.h"

#include <utility>

#include "core/audio/mulaw.h"
#include "core/twilio/codec.h"

namespace parley {

void ListeningAgent::receive(Instant now, SharedText text) {
  const twilio::Inbound message = twilio::parse_inbound(text);
  const auto* media = std::get_if<twilio::Media>(&message);
  if (media != nullptr && media->track == twilio::Track::kInbound) {
    const auto bytes = media->payload.bytes();
    const auto count = static_cast<std::int64_t>(bytes.size());
    clock_.add(now, media->timestamp_ms, count);
    std::vector<std::int16_t> samples(bytes.size());
    mulaw_decode(bytes, samples);
    const MediaTime begin = clock_.position() + -count;
    if (scripted_) {
      ear_.hear(begin, samples);
    } else {
      voice_.hear(begin, samples);
    }
  }
  agent_.receive(now, std::move(text));
}

}  // namespace parley
