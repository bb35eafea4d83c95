// Dead air after the caller's turn until the call ends: the agent took the turn and never came back from it.
#include "core/diagnosis/agent_log.h"
#include "core/diagnosis/dead_end.h"
#include "core/diagnosis/log_steps.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

/// The agent's log knows which step of the turn never ended.
void tell_step(const AgentLog& log, const CallAccount& account, const DeadEnd& end, Finding& finding) {
  const auto failed = step_that_failed(log, end.last_reply->end, account.ended);
  if (!failed) return;
  finding.causes.insert(finding.causes.begin(), {Certainty::kLikely, "the agent's log says: " + failed->text, {}});
  for (const std::size_t line : failed->lines) finding.evidence.push_back(log.fact(line));
}

constexpr std::string_view kPieceAwaited =
    "what is said is sent in numbered pieces, and one that never came, its synthesis having failed, holds back all "
    "that follow it";

/// It went on answering, and nothing of that was sent: then no guard turns the turns away.
bool tell_kept_replies(const AgentLog& log, const DeadEnd& end, Finding& finding) {
  const std::vector<std::size_t> made = log.after(end.unanswered.front()->end, {LogKind::kReplyStarted});
  if (made.size() < 2) return false;
  finding.causes.insert(finding.causes.begin(),
                        {Certainty::kLikely,
                         "the agent's log shows " + count_text(std::ssize(made), "answer") +
                             " begun of which nothing was sent: " + std::string(kPieceAwaited),
                         {}});
  for (const std::size_t line : made) finding.evidence.push_back(log.fact(line));
  return true;
}

std::vector<Finding> check(const CallAccount& account, const AgentLog* log) {
  const std::optional<DeadEnd> end = find_dead_end(account, log);
  if (!end || end->kind != DeadEndKind::kProcessing) return {};
  Finding finding = dead_end_finding(account, *end);
  finding.id = "stuck-processing";
  finding.explanation =
      "After " +
      (end->answered == 0 ? std::string("it had spoken")
                          : count_text(std::ssize(account.turns) - std::ssize(end->unanswered), "turn")) +
      " the agent went silent for good: " + unanswered_text(account, *end) + ".";
  const bool kept = log != nullptr && tell_kept_replies(*log, *end, finding);
  if (!kept) {
    finding.causes.push_back({Certainty::kLikely,
                              "recogniser, model or synthesis hung or threw in this turn with the "
                              "\"busy\" guard left set, so every later turn is turned away",
                              "guard-left-set"});
    if (end->unanswered.size() > 1)
      finding.causes.push_back({Certainty::kPossible, std::string(kPieceAwaited), "piece-awaited"});
  }
  if (end->last_reply->cut) {
    finding.causes.push_back({Certainty::kPossible,
                              "after the interruption nothing was armed again: the cancelled "
                              "reply still holds the turn"});
  }
  if (!end->certain) {
    const bool marked = end->mark != nullptr && end->mark->has_returned();
    finding.causes.push_back(
        {Certainty::kPossible, std::string("stuck-speaking instead: the last reply never ended for the agent") +
                                   (marked ? " although its mark came back" : "") +
                                   "; the agent's log tells, by the absence of any line for this turn"});
  }
  finding.look_at =
      "the code that starts processing a turn: is the guard released on every path, exceptions and "
      "timeouts included, and has each provider request a deadline?";
  if (log != nullptr) tell_step(*log, account, *end, finding);
  return {finding};
}

}  // namespace

std::vector<Finding> stuck_processing(const Evidence& evidence) {
  return each_call(evidence, [&](const CallAccount& account) { return check(account, usable_log(evidence)); });
}

}  // namespace parley::rule
