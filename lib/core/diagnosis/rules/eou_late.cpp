// The caller has finished and the agent waits on before it takes the turn. On the wire this cannot be told from a
// slow provider, since only the sum is seen; the agent's own states show the two apart.
#include <algorithm>

#include "core/diagnosis/agent_log.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kLate = seconds(1);
constexpr Duration kVeryLate = seconds(2);
constexpr std::int64_t kSilenceMs = 700;  // of the wait, the part that was waited for on purpose

struct Commit {
  const CallerTurn* turn = nullptr;
  const StateEntry* state = nullptr;

  Duration late{};
};

/// Of somebody else's log that does not print the silence, the late commit itself has to do.
bool waited_on_purpose(const StateEntry& state) {
  return state.silence_ms >= kSilenceMs || state.silence_ms < 0;
}

/// A log whose times are coarse says itself how much silence it waited for; or it says nothing.
Duration lateness(const StateEntry& state, const CallerTurn& turn, const AgentLog* log) {
  if (log == nullptr || log->alignment.fine()) return state.at - turn.end;
  return state.silence_ms > 0 ? millis(std::min<std::int64_t>(state.silence_ms, 60'000)) : Duration{};
}

std::vector<Commit> commits_of(const CallAccount& account, const AgentLog* log) {
  std::vector<Commit> commits;
  const Duration slack = log == nullptr ? Duration{} : log->alignment.uncertainty;
  for (std::size_t i = 0; i < account.turns.size(); ++i) {
    const CallerTurn& turn = account.turns[i];
    const Instant until = i + 1 < account.turns.size() ? account.turns[i + 1].begin : account.ended;
    for (const StateEntry& state : account.states) {
      if (state.to != TurnState::kProcessing || state.at + slack < turn.end || state.at > until) continue;
      if (state.reason == TurnReason::kEndOfUtterance)
        commits.push_back({&turn, &state, lateness(state, turn, log)});
      break;
    }
  }
  return commits;
}

std::vector<Finding> check(const CallAccount& account, const AgentLog* log) {
  const std::vector<Commit> commits = commits_of(account, log);
  std::vector<Commit> late;
  for (const Commit& commit : commits) {
    if (commit.late > kLate && waited_on_purpose(*commit.state)) late.push_back(commit);
  }
  if (late.empty() || late.size() * 2 < commits.size()) return {};
  const Commit& worst =
      *std::max_element(late.begin(), late.end(), [](const Commit& a, const Commit& b) { return a.late < b.late; });
  Finding finding;
  finding.id = "eou-late";
  finding.turn = late.front().turn->id;
  finding.at = late.front().turn->end;
  finding.until = late.front().state->at;
  finding.severity = worst.late > kVeryLate ? Severity::kError : Severity::kWarning;
  finding.explanation = "The caller had finished, and the agent waited for " + span_text(late.front().late) +
                        " of silence before it took the turn; " + std::to_string(late.size()) + " of " +
                        count_text(std::ssize(commits), "turn") + " took over " + span_text(kLate) +
                        ", the worst " + span_text(worst.late) + ".";
  for (const Commit& commit : late) {
    std::string text =
        "speech ended " + moment_text(commit.turn->end) + ", PROCESSING " + moment_text(commit.state->at);
    if (commit.state->silence_ms >= 0)
      text += " after " + std::to_string(commit.state->silence_ms) + " ms of silence";
    finding.evidence.push_back({std::move(text), commit.state->at, commit.state->event, commit.state->log_line});
    if (finding.evidence.size() == 4) break;
  }
  finding.causes.push_back(
      {Certainty::kLikely, "the silence that ends a turn is set too long", "silence-limit-too-long"});
  finding.causes.push_back(
      {Certainty::kPossible, "noise on the line counts as voice for a while and begins the silence anew"});
  finding.look_at = "the limit of silence: 300 to 600 ms, longer only where the words so far are incomplete";
  finding.covers = {"slow-response"};
  return {finding};
}

}  // namespace

std::vector<Finding> eou_late(const Evidence& evidence) {
  if (!evidence.quality.reliable()) return {};
  const AgentLog* log = usable_log(evidence);
  return each_call(evidence, [log](const CallAccount& account) { return check(account, log); });
}

}  // namespace parley::rule
