#include "import/stereo_recording.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/audio/mulaw.h"
#include "core/twilio/codec.h"
#include "files/wav.h"

namespace parley {
namespace {

constexpr std::int64_t kMostHours = 2;
constexpr std::string_view kStream = "MZ00000000000000000000000000000000";

twilio::Payload frame_at(std::span<const std::int16_t> samples, std::size_t index) {
  std::array<std::int16_t, kFrameSamples> frame{};
  const std::size_t from = std::min(index * kFrameSamples, samples.size());
  const auto part = samples.subspan(from, std::min<std::size_t>(kFrameSamples, samples.size() - from));
  std::copy(part.begin(), part.end(), frame.begin());
  return twilio::Payload{mulaw_encode(frame)};
}

void say(trace::CallTrace& trace, Instant at, const twilio::Inbound& message) {
  std::string text;
  twilio::write(message, text);
  trace.events.push_back(
      {at, trace::Message{trace::Direction::kToAgent, std::move(text), kNever}, trace::kNotAnInput});
}

}  // namespace

Result<StereoChannels> stereo_channels(std::string_view text) {
  if (text == "caller,agent") return StereoChannels{0, 1};
  if (text == "agent,caller") return StereoChannels{1, 0};
  return make_error("must be caller,agent or agent,caller, not \"" + std::string(text) + "\"", "--channels");
}

trace::CallTrace trace_of_sound(std::span<const std::int16_t> caller, std::span<const std::int16_t> agent) {
  trace::CallTrace trace;
  trace.header.observed_at = trace::ObservedAt::kFarEnd;
  trace.header.stream_sid = kStream;
  trace.note =
      "rebuilt from sound alone: marks and clears are not known, and what the agent says counts as sent when "
      "it is heard";
  say(trace, kCallStart, twilio::Connected{});
  twilio::Start start;
  start.stream_sid = Sid(kStream);
  say(trace, kCallStart, start);
  const std::size_t frames = (std::max(caller.size(), agent.size()) + kFrameSamples - 1) / kFrameSamples;
  twilio::Media media;
  media.stream_sid = start.stream_sid;
  for (std::size_t i = 0; i < frames; ++i) {
    const Instant begins = kCallStart + static_cast<std::int64_t>(i) * kFrameDuration;
    std::string sent;
    twilio::write(twilio::Outbound{twilio::SendMedia{start.stream_sid, frame_at(agent, i)}}, sent);
    trace.events.push_back(
        {begins, trace::Message{trace::Direction::kFromAgent, std::move(sent), kNever}, trace::kNotAnInput});
    media.sequence = static_cast<std::int64_t>(i) + 2;
    media.chunk = static_cast<std::int64_t>(i) + 1;
    media.timestamp_ms = static_cast<std::int64_t>(i) * to_millis(kFrameDuration);
    media.payload = frame_at(caller, i);
    say(trace, begins + kFrameDuration, media);
  }
  twilio::Stop stop;
  stop.stream_sid = start.stream_sid;
  stop.sequence = media.sequence + 1;
  say(trace, kCallStart + static_cast<std::int64_t>(frames) * kFrameDuration, stop);
  return trace;
}

Result<trace::CallTrace> read_stereo_recording(const std::string& path, const StereoChannels& channels) {
  const auto sounds = read_channels(path, kMostHours);
  if (!sounds.has_value()) return sounds.error();
  if (sounds->size() != 2) {
    return make_error("has " + std::to_string(sounds->size()) + (sounds->size() == 1 ? " channel" : " channels") +
                          "; a call needs two, the caller's and the agent's",
                      path);
  }
  return trace_of_sound((*sounds)[static_cast<std::size_t>(channels.caller)].samples,
                        (*sounds)[static_cast<std::size_t>(channels.agent)].samples);
}

}  // namespace parley
