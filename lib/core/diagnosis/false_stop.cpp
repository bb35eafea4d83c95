#include "core/diagnosis/false_stop.h"

#include <algorithm>
#include <cstddef>

#include "core/diagnosis/wording.h"

namespace parley {
namespace {

constexpr Duration kRealVoice = millis(150);     // less proves no interruption
constexpr Duration kBecauseOf = millis(1500);    // a clear later than this is not because of a sound
constexpr Duration kClickToClear = millis(600);  // ... of a sound so short that no more is known of it
constexpr Duration kGoesOnSpeaking = seconds(1);
constexpr Duration kResumesWithin = millis(2600);
constexpr Duration kForGood = seconds(8);
constexpr Duration kForGoodAtTheEnd = seconds(4);
constexpr int kLoudClick = 300;  // RMS; and it stands out from the line around it
constexpr int kStandsOut = 4;

/// The caller said something then, or began right after: the agent was right to stop.
bool caller_took_floor(const CallAccount& account, Instant at) {
  return std::any_of(account.utterances.begin(), account.utterances.end(), [&](const Utterance& each) {
    return each.kind == UtteranceKind::kSpeech && each.voiced >= kRealVoice && each.begin <= at + kGoesOnSpeaking &&
           each.end >= at - kBecauseOf;
  });
}

bool digit_before(const CallAccount& account, Instant at) {
  return std::any_of(account.digits.begin(), account.digits.end(),
                     [&](const DigitEntry& each) { return each.at <= at && at - each.at <= kBecauseOf; });
}

const Utterance* noise_before(const CallAccount& account, Instant at) {
  const Utterance* found = nullptr;
  for (const Utterance& each : account.utterances) {
    if (each.begin <= at && each.end >= at - kBecauseOf) found = &each;
  }
  return found;
}

std::size_t column_at(const CallAccount& account, Instant at) {
  const auto index = static_cast<std::size_t>(std::max(at, kCallStart).time_since_epoch() / kColumnSpan);
  return std::min(index, account.columns.size());
}

/// Too short to be an utterance, but far above what the line was a second before.
bool click_before(const CallAccount& account, Instant at) {
  int before = 0;
  int just_now = 0;
  for (std::size_t i = column_at(account, at - kBecauseOf); i < column_at(account, at - kClickToClear); ++i) {
    before = std::max(before, account.columns[i].caller);
  }
  for (std::size_t i = column_at(account, at - kClickToClear); i < column_at(account, at + kColumnSpan); ++i) {
    just_now = std::max(just_now, account.columns[i].caller);
  }
  return just_now >= kLoudClick && just_now >= kStandsOut * before;
}

}  // namespace

std::vector<FalseStop> find_false_stops(const CallAccount& account) {
  std::vector<FalseStop> found;
  for (const ClearSent& clear : account.clears) {
    if (!clear.audible || caller_took_floor(account, clear.at) || digit_before(account, clear.at)) continue;
    FalseStop stop;
    stop.clear = &clear;
    stop.noise = noise_before(account, clear.at);
    if (stop.noise == nullptr && !click_before(account, clear.at)) continue;
    stop.silent_until = account.ended;
    bool agent_next = false;
    for (const AgentStretch& stretch : account.stretches) {
      if (stretch.begin < clear.at || stretch.begin > stop.silent_until) continue;
      stop.silent_until = stretch.begin;
      agent_next = true;
    }
    bool caller_next = false;
    for (const CallerTurn& turn : account.turns) {
      if (turn.begin < clear.at || turn.begin > stop.silent_until) continue;
      stop.silent_until = turn.begin;
      caller_next = true;
    }
    const Duration silence = stop.silent_until - clear.at;
    if (silence <= kResumesWithin) continue;
    const bool to_the_end = !agent_next && !caller_next;
    stop.for_good = silence >= (to_the_end ? kForGoodAtTheEnd : kForGood);
    found.push_back(stop);
  }
  return found;
}

Finding false_stop_finding(const FalseStop& stop, std::string_view id) {
  Finding finding;
  finding.id = id;
  finding.at = stop.clear->at;
  finding.until = stop.silent_until;
  if (stop.noise != nullptr) {
    finding.evidence.push_back({"sound of " + span_text(stop.noise->voiced) + " at " +
                                    moment_text(stop.noise->begin) +
                                    (stop.noise->steady ? ", as steady as no voice is" : ""),
                                stop.noise->begin, stop.noise->first_event});
  } else {
    finding.evidence.push_back(
        {"a click right before " + moment_text(stop.clear->at), stop.clear->at, stop.clear->event});
  }
  finding.evidence.push_back({"clear sent " + moment_text(stop.clear->at), stop.clear->at, stop.clear->event});
  return finding;
}

}  // namespace parley
