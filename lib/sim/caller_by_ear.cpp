#include "sim/caller_by_ear.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/audio/level.h"
#include "core/base/check.h"

namespace parley {
namespace {

constexpr std::int64_t kTemplate = duration_to_samples(millis(200));
constexpr std::int64_t kBlock = duration_to_samples(millis(10));
constexpr std::int64_t kMostSilence = duration_to_samples(millis(400));  // of what was left out, as much as matters
constexpr std::size_t kHistory = 4096;
constexpr int kLoud = 40;              // RMS of a frame that is worth a look
constexpr int kBelowLoudest = 8;       // of a template's first block
constexpr std::size_t kLookAhead = 3;  // utterances that may come next, should one be missed
constexpr std::int64_t kLatest = duration_to_samples(seconds(20));  // of what keeps its own time: the line's stalls
constexpr std::int64_t kCertain = 950;
constexpr std::int64_t kEnough = 700;
constexpr std::int64_t kPromising = 450;  // at every second sample; looked at more closely
constexpr int kScale = 3;                 // bits: mu-law has no finer steps, and sums of products fit 32 bits

std::int16_t scaled(std::int16_t sample) {
  return static_cast<std::int16_t>(sample >> kScale);
}

/// In chunks whose sum fits 32 bits, which compilers make wide.
std::int64_t dot(const std::int16_t* a, const std::int16_t* b, std::size_t count) {
  constexpr std::size_t kChunk = 64;  // 64 products of 13 by 13 bits
  std::int64_t sum = 0;
  std::size_t i = 0;
  for (; i + kChunk <= count; i += kChunk) {
    std::int32_t part = 0;
    for (std::size_t j = 0; j < kChunk; ++j) part += static_cast<std::int32_t>(a[i + j]) * b[i + j];
    sum += part;
  }
  for (; i < count; ++i) sum += static_cast<std::int32_t>(a[i]) * b[i];
  return sum;
}

/// A double holds these sums exactly and its square root is the same on every machine.
std::int64_t root(std::int64_t value) {
  return static_cast<std::int64_t>(std::sqrt(static_cast<double>(value)));
}

std::size_t first_loud(std::span<const std::int16_t> samples) {
  std::vector<int> levels;
  constexpr auto kSize = static_cast<std::size_t>(kBlock);
  for (std::size_t at = 0; at + kSize <= samples.size(); at += kSize) {
    levels.push_back(rms_level(samples.subspan(at, kSize)));
  }
  if (levels.empty()) return 0;
  const int threshold = std::max(kLoud, *std::max_element(levels.begin(), levels.end()) / kBelowLoudest);
  const auto loud = std::find_if(levels.begin(), levels.end(), [&](int level) { return level >= threshold; });
  return loud == levels.end() ? 0 : static_cast<std::size_t>(loud - levels.begin()) * kSize;
}

}  // namespace

CallerByEar::CallerByEar(const Scenario& scenario, const SoundBank& sounds) : scenario_(scenario) {
  PARLEY_CHECK(!check_sounds(scenario, sounds));
  for (std::size_t step = 0; step < scenario.caller.size(); ++step) {
    const auto* say = std::get_if<Say>(&scenario.caller[step].act);
    if (say == nullptr) continue;
    const std::vector<std::int16_t>& recording = sounds.find(say->file)->second;
    Utterance utterance;
    utterance.step = step;
    utterance.timed = scenario.caller[step].anchor == Anchor::kTime;
    if (utterance.timed) utterance.due = duration_to_samples(scenario.caller[step].offset);
    utterance.recording = recording.data();
    utterance.from = duration_to_samples(say->from);
    utterance.samples = recording;
    if (say->to) {
      utterance.samples = utterance.samples.first(static_cast<std::size_t>(duration_to_samples(*say->to)));
    }
    utterance.samples = utterance.samples.subspan(static_cast<std::size_t>(utterance.from));
    utterance.loud = first_loud(utterance.samples);
    const auto rest = utterance.samples.subspan(utterance.loud);
    for (const std::int16_t sample : rest.first(std::min(rest.size(), static_cast<std::size_t>(kTemplate)))) {
      utterance.pattern.push_back(scaled(sample));
    }
    utterance.norm = root(dot(utterance.pattern.data(), utterance.pattern.data(), utterance.pattern.size()));
    utterance.found = utterance.norm == 0;  // silence cannot be found and need not be
    utterances_.push_back(std::move(utterance));
  }
}

void CallerByEar::hear(MediaTime begin, std::span<const std::int16_t> samples) {
  const std::int64_t missing = begin.samples - position();
  if (missing > kMostSilence) {
    history_.assign(static_cast<std::size_t>(kMostSilence), 0);
    base_ = begin.samples - kMostSilence;
  } else if (missing > 0) {
    history_.insert(history_.end(), static_cast<std::size_t>(missing), 0);
  }
  for (const std::int16_t sample : samples) history_.push_back(scaled(sample));
  if (history_.size() > 2 * kHistory) {
    const auto gone = static_cast<std::ptrdiff_t>(history_.size() - kHistory);
    history_.erase(history_.begin(), history_.begin() + gone);
    base_ += gone;
  }
  std::optional<Match> best;
  if (rms_level(samples) >= kLoud) {
    for (const std::size_t candidate : candidates()) {
      const auto match = search(candidate, static_cast<std::int64_t>(samples.size()));
      if (match && (!best || match->score > best->score) && !is_part_of_known(*match)) best = match;
    }
  }
  consider(best);
}

/// Those that keep their own time, and the next few of the others; none of these begins before the one above it
/// ended.
std::vector<std::size_t> CallerByEar::candidates() const {
  const bool busy = std::any_of(sounding_.begin(), sounding_.end(), [&](const Sounding& sounding) {
    return !utterances_[sounding.utterance].timed && position() <= sounding.end;
  });
  std::vector<std::size_t> found;
  std::size_t ahead = 0;
  for (std::size_t i = 0; i < utterances_.size(); ++i) {
    const Utterance& utterance = utterances_[i];
    if (utterance.found) continue;
    if (!utterance.timed && (busy || ++ahead > kLookAhead)) continue;
    const std::int64_t late = position() - utterance.due;
    if (utterance.timed && (late < 0 || late > kLatest)) continue;
    // The same beginning need be looked for once only, for the first that has it.
    const bool known = std::any_of(found.begin(), found.end(), [&](std::size_t other) {
      return utterances_[other].pattern == utterance.pattern;
    });
    if (!known) found.push_back(i);
  }
  return found;
}

/// Templates that end within the newest samples.
std::optional<CallerByEar::Match> CallerByEar::search(std::size_t index, std::int64_t newest) const {
  const Utterance& utterance = utterances_[index];
  const auto length = static_cast<std::int64_t>(utterance.pattern.size());
  const std::int64_t last = position() - length;
  const std::int64_t first = std::max(last - newest + 1, base_);
  std::int64_t best = 0;
  std::int64_t best_at = 0;
  const auto look = [&](std::int64_t at) {
    const std::int64_t score = correlation(utterance, at);
    if (score > best) {
      best = score;
      best_at = at;
    }
  };
  for (std::int64_t at = first; at <= last; at += 2) look(at);
  if (best < kPromising) return std::nullopt;
  const std::int64_t around = best_at;
  for (const std::int64_t at : {around - 1, around + 1}) {
    if (at >= base_ && at <= last) look(at);
  }
  if (best < kEnough) return std::nullopt;
  return Match{index, best_at - static_cast<std::int64_t>(utterance.loud), best};
}

std::int64_t CallerByEar::correlation(const Utterance& utterance, std::int64_t at) const {
  const std::int16_t* heard = history_.data() + (at - base_);
  const std::size_t count = utterance.pattern.size();
  const std::int64_t product = dot(heard, utterance.pattern.data(), count);
  if (product <= 0) return 0;
  const std::int64_t norm = root(dot(heard, heard, count)) * utterance.norm;
  return norm == 0 ? 0 : product * 1000 / norm;
}

/// Two cuts of one recording: the later one also lies inside the earlier while that is played.
bool CallerByEar::is_part_of_known(const Match& match) const {
  const Utterance& utterance = utterances_[match.utterance];
  return std::any_of(sounding_.begin(), sounding_.end(), [&](const Sounding& sounding) {
    const Utterance& known = utterances_[sounding.utterance];
    constexpr std::int64_t kSameplace = 8;
    const std::int64_t apart = (match.begin - utterance.from) - (sounding.begin - known.from);
    return known.recording == utterance.recording && match.begin < sounding.end && apart < kSameplace &&
           apart > -kSameplace;
  });
}

/// Voice correlates with itself a period apart, so a good match waits for the next frame, which may have a better
/// one.
void CallerByEar::consider(std::optional<Match> best) {
  const std::optional<Match> before = std::exchange(tentative_, std::nullopt);
  if (best && (!before || best->score > before->score)) {
    if (best->score >= kCertain) {
      accept(*best);
    } else {
      tentative_ = best;
    }
    return;
  }
  if (before) accept(*before);
}

void CallerByEar::accept(const Match& match) {
  Utterance& utterance = utterances_[match.utterance];
  utterance.found = true;
  if (!utterance.timed) {
    // What stands above it in the script has been missed: its time is over.
    for (std::size_t i = 0; i < match.utterance; ++i)
      utterances_[i].found = utterances_[i].found || !utterances_[i].timed;
  }
  std::erase_if(sounding_, [&](const Sounding& sounding) { return sounding.end < position() - kTemplate; });
  sounding_.push_back(
      {match.utterance, match.begin, match.begin + static_cast<std::int64_t>(utterance.samples.size())});
  const auto& say = std::get<Say>(scenario_.caller[utterance.step].act);
  std::vector<MediaRange> voiced = voiced_stretches(utterance.samples, {match.begin});
  if (voiced.empty() || say.text.empty()) return;
  Spoken spoken{std::move(voiced), say.text, utterance.step};
  const auto later = std::find_if(spoken_.begin(), spoken_.end(), [&](const Spoken& other) {
    return other.extent().begin > spoken.extent().begin;
  });
  spoken_.insert(later, std::move(spoken));
}

}  // namespace parley
