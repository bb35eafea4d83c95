#include "import/recorded_call.h"

#include <algorithm>
#include <utility>

#include "core/twilio/codec.h"

namespace parley {
namespace {

constexpr std::int64_t kFrameMs = 20;
constexpr std::int64_t kDayUs = std::int64_t{86'400} * 1'000'000;
constexpr std::int64_t kLongestUs = 30 * kDayUs;            // what goes beyond is a clock that was set
constexpr std::int64_t kMostTimestamp = 1'000'000'000'000;  // ms; beyond it arithmetic would not be safe

/// Twilio's outbound track is the agent's sound as the far end played it; a message of the agent's carries it here.
std::string as_sent(const std::string& text) {
  const twilio::Inbound inbound = twilio::parse_inbound(text);
  const auto* media = std::get_if<twilio::Media>(&inbound);
  std::string sent;
  if (media == nullptr || media->payload.size() == 0) return sent;
  twilio::write(twilio::Outbound{twilio::SendMedia{media->stream_sid, media->payload}}, sent);
  return sent;
}

}  // namespace

void RecordedCall::add(RecordedMessage message) {
  if (message.rebuild) rebuild(message);
  if (!message.call_sid.empty()) call_sid_ = message.call_sid;
  const bool media = message.event == "media";
  if (media && message.direction == trace::Direction::kFromAgent) has_agent_media_ = true;
  if (media && message.direction == trace::Direction::kToAgent) {
    has_outbound_track_ = has_outbound_track_ || message.outbound_track;
    ++(message.outbound_track ? outbound_ : inbound_);
  }
  lacked_times_ = lacked_times_ || !message.time;
  messages_.push_back(
      {message.direction, std::move(message.text), message.time, message.timestamp_ms, message.outbound_track});
}

void RecordedCall::rebuild(RecordedMessage& message) {
  const Sid& sid = message.stream_sid.empty() ? stream_sid_ : message.stream_sid;
  if (message.direction == trace::Direction::kFromAgent) {
    twilio::write(twilio::Outbound{twilio::SendMedia{sid, twilio::Payload{message.payload}}}, message.text);
    return;
  }
  const std::int64_t before = message.outbound_track ? outbound_ : inbound_;
  lacked_tracks_ = lacked_tracks_ || !message.had_track;
  lacked_timestamps_ = lacked_timestamps_ || !message.timestamp_ms;
  twilio::Media media;
  media.sequence = inbound_ + outbound_ + 2;
  media.track = message.outbound_track ? twilio::Track::kOutbound : twilio::Track::kInbound;
  media.chunk = before + 1;
  media.timestamp_ms = message.timestamp_ms.value_or(before * kFrameMs);
  media.payload.assign(message.payload);
  media.stream_sid = sid;
  message.timestamp_ms = media.timestamp_ms;
  twilio::write(twilio::Inbound{media}, message.text);
}

bool RecordedCall::times_are_usable() const {
  const auto timed =
      std::count_if(messages_.begin(), messages_.end(), [](const Kept& m) { return m.time.has_value(); });
  const bool fine =
      std::any_of(messages_.begin(), messages_.end(), [](const Kept& m) { return m.time && m.time->fine; });
  // Whole seconds are worse than what media.timestamp tells; so is a time for every tenth message.
  return fine && timed * 2 >= std::ssize(messages_);
}

std::vector<Instant> RecordedCall::recorded_times() const {
  std::vector<Instant> times;
  times.reserve(messages_.size());
  std::optional<std::int64_t> first;
  std::int64_t days = 0;
  Instant now = kCallStart;
  for (const Kept& message : messages_) {
    if (message.time) {
      const std::int64_t us = message.time->us + days;
      if (!first) first = us;
      std::int64_t since = us - *first;
      if (!message.time->has_date && since < to_micros(now) - kDayUs / 2) {
        days += kDayUs;  // past midnight
        since += kDayUs;
      }
      if (since < kLongestUs) now = std::max(now, at_micros(since));
    }
    times.push_back(now);
  }
  return times;
}

std::vector<Instant> RecordedCall::rebuilt_times() const {
  std::vector<Instant> times;
  times.reserve(messages_.size());
  std::optional<std::int64_t> first;
  Instant now = kCallStart;
  for (const Kept& message : messages_) {
    if (message.timestamp_ms && *message.timestamp_ms < kMostTimestamp) {
      if (!first) first = *message.timestamp_ms;
      // A frame is sent when it is full; one of the outbound track begins to be heard when its stamp says.
      const std::int64_t ms = *message.timestamp_ms - *first + (message.outbound_track ? 0 : kFrameMs);
      if (ms * 1000 < kLongestUs) now = std::max(now, at_millis(std::max<std::int64_t>(0, ms)));
    }
    times.push_back(now);
  }
  return times;
}

std::string RecordedCall::note(bool timed, bool outbound_track) const {
  std::string note;
  const auto say = [&note](std::string_view sentence) {
    if (!note.empty()) note += "; ";
    note += sentence;
  };
  if (!timed) {
    say("times were not recorded: they are rebuilt from media.timestamp, and what the agent sent lies where it "
        "stood "
        "between the caller's frames");
  } else if (lacked_times_) {
    say("some times were not recorded: those messages have the time of the message before them");
  }
  if (lacked_timestamps_) say("media.timestamp was not recorded: frames count as 20 ms each, without gaps");
  if (lacked_tracks_) say("tracks were not recorded: numbered media counts as the caller's");
  if (outbound_track) say("what the agent sent was not recorded: its sound is that of the outbound track");
  return note;
}

trace::CallTrace RecordedCall::take_trace() {
  trace::CallTrace trace;
  trace.header.observed_at = trace::ObservedAt::kFarEnd;
  trace.header.call_sid = call_sid_;
  trace.header.stream_sid = std::string(stream_sid_.view());
  const bool timed = times_are_usable();
  const std::vector<Instant> times = timed ? recorded_times() : rebuilt_times();
  const bool outbound_track = has_outbound_track_ && !has_agent_media_;
  for (std::size_t i = 0; i < messages_.size(); ++i) {
    Kept& message = messages_[i];
    if (outbound_track && message.outbound_track) {
      if (std::string sent = as_sent(message.text); !sent.empty()) {
        trace.events.push_back(
            {times[i], trace::Message{trace::Direction::kFromAgent, std::move(sent), kNever}, trace::kNotAnInput});
      }
    }
    trace.events.push_back(
        {times[i], trace::Message{message.direction, std::move(message.text), kNever}, trace::kNotAnInput});
  }
  trace.note = note(timed, outbound_track);
  messages_.clear();
  return trace;
}

}  // namespace parley
