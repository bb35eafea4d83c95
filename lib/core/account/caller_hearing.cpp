#include "core/account/caller_hearing.h"

#include <algorithm>

#include "core/audio/level.h"
#include "core/audio/mulaw.h"

namespace parley {
namespace {

constexpr Duration kShadow = millis(200);         // what the agent says tells nothing about the line
constexpr Duration kEcho = millis(700);           // ... and comes back for this long
constexpr Duration kSameUtterance = millis(350);  // a shorter pause lies inside a word or between two
constexpr Duration kLeastPause = millis(150);
constexpr Duration kMostPause = millis(900);                  // longer, and he had finished
constexpr std::int64_t kGapSamples = kSampleRate / 25;        // 40 ms: timestamps wander by a few milliseconds
constexpr std::int64_t kJumpSamples = 2 * kSampleRate;        // more than jitter explains: the clock was set anew
constexpr std::int64_t kMostTimestampMs = 1'000'000'000'000;  // beyond it arithmetic would not be safe
constexpr std::int64_t kMostGapFrames = 50;  // silence longer than this closes any utterance anyway
constexpr std::int64_t kSteadyFrames = 8;    // fewer say nothing about steadiness

Instant media_instant(std::int64_t samples) {
  return Instant{samples_to_duration(samples)};
}

}  // namespace

void CallerHearing::Span::add(int level) {
  if (frames >= 4) {
    const int inner = last[0];
    low = frames == 4 ? inner : std::min(low, inner);
    high = frames == 4 ? inner : std::max(high, inner);
  }
  last[0] = last[1];
  last[1] = level;
  ++frames;
}

bool CallerHearing::Span::steady() const {
  return frames >= kSteadyFrames + 4 &&
         static_cast<std::int64_t>(high) * 100 < static_cast<std::int64_t>(low) * 141;
}

/// Where the message's audio begins on our media clock. The sender's clock may start anywhere; if it jumps back or
/// further ahead than time has gone, it is a new clock and ours goes on.
std::int64_t CallerHearing::place(Instant at, const twilio::Media& media) {
  const auto length = static_cast<std::int64_t>(media.payload.size());
  std::int64_t start = media.timestamp_ms * (kSampleRate / 1000) + shift_;
  const auto delay_of = [&](std::int64_t from) {
    return at.time_since_epoch() - samples_to_duration(from + length);
  };
  if (!began_) {
    began_ = true;
    next_ = start;
    delay_ = delay_of(start);
    return start;
  }
  const std::int64_t expected = next_ + static_cast<std::int64_t>(framer_.pending());
  const bool back = start < expected - kJumpSamples;
  const bool ahead = delay_of(start) < delay_ - samples_to_duration(kJumpSamples);
  if (back || ahead) {
    shift_ += expected - start;
    start = expected;
  }
  delay_ = std::min(delay_, delay_of(start));
  return start;
}

void CallerHearing::add(Instant at, const twilio::Media& media, EventIndex event, AgentPlayout& agent) {
  if (media.track != twilio::Track::kInbound) return;
  if (media.timestamp_ms < 0 || media.timestamp_ms > kMostTimestampMs) return;
  const std::int64_t start = place(at, media);
  if (start > next_ + static_cast<std::int64_t>(framer_.pending()) + kGapSamples) {
    framer_ = Framer{};
    hear_nothing(next_, start, event);
    next_ = start;
  } else if (framer_.pending() == 0) {
    next_ = start;
  }
  framer_.push(media.payload.bytes());
  // The framer may hold samples of the message before, so the frame begins at next_ and not at start.
  while (const std::optional<Frame> frame = framer_.pop()) {
    hear(*frame, media_instant(next_), event, agent);
    next_ += kFrameSamples;
  }
}

void CallerHearing::hear(const Frame& frame, Instant begin, EventIndex event, AgentPlayout& agent) {
  const PcmFrame pcm = decode_frame(frame);
  const Instant end = begin + delay_ + kFrameDuration;
  const bool agent_heard = agent.heard_since(end - kShadow);
  const bool may_echo = agent.heard_since(end - kEcho);
  const int level = may_echo ? agent.unexplained_level(pcm, end) : rms_level(pcm);
  if (may_echo && level <= floor_.voice_threshold() && rms_level(pcm) > floor_.voice_threshold()) {
    echoes_[next_echo_] = end;
    next_echo_ = (next_echo_ + 1) % echoes_.size();
  }
  const SpeechProbability probability = vad_.process(pcm, level, floor_.voice_threshold());
  floor_.add(level, probability > kSpeechCut, !agent_heard);
  levels_.caller(begin + delay_, level);
  follow(begin, probability, level, event);
}

void CallerHearing::hear_nothing(std::int64_t from, std::int64_t to, EventIndex event) {
  const std::int64_t frames = std::min((to - from) / kFrameSamples, kMostGapFrames);
  for (std::int64_t i = 0; i < frames; ++i) follow(media_instant(from + i * kFrameSamples), 0, 0, event);
}

void CallerHearing::follow(Instant begin, SpeechProbability probability, int level, EventIndex event) {
  const bool voiced = probability > kSpeechCut;
  const auto change = segmenter_.add(begin, probability, level);
  std::rotate(recent_, recent_ + 1, recent_ + 3);
  recent_[2] = event;
  std::rotate(recent_levels_, recent_levels_ + 1, recent_levels_ + 3);
  recent_levels_[2] = level;
  if (!change) {
    if (!segmenter_.speaking()) return;
    span_.add(level);  // a dip below the threshold counts: steady noise has none
    if (!voiced) return;
    open_.peak = std::max(open_.peak, level);
    open_.last_event = event;
    return;
  }
  if (const auto* started = std::get_if<SpeechStarted>(&*change)) {
    open_ = Utterance{};
    open_.begin = started->onset;
    open_.first_event = recent_[0];
    pause_before(started->onset);
    open_.last_event = event;
    span_ = Span{};
    for (const int each : recent_levels_) {
      open_.peak = std::max(open_.peak, each);
      span_.add(each);
    }
    return;
  }
  close(std::get<SpeechEnded>(*change));
}

void CallerHearing::close(const SpeechEnded& ended) {
  open_.end = std::max(ended.last_voiced, open_.begin);
  open_.voiced = ended.voiced;
  open_.steady = span_.steady();
  voice_ended_ = open_.end;
  keep(closed_, open_);
}

void CallerHearing::pause_before(Instant onset) {
  if (voice_ended_ == kNever) return;
  const Duration pause = onset - voice_ended_;
  if (pause >= kLeastPause && pause <= kMostPause) pauses_.push_back({voice_ended_, onset});
}

Utterance CallerHearing::running() const {
  Utterance utterance = open_;
  utterance.end = std::max(segmenter_.last_voiced(), open_.begin);
  utterance.voiced = segmenter_.voiced();
  utterance.steady = span_.steady();
  return utterance;
}

/// Appends, or joins to the one before when the pause is short. What was interrupted was not steady.
void CallerHearing::keep(std::vector<Utterance>& list, const Utterance& utterance) const {
  if (list.empty() || utterance.begin - list.back().end >= kSameUtterance) {
    list.push_back(utterance);
    return;
  }
  Utterance& before = list.back();
  before.end = std::max(before.end, utterance.end);
  before.voiced += utterance.voiced;
  before.peak = std::max(before.peak, utterance.peak);
  before.steady = false;
  before.last_event = utterance.last_event;
}

Duration CallerHearing::echo_before(Instant at) const {
  const auto frames = std::count_if(echoes_.begin(), echoes_.end(), [&](Instant end) {
    return end > kCallStart && end > at - seconds(1) && end <= at + kFrameDuration;
  });
  return frames * kFrameDuration;
}

std::vector<Utterance> CallerHearing::utterances() const {
  std::vector<Utterance> all = closed_;
  if (segmenter_.speaking()) keep(all, running());
  for (Utterance& utterance : all) {
    utterance.begin = std::max(utterance.begin + delay_, kCallStart);
    utterance.end = std::max(utterance.end + delay_, kCallStart);
  }
  return all;
}

std::vector<CallerPause> CallerHearing::pauses() const {
  std::vector<CallerPause> all = pauses_;
  for (CallerPause& pause : all) {
    pause.begin += delay_;
    pause.end += delay_;
  }
  return all;
}

}  // namespace parley
