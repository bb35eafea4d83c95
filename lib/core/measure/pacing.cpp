#include "core/measure/pacing.h"

#include <algorithm>
#include <variant>

#include "core/twilio/codec.h"

namespace parley {
namespace {

/// A run begins with a burst that builds up the lead. It is no part of the sender's clock.
constexpr Duration kBuildsLead = millis(500);
/// Beyond five per cent nobody's clock drifts: the sender sends faster or slower on purpose, or as it gets audio.
constexpr std::int64_t kMostDrift = 50'000'000;

}  // namespace

std::int64_t PacingMeasurements::delivery_per_mille() const {
  const std::int64_t sound = to_micros(samples_to_duration(bytes));
  return sound == 0 ? 0 : sound * 1000 / (sound + to_micros(dry));
}

bool PacingMeasurements::paced() const {
  const auto slope = drift.drift();
  return slope && slope->value > -kMostDrift && slope->value < kMostDrift;
}

void PacingMeasurements::add(const PacingMeasurements& other) {
  messages += other.messages;
  bytes += other.bytes;
  runs += other.runs;
  message_length.add(other.message_length);
  interval.add(other.interval);
  lead.add(other.lead);
  tail.add(other.tail);
  lateness.add(other.lateness);
  underruns += other.underruns;
  dry += other.dry;
  longest_dry = std::max(longest_dry, other.longest_dry);
  stalls += other.stalls;
  longest_stall = std::max(longest_stall, other.longest_stall);
  drift.add(other.drift);
  jitter = std::max(jitter, other.jitter);
  heard_messages += other.heard_messages;
  heard_interval.add(other.heard_interval);
  heard_stalls += other.heard_stalls;
  heard_drift.add(other.heard_drift);
  heard_jitter = std::max(heard_jitter, other.heard_jitter);
}

void PacingMeter::add(Instant at, const trace::Message& message) {
  if (message.direction == trace::Direction::kFromAgent) {
    const auto parsed = twilio::parse_outbound(message.text).message;
    if (const auto* media = std::get_if<twilio::SendMedia>(&parsed)) {
      sent(at, static_cast<std::int64_t>(media->payload.size()), message.deadline);
    } else if (std::holds_alternative<twilio::SendMark>(parsed)) {
      mark_sent();
    } else if (std::holds_alternative<twilio::Clear>(parsed)) {
      clear_sent(at);
    }
    return;
  }
  const auto parsed = twilio::parse_inbound(message.text);
  if (const auto* media = std::get_if<twilio::Media>(&parsed)) heard(at, millis(media->timestamp_ms));
}

void PacingMeter::sent(Instant at, std::int64_t bytes, Instant deadline) {
  if (bytes <= 0) return;
  if (open_ && at - drained_ >= kSameRun) end_run();
  const Duration length = samples_to_duration(bytes);
  if (!open_) {
    open_ = true;
    ++told_.runs;
    ++clocks_;
    clock_begin_ = at;
    run_bytes_ = 0;
    drained_ = std::max(drained_, at);
    jitter_.new_segment();
  } else {
    follow(at, at - drained_);
  }
  told_.held.add(at, std::max<std::int64_t>(0, to_micros(drained_ - at)));
  drained_ = std::max(drained_, at) + length;
  told_.held.add(at, to_micros(drained_ - at));
  told_.lead.add(to_micros(drained_ - at));
  told_.message_length.add(to_micros(length));
  if (deadline != kNever) told_.lateness.add(to_micros(at - deadline));
  const Duration sound = samples_to_duration(run_bytes_);
  jitter_.reading(sound, at);
  if (at - clock_begin_ >= kBuildsLead) {
    told_.drift.reading(sound, at);
    clock_point(sound, at);
  }
  ++told_.messages;
  told_.bytes += bytes;
  run_bytes_ += bytes;
  last_sent_ = at;
  last_bytes_ = bytes;
}

/// A message inside a run, against the one before it.
void PacingMeter::follow(Instant at, Duration dry) {
  const Duration gap = at - last_sent_;
  told_.interval.add(to_micros(gap));
  if (dry >= kLeastDry) {
    ++told_.underruns;
    told_.dry += dry;
    told_.longest_dry = std::max(told_.longest_dry, dry);
    moment(PaceMoment::Kind::kUnderrun, at, dry);
  }
  // A message that carries a second of sound is no stall if the next comes after a second.
  if (gap - samples_to_duration(last_bytes_) <= kStall) return;
  ++told_.stalls;
  told_.longest_stall = std::max(told_.longest_stall, gap);
  moment(PaceMoment::Kind::kStall, at, gap);
  told_.drift.new_segment();
  ++clocks_;
  clock_begin_ = at;
  run_bytes_ = 0;
}

void PacingMeter::moment(PaceMoment::Kind kind, Instant at, Duration length) {
  if (told_.moments.size() < PacingMeasurements::kMostMoments) told_.moments.push_back({kind, at, length, event_});
}

void PacingMeter::clock_point(Duration sound, Instant at) {
  if (clock_seen_++ % clock_stride_ != 0) return;
  std::vector<ClockPoint>& points = told_.clock;
  points.push_back({clocks_, to_micros(sound), to_micros(at - clock_begin_) - to_micros(sound)});
  if (points.size() < PacingMeasurements::kMostClockPoints) return;
  for (std::size_t i = 0; 2 * i < points.size(); ++i) points[i] = points[2 * i];
  points.resize((points.size() + 1) / 2);
  clock_stride_ *= 2;
}

void PacingMeter::mark_sent() {
  if (open_) end_run();
}

void PacingMeter::clear_sent(Instant at) {
  if (open_) {
    open_ = false;  // cut, so it has no tail
    told_.drift.new_segment();
  }
  drained_ = std::min(drained_, at);
}

void PacingMeter::end_run() {
  told_.tail.add(to_micros(drained_ - last_sent_));
  told_.drift.new_segment();
  open_ = false;
}

void PacingMeter::heard(Instant at, Duration timestamp) {
  if (heard_any_) {
    const Duration gap = at - last_heard_;
    told_.heard_interval.add(to_micros(gap));
    if (gap > kStall) {
      ++told_.heard_stalls;
      heard_jitter_.new_segment();
    }
  }
  heard_any_ = true;
  last_heard_ = at;
  ++told_.heard_messages;
  heard_jitter_.reading(timestamp, at);
  told_.heard_drift.reading(timestamp, at);
}

PacingMeasurements PacingMeter::so_far() const {
  PacingMeasurements result = told_;
  if (open_) result.tail.add(to_micros(drained_ - last_sent_));
  result.jitter = jitter_.most();
  result.heard_jitter = heard_jitter_.most();
  return result;
}

}  // namespace parley
