#include "core/account/send_pacing.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/audio/level.h"

namespace parley {
namespace {

constexpr Duration kLeastGap = millis(1);       // less is how messages of 20 ms meet
constexpr Duration kSameRun = millis(600);      // a longer pause is one between two replies
constexpr Duration kSameWord = seconds(3);      // ... unless a word was torn in two
constexpr Duration kRealSound = millis(300);    // less may be what crossed a clear
constexpr Duration kLongSilence = millis(100);  // in sending: worth watching whether a burst makes up for it
constexpr Duration kBurst = millis(60);
constexpr std::size_t kEdge = 40;  // 5 ms
constexpr std::size_t kMostPoints = 64;
constexpr std::size_t kMostGaps = 1000;

/// In mid voice the last 5 ms are about as loud as the rest; where a sound ends by itself they are not.
bool loud_to_the_edge(int edge, int around) {
  return edge > 2 * kAudibleRms && 2 * edge >= around;
}

Duration length_of(std::int64_t bytes) {
  return samples_to_duration(bytes);
}

}  // namespace

void SendPacing::media(Instant at, std::span<const std::uint8_t> bytes, EventIndex event,
                       std::optional<Instant> dry_since, Duration lead) {
  if (bytes.empty()) return;
  const std::size_t edge = std::min(kEdge, bytes.size());
  const bool loud_head =
      loud_to_the_edge(rms_level_mulaw(bytes.first(edge)),
                       rms_level_mulaw(bytes.first(std::min<std::size_t>(kFrameSamples, bytes.size()))));
  if (open_ && dry_since) {
    const bool mid_voice = loud_head && loud_to_the_edge(tail_level_, recent_level_);
    const bool torn = mid_voice && run_.length() >= kRealSound;
    if (at - *dry_since >= (torn ? kSameWord : kSameRun)) {
      end_run();
    } else if (at - *dry_since >= kLeastGap) {
      note_gap(at, *dry_since, event, mid_voice);
    }
  }
  if (!open_) begin_run(at, event, loud_head);
  watch(at, std::ssize(bytes));
  run_.end = at;
  run_.last_event = event;
  run_.bytes += std::ssize(bytes);
  run_.last = std::ssize(bytes);
  run_.largest = std::max(run_.largest, run_.last);
  run_.most_lead = std::max(run_.most_lead, lead);
  listen_to(bytes);
  keep_point(at);
  ++run_.messages;
}

void SendPacing::mark() {
  if (open_) run_.marked = true;
  end_run();
}

void SendPacing::clear(bool playing) {
  if (open_) run_.cut = playing;
  end_run();
}

void SendPacing::begin_run(Instant at, EventIndex event, bool abruptly) {
  open_ = true;
  run_ = SendingRun{};
  run_.begin = at;
  run_.first_event = event;
  run_.begins_abruptly = abruptly;
  stride_ = 1;
  recent_level_ = 0;
  tail_level_ = 0;
}

void SendPacing::end_run() {
  if (!open_) return;
  judge_burst(true);
  run_.ends_abruptly = loud_to_the_edge(tail_level_, recent_level_);
  runs_.push_back(std::move(run_));
  open_ = false;
}

void SendPacing::note_gap(Instant at, Instant dry_since, EventIndex event, bool mid_voice) {
  const Duration dry = at - dry_since;
  ++run_.gaps;
  run_.dry += dry;
  run_.longest_gap = std::max(run_.longest_gap, dry);
  judge_burst(false);
  watched_ = Watched{run_.end, at, 0, gaps_.size(), false, at - run_.end < kLongSilence};
  if (gaps_.size() == kMostGaps) {
    ++gaps_forgotten_;
    return;
  }
  watched_.kept = true;
  gaps_.push_back({dry_since, at, run_.end, mid_voice, false, runs_.size(), run_.last_event, event});
}

/// Counts what comes right after a silence in sending.
void SendPacing::watch(Instant at, std::int64_t bytes) {
  if (watched_.over) return;
  if (at - watched_.end > kBurst) return judge_burst(false);
  watched_.bytes += bytes;
}

/// A silence is made up for when as much as it held back comes at once after it, or all that was left.
void SendPacing::judge_burst(bool run_ended) {
  if (std::exchange(watched_.over, true) || !watched_.kept) return;
  const Duration missing = watched_.end - watched_.begin;
  const Duration burst = length_of(watched_.bytes);
  const bool all_of_it = 4 * burst >= 3 * missing && 4 * burst <= 5 * missing + millis(400);
  const bool all_that_was_left = run_ended && run_.end - watched_.end <= kBurst && burst <= missing;
  gaps_[watched_.gap].made_up = all_of_it || all_that_was_left;
}

void SendPacing::listen_to(std::span<const std::uint8_t> bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += kFrameSamples) {
    const auto block = bytes.subspan(at, std::min<std::size_t>(kFrameSamples, bytes.size() - at));
    const int level = rms_level_mulaw(block);
    recent_level_ = std::max(level, recent_level_ - recent_level_ / 4);
    run_.loudest = std::max(run_.loudest, level);
    if (level > kAudibleRms) run_.audible += length_of(std::ssize(block));
  }
  tail_level_ = rms_level_mulaw(bytes.last(std::min(kEdge, bytes.size())));
}

/// Points of the send clock: what had been sent before the message at `at`. When there are too many, every second
/// one is forgotten.
void SendPacing::keep_point(Instant at) {
  if (run_.messages % stride_ != 0) return;
  if (run_.clock.size() == kMostPoints) {
    for (std::size_t i = 0; i < kMostPoints / 2; ++i) run_.clock[i] = run_.clock[2 * i];
    run_.clock.resize(kMostPoints / 2);
    stride_ *= 2;
    if (run_.messages % stride_ != 0) return;
  }
  run_.clock.push_back({at, run_.bytes - run_.last});
}

std::vector<SendingRun> SendPacing::runs() const {
  std::vector<SendingRun> all = runs_;
  if (open_) all.push_back(run_);
  return all;
}

}  // namespace parley
