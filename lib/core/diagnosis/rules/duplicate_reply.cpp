// One turn is answered twice. A filler and its answer, or an answer in two parts, are two replies as well, so only
// the same audio said again, soon and with no word of the caller's in between, is called a duplicate.
#include "core/diagnosis/agent_log.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kSoon = seconds(5);           // later it may be an "are you there?" said again
constexpr Duration kLeastAudible = millis(400);  // short sounds may rightly be equal

/// The agent's log tells what happened twice.
void tell_twice(const AgentLog& log, const CallerTurn& turn, const Reply& second, Finding& finding) {
  const auto twice = [&](std::initializer_list<LogKind> kinds, const char* text) {
    std::vector<std::size_t> lines = log.between(turn.begin, second.first_sent, kinds);
    std::erase_if(lines, [&](std::size_t line) {
      return log.event(line).kind == LogKind::kState && log.event(line).state != TurnState::kProcessing;
    });
    if (lines.size() < 2) return false;
    finding.causes.insert(finding.causes.begin(),
                          {Certainty::kLikely, std::string("the agent's log says so: ") + text, {}});
    for (const std::size_t line : lines) {
      if (finding.evidence.size() < 5) finding.evidence.push_back(log.fact(line));
    }
    return true;
  };
  if (twice({LogKind::kUtteranceEnd}, "the end of the utterance fired twice for one turn")) return;
  if (twice({LogKind::kText}, "the words of one turn were taken twice")) return;
  if (twice({LogKind::kState}, "PROCESSING was entered twice for one turn")) return;
  twice({LogKind::kReply}, "the model was asked once more, or its answer was used twice");
}

std::vector<Finding> check(const CallAccount& account, const AgentLog* log) {
  std::vector<Finding> found;
  for (const CallerTurn& turn : account.turns) {
    for (std::size_t i = 1; i < turn.replies.size(); ++i) {
      const Reply& first = account.replies[turn.replies[i - 1]];
      const Reply& second = account.replies[turn.replies[i]];
      if (first.fingerprint != second.fingerprint || first.audible != second.audible) continue;
      if (second.audible < kLeastAudible || first.cut || second.begin - first.end > kSoon) continue;
      Finding finding;
      finding.id = "duplicate-reply";
      finding.turn = turn.id;
      finding.at = second.begin;
      finding.explanation = "The caller asked once and heard the same answer twice, at " +
                            moment_text(first.begin) + " and at " + moment_text(second.begin) + ".";
      finding.evidence.push_back({"first answer " + moment_text(first.begin), first.begin, first.first_event});
      finding.evidence.push_back({"same audio " + moment_text(second.begin), second.begin, second.first_event});
      finding.causes.push_back({Certainty::kLikely,
                                "the end of the turn fired twice, by silence and by the "
                                "recogniser's final, and each asked for a reply",
                                "double-end-of-utterance"});
      finding.causes.push_back({Certainty::kPossible, "a request was repeated after a timeout and both came"});
      finding.look_at = "what starts a reply: one turn id, and nothing for a turn that has one already";
      if (log != nullptr) tell_twice(*log, turn, second, finding);
      found.push_back(std::move(finding));
      break;
    }
  }
  return found;
}

}  // namespace

std::vector<Finding> duplicate_reply(const Evidence& evidence) {
  return each_call(evidence, [&](const CallAccount& account) { return check(account, usable_log(evidence)); });
}

}  // namespace parley::rule
