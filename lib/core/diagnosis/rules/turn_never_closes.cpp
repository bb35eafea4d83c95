// The answer comes a constant time after listening began (or after the caller began), whatever he did and however
// long he paused: what ends his turn is a limit, not his silence. Measured from the end of his speech the delay
// then varies, and may by luck look healthy.
//
//   agent    ###...................####..................####
//   caller   ......####................######................
//               |<----- cap ----->|   |<---- cap ----->|          constant
//                     |<- varies ->|         |<-varies->|
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnosis/agent_log.h"
#include "core/diagnosis/log_steps.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kConstant = millis(150);  // spread that think time alone explains
constexpr Duration kChance = millis(60);     // two turns, and a choice of periods: chance must be excluded
constexpr Duration kVaries = millis(300);
constexpr Duration kOverBudget = seconds(2);  // a healthy answer takes less
constexpr Duration kHealthy = millis(1200);
constexpr std::array<std::int64_t, 7> kUsualCaps{5, 8, 10, 12, 15, 20, 30};  // seconds people write into settings

/// From where a delay is counted. Which of them begins the agent's listening depends on how it is written.
enum class Origin : std::uint8_t { kAudioEnd, kMarkBack, kSendingEnd, kCallerBegan };
constexpr std::array kOrigins{Origin::kAudioEnd, Origin::kMarkBack, Origin::kSendingEnd, Origin::kCallerBegan};

std::string_view word(Origin origin) {
  switch (origin) {
    case Origin::kAudioEnd:
      return "the agent's last audio (for the first turn, the start of the stream)";
    case Origin::kMarkBack:
      return "the last mark came back (for the first turn, the start of the stream)";
    case Origin::kSendingEnd:
      return "the agent had sent its last audio (for the first turn, the start of the stream)";
    case Origin::kCallerBegan:
      return "the caller began to speak";
  }
  return "";
}

/// A turn that the caller took in silence and that was answered after its end.
struct Sample {
  const CallerTurn* turn = nullptr;
  const Reply* reply = nullptr;
  const Reply* before = nullptr;  // the last reply before it, if any
};

std::vector<Sample> samples_of(const CallAccount& account) {
  std::vector<Sample> samples;
  for (const CallerTurn& turn : account.turns) {
    if (!turn.answered() || turn.alone < turn.end - turn.begin) continue;
    Sample sample{&turn, &account.replies[*turn.reply], nullptr};
    if (sample.reply->early) continue;
    if (*turn.reply > 0) sample.before = &account.replies[*turn.reply - 1];
    samples.push_back(sample);
  }
  return samples;
}

Instant origin_of(const CallAccount& account, const Sample& sample, Origin origin) {
  if (origin == Origin::kCallerBegan) return sample.turn->begin;
  if (sample.before == nullptr) return account.started;
  if (origin == Origin::kSendingEnd) return sample.before->last_sent;
  Instant at = sample.before->end;
  if (origin == Origin::kAudioEnd) return at;
  for (const MarkEntry& mark : account.marks) {
    if (mark.has_returned() && mark.returned < sample.reply->begin) at = std::max(at, mark.returned);
  }
  return at;
}

struct Spread {
  Duration low{};
  Duration high{};

  Duration width() const { return high - low; }
};

template <class Delay>
Spread spread_of(const std::vector<Sample>& samples, Delay delay) {
  Spread spread{delay(samples.front()), delay(samples.front())};
  for (const Sample& sample : samples) {
    spread.low = std::min(spread.low, delay(sample));
    spread.high = std::max(spread.high, delay(sample));
  }
  return spread;
}

/// The spread of what is left over whole periods: a limit that runs out on silence begins anew, so an answer may
/// come a few limits after listening began. `low` and `high` are then of the last period.
template <class Delay>
Spread spread_of(const std::vector<Sample>& samples, Duration period, Delay delay) {
  const Duration first = delay(samples.front());
  return spread_of(samples, [&](const Sample& sample) {
    const Duration apart = delay(sample) - first + period / 2;
    Duration rest = apart % period;
    if (rest < Duration{}) rest += period;
    return first % period + rest - period / 2;
  });
}

