// The agent yields, but too late: `clear` comes long after the caller's onset. Not judged where he had hardly
// begun: for a mere "mm-hm" late is right.
#include <algorithm>

#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kLate = millis(700);  // 500 ms, and 200 for the line both ways
constexpr Duration kMuchTooLate = millis(1000);
constexpr Duration kRealSpeech = millis(600);  // shorter is a backchannel
constexpr Duration kJustEnded = millis(300);   // he need not be speaking any more
constexpr Duration kMedianLate = millis(500);
constexpr std::size_t kEnoughYields = 10;  // below it a median is no statement

struct Yield {
  const Interruption* interruption = nullptr;
  const ClearSent* clear = nullptr;
  const Utterance* utterance = nullptr;

  Duration took() const { return clear->at - interruption->onset; }
};

std::vector<Yield> yields_of(const CallAccount& account) {
  std::vector<Yield> yields;
  for (const Interruption& interruption : account.interruptions) {
    if (!interruption.clear) continue;
    const Yield yield{&interruption, &account.clears[*interruption.clear],
                      &account.utterances[interruption.utterance]};
    const bool spoke_on = yield.utterance->end + kJustEnded >= yield.clear->at;
    if (yield.utterance->length() >= kRealSpeech && spoke_on) yields.push_back(yield);
  }
  return yields;
}

TurnId turn_at(const CallAccount& account, Instant at) {
  for (const CallerTurn& turn : account.turns) {
    if (turn.begin <= at && at <= turn.end) return turn.id;
  }
  return kNoTurn;
}

Finding shape(const CallAccount& account, const std::vector<Yield>& late) {
  Finding finding;
  finding.id = "late-clear";
  const Yield& first = late.front();
  finding.turn = turn_at(account, first.interruption->onset);
  finding.at = first.interruption->onset;
  finding.until = first.clear->at;
  for (const Yield& yield : late) {
    finding.evidence.push_back({"caller's onset " + moment_text(yield.interruption->onset),
                                yield.interruption->onset, yield.utterance->first_event});
    finding.evidence.push_back(
        {"clear " + span_text(yield.took()) + " later", yield.clear->at, yield.clear->event});
    if (finding.evidence.size() == 6) break;
  }
  finding.causes = {{Certainty::kLikely, "yielding waits for a transcript instead of the caller's voice",
                     "clear-waits-for-transcript"},
                    {Certainty::kPossible, "the loop that receives is blocked while a reply is sent"},
                    {Certainty::kPossible, "the voice must last too long before it counts"}};
  finding.look_at = "what triggers the interruption: the first voiced 150 ms, not the recogniser's words";
  finding.covers = {"barge-in-blind-tail"};
  return finding;
}

std::vector<Finding> check(const CallAccount& account) {
  const std::vector<Yield> yields = yields_of(account);
  std::vector<Yield> late;
  Duration worst{};
  for (const Yield& yield : yields) {
    if (yield.took() <= kLate) continue;
    late.push_back(yield);
    worst = std::max(worst, yield.took());
  }
  if (!late.empty()) {
    Finding finding = shape(account, late);
    finding.severity = worst > kMuchTooLate ? Severity::kError : Severity::kWarning;
    finding.explanation = "The caller spoke into the reply at " + moment_text(late.front().interruption->onset) +
                          " and the agent yielded only " + span_text(late.front().took()) + " later";
    if (late.size() > 1) {
      finding.explanation += ", and so " + count_text(std::ssize(late), "time") + ", up to " + span_text(worst);
    }
    finding.explanation += ".";
    return {finding};
  }
  if (yields.size() < kEnoughYields) return {};
  std::vector<Yield> sorted = yields;
  std::sort(sorted.begin(), sorted.end(), [](const Yield& a, const Yield& b) { return a.took() < b.took(); });
  const Duration median = sorted[(sorted.size() - 1) / 2].took();
  if (median <= kMedianLate) return {};
  Finding finding = shape(account, yields);
  finding.turn = kNoTurn;
  finding.severity = Severity::kWarning;
  finding.explanation = "Half of the " + std::to_string(yields.size()) + " interruptions took over " +
                        span_text(median) + " to stop the agent.";
  return {finding};
}

}  // namespace

std::vector<Finding> late_clear(const Evidence& evidence) {
  if (!evidence.quality.reliable()) return {};
  return each_call(evidence, check);
}

}  // namespace parley::rule
