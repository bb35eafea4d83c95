#include "core/diagnosis/choppy.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/audio/level.h"
#include "core/diagnosis/wording.h"

namespace parley {
namespace {

constexpr Duration kJudgedRun = millis(1200);  // a shorter one has no pace
constexpr std::size_t kLeastPoints = 20;
constexpr std::int64_t kSlow = 985;  // per mille of real time
constexpr std::int64_t kTooSlow = 500;
constexpr std::int64_t kManyGaps = 10;
constexpr std::int64_t kDriftShare = 5;  // a slow clock tears every fifth message from the one before, or more
constexpr Duration kStallsFrom = millis(250);
constexpr Duration kHeardStall = millis(60);
constexpr Duration kPacedLead = millis(250);  // who is further ahead sends in bursts, and was starved
constexpr Duration kHiccup = millis(8);
constexpr Duration kHeardGap = millis(20);
constexpr std::int64_t kFewGaps = 3;
constexpr Duration kTurnInBetween = millis(300);
constexpr std::int64_t kSmallMessage = 480;  // 60 ms, in bytes

bool caller_spoke_in(const CallAccount& account, const DryGap& gap) {
  if (gap.length() < kTurnInBetween) return false;
  return std::any_of(account.utterances.begin(), account.utterances.end(), [&](const Utterance& utterance) {
    return utterance.kind == UtteranceKind::kSpeech && utterance.begin < gap.end && gap.begin < utterance.end;
  });
}

bool drifts(const SendingRun& run) {
  if (run.loudest <= kAudibleRms || run.gaps < kManyGaps || 3 * run.longest_gap > run.dry) return false;
  if (run.gaps * kDriftShare < run.messages) return false;
  if (run.bytes / run.messages > kSmallMessage && run.longest_gap > kHeardGap) return false;  // pieces come late
  const std::int64_t pace = pace_of(run);
  return kTooSlow < pace && pace < kSlow;
}

void add(Choppy& choppy, const DryGap& gap) {
  choppy.gaps.push_back(&gap);
  ++choppy.count;
  choppy.dry += gap.length();
  choppy.longest = std::max(choppy.longest, gap.length());
}

Choppy drift_of(const CallAccount& account, std::vector<bool>& drifting) {
  Choppy drift;
  drift.kind = ChoppyKind::kDrift;
  std::vector<std::int64_t> paces;
  for (std::size_t i = 0; i < account.sending.size(); ++i) {
    const SendingRun& run = account.sending[i];
    drifting[i] = drifts(run);
    if (!drifting[i]) continue;
    drift.count += run.gaps;
    drift.dry += run.dry;
    drift.longest = std::max(drift.longest, run.longest_gap);
    drift.speech += run.length();
    paces.push_back(pace_of(run));
  }
  if (paces.empty()) return drift;
  std::sort(paces.begin(), paces.end());
  drift.pace = paces[paces.size() / 2];
  for (const DryGap& gap : account.gaps) {
    if (drifting[gap.run]) drift.gaps.push_back(&gap);
  }
  return drift;
}

ChoppyKind kind_of(const DryGap& gap, const SendingRun& run) {
  const Duration lead = gap.unsent() - gap.length();
  if (gap.made_up && lead <= kPacedLead) return ChoppyKind::kHeldUp;
  if (gap.unsent() >= kStallsFrom && gap.length() >= kHeardStall && lead <= kPacedLead) return ChoppyKind::kStall;
  const bool frames = run.bytes <= run.messages * kSmallMessage;
  return frames && lead <= kPacedLead ? ChoppyKind::kJitter : ChoppyKind::kUnderrun;
}

bool enough(const Choppy& choppy) {
  switch (choppy.kind) {
    case ChoppyKind::kDrift:
    case ChoppyKind::kJitter:
      return choppy.count >= kManyGaps;
    case ChoppyKind::kStall:
      return choppy.count >= 1;
    case ChoppyKind::kUnderrun:
      return choppy.count >= kFewGaps;
    case ChoppyKind::kHeldUp:
      return choppy.count >= 1 && choppy.longest >= millis(100);
  }
  return false;
}

}  // namespace

std::int64_t pace_of(const SendingRun& run) {
  const std::vector<SendingRun::Point>& points = run.clock;
  if (points.size() < kLeastPoints || run.end - run.begin < kJudgedRun) return 0;
  std::vector<std::int64_t> slopes;
  const std::size_t apart = points.size() / 3;
  for (std::size_t i = points.size() / 8; i + apart < points.size(); ++i) {  // the first ones are the lead
    for (std::size_t j = i + apart; j < points.size(); ++j) {
      const std::int64_t us = to_micros(points[j].at - points[i].at);
      if (us > 0) slopes.push_back((points[j].bytes - points[i].bytes) * 125'000 / us);
    }
  }
  if (slopes.empty()) return 0;
  const auto middle = slopes.begin() + std::ssize(slopes) / 2;
  std::nth_element(slopes.begin(), middle, slopes.end());
  return *middle;
}

std::vector<Choppy> find_choppy(const CallAccount& account) {
  std::vector<bool> drifting(account.sending.size(), false);
  std::vector<Choppy> all(1, drift_of(account, drifting));
  for (const ChoppyKind kind :
       {ChoppyKind::kStall, ChoppyKind::kJitter, ChoppyKind::kUnderrun, ChoppyKind::kHeldUp}) {
    Choppy choppy;
    choppy.kind = kind;
    for (const DryGap& gap : account.gaps) {
      const SendingRun& run = account.sending[gap.run];
      if (drifting[gap.run] || !gap.mid_voice || kind_of(gap, run) != kind || caller_spoke_in(account, gap)) {
        continue;
      }
      const Duration least = kind == ChoppyKind::kJitter ? kHiccup : kHeardGap;
      if (gap.length() < least) continue;
      add(choppy, gap);
      choppy.speech +=
          choppy.gaps.size() > 1 && choppy.gaps[choppy.gaps.size() - 2]->run == gap.run ? Duration{} : run.length();
    }
    all.push_back(std::move(choppy));
  }
  std::vector<Choppy> kept;
  for (Choppy& choppy : all) {
    if (enough(choppy)) kept.push_back(std::move(choppy));
  }
  return kept;
}

std::vector<Finding> choppy_finding(const CallAccount& account, const Choppy& choppy, std::string_view id) {
  Finding finding;
  finding.id = id;
  const DryGap& first = *choppy.gaps.front();
  finding.at = first.begin;
  finding.until = choppy.gaps.back()->end;
  for (const CallerTurn& turn : account.turns) {
    if (turn.end <= first.begin) finding.turn = turn.id;
  }
  for (const DryGap* gap : choppy.gaps) {
    finding.evidence.push_back({"nothing to play for " + span_text(gap->length()) + " at " +
                                    moment_text(gap->begin) + ", nothing sent for " + span_text(gap->unsent()),
                                gap->begin, gap->after});
    if (finding.evidence.size() == 4) break;
  }
  finding.covers = {"underrun"};
  return {finding};
}

}  // namespace parley