/// Two answers may agree by chance, so their delays must be worse than any budget; with more that need not be.
bool proves(std::size_t count, const Spread& listening, const Spread& speech) {
  if (count < 2 || listening.width() > kConstant) return false;
  if (speech.width() < kVaries || speech.width() < 3 * listening.width()) return false;
  if (count == 2) return speech.high > kOverBudget;
  return count > 3 || speech.high > kHealthy;
}

/// Every turn was taken with no silence behind it: the agent's own trace says that its silence never counted.
const StateEntry* silence_never_counted(const CallAccount& account) {
  const StateEntry* first = nullptr;
  for (const StateEntry& state : account.states) {
    if (state.to != TurnState::kProcessing) continue;
    if (state.reason == TurnReason::kEndOfUtterance && state.silence_ms >= 100) return nullptr;
    if (state.reason == TurnReason::kMaxUtterance && state.silence_ms < 100 && first == nullptr) first = &state;
  }
  return first;
}

/// The same from the agent's own log.
struct ToldSilence {
  const StateEntry* state = nullptr;
  std::optional<Fact> line;

  bool any() const { return state != nullptr || line.has_value(); }
};

ToldSilence told_silence(const CallAccount& account, const AgentLog* log) {
  ToldSilence told;
  told.state = silence_never_counted(account);
  if (log == nullptr) return told;
  if (const auto zero = silence_always_zero(*log)) {
    told.line = log->fact(*zero);
    told.line->text += " on this line and on all that follow";
  }
  return told;
}

void add_silence(const ToldSilence& told, Finding& finding) {
  if (told.state != nullptr) {
    const StateEntry& state = *told.state;
    finding.evidence.push_back(
        {"PROCESSING entered with " + std::to_string(state.silence_ms) + " ms of silence " + moment_text(state.at),
         state.at, state.event, state.log_line});
  }
  if (told.line) finding.evidence.push_back(*told.line);
}

bool usual_cap(Duration delay) {
  return std::any_of(kUsualCaps.begin(), kUsualCaps.end(),
                     [&](std::int64_t cap) { return seconds(cap) <= delay && delay <= seconds(cap) + seconds(1); });
}

Finding shape(const std::vector<Sample>& samples) {
  Finding finding;
  finding.id = "turn-never-closes";
  finding.turn = samples.front().turn->id;
  finding.at = samples.front().turn->end;
  for (const Sample& sample : samples) {
    finding.evidence.push_back({"turn " + std::to_string(sample.turn->id.value) + ": speech ended " +
                                    moment_text(sample.turn->end) + ", answer " + moment_text(sample.reply->begin),
                                sample.reply->begin, sample.reply->first_event});
    if (finding.evidence.size() == 4) break;
  }
  finding.causes.push_back({Certainty::kLikely,
                            "silence is measured from the last frame received instead of the last "
                            "frame with voice, so while frames keep coming it stays at zero",
                            "silence-from-received-frame"});
  finding.causes.push_back({Certainty::kPossible,
                            "the line's noise counts as voice and starts the silence again: the "
                            "threshold is below it"});
  finding.look_at = "where the silence timer is set back: only a frame over the voice threshold may do it";
  finding.covers = {"slow-response", "eou-late", "eou-early", "lost-turn"};
  return finding;
}

/// What the answers are constant to, if to anything.
struct Fit {
  Origin origin = Origin::kAudioEnd;
  Duration period{};  // of the limit, when some came whole periods later; else 0
  Spread listening;
};

std::optional<Fit> best_fit(const CallAccount& account, const std::vector<Sample>& samples, const Spread& speech) {
  Fit best;
  best.listening.high = Duration::max();
  for (const Origin origin : kOrigins) {
    const auto delay = [&](const Sample& s) { return s.reply->begin - origin_of(account, s, origin); };
    const Spread spread = spread_of(samples, delay);
    if (spread.width() < best.listening.width()) best = {origin, Duration{}, spread};
  }
  if (proves(samples.size(), best.listening, speech)) return best;
  const Duration needed = samples.size() == 2 ? kChance : kConstant;
  for (const std::int64_t cap : kUsualCaps) {
    const Duration period = seconds(cap);
    if (speech.high > period + kOverBudget) continue;  // it would have run out before
    for (const Origin origin : {Origin::kAudioEnd, Origin::kMarkBack, Origin::kSendingEnd}) {
      const auto delay = [&](const Sample& s) { return s.reply->begin - origin_of(account, s, origin); };
      const Spread spread = spread_of(samples, period, delay);
      if (spread.width() <= needed && proves(samples.size(), spread, speech)) return Fit{origin, period, spread};
    }
  }
  return std::nullopt;
}

std::string fit_text(const Fit& fit) {
  const Spread& spread = fit.listening;
  std::string text = ", yet each came " + span_text(spread.low);
  if (spread.width() > millis(50)) text += " to " + span_text(spread.high);
  if (fit.period > Duration{}) text += ", or that and some times " + span_text(fit.period) + ",";
  return text + " after " + std::string(word(fit.origin));
}

std::vector<Finding> several(const CallAccount& account, const std::vector<Sample>& samples, const AgentLog* log) {
  const Spread speech = spread_of(samples, [](const Sample& s) { return s.reply->begin - s.turn->end; });
  const ToldSilence told = told_silence(account, log);
  const std::optional<Fit> fit = best_fit(account, samples, speech);
  if (!told.any() && !fit) return {};
  Finding finding = shape(samples);
  finding.explanation = "The agent does not notice that the caller has finished: his " +
                        count_text(std::ssize(samples), "turn") + " waited " + span_text(speech.low) + " to " +
                        span_text(speech.high) + " for an answer";
  if (fit) finding.explanation += fit_text(*fit);
  finding.explanation += ". It answers when a limit runs out.";
  add_silence(told, finding);
  return {finding};
}

/// One answer proves nothing from the wire alone, unless the agent's own states do.
std::vector<Finding> single(const CallAccount& account, const std::vector<Sample>& samples, const AgentLog* log) {
  const Sample& only = samples.front();
  const Duration waited = only.reply->begin - only.turn->end;
  const ToldSilence told = told_silence(account, log);
  const Duration listening = only.reply->begin - origin_of(account, only, Origin::kMarkBack);
  if (waited <= kOverBudget || (!told.any() && !usual_cap(listening))) return {};
  Finding finding = shape(samples);
  finding.severity = told.any() ? Severity::kError : Severity::kWarning;
  finding.explanation = "The answer came " + span_text(waited) + " after the caller had finished, and " +
                        span_text(listening) + " after the agent began to listen";
  if (told.any()) {
    finding.explanation += ": a limit ended his turn, his silence did not count.";
    add_silence(told, finding);
    return {finding};
  }
  finding.explanation +=
      ", about a length that limits are set to. One turn cannot tell; a second one, spoken at "
      "another time, would.";
  finding.causes.front().certainty = Certainty::kPossible;
  finding.causes.push_back({Certainty::kPossible,
                            "slow-response instead: the turn closed in time and a provider was "
                            "slow; the agent's log tells, by the silence it counted"});
  return {finding};
}

}  // namespace

std::vector<Finding> turn_never_closes(const Evidence& evidence) {
  if (!evidence.quality.reliable()) return {};
  const AgentLog* log = usable_log(evidence);
  return each_call(evidence, [log](const CallAccount& account) -> std::vector<Finding> {
    const std::vector<Sample> samples = samples_of(account);
    if (samples.empty()) return {};
    return samples.size() == 1 ? single(account, samples, log) : several(account, samples, log);
  });
}

}  // namespace parley::rule
