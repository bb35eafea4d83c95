// The agent reacts more slowly with every turn: what it receives waits in a queue that is read more slowly than it
// fills. Answers vary, so the growth must be steady and large, and seen over enough of them.
#include <algorithm>
#include <cstddef>

#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr std::size_t kEnoughTurns = 6;
constexpr Duration kGrown = seconds(1);
constexpr std::size_t kOfTen = 9;  // pairs of answers of which the later was the slower

struct Answer {
  const CallerTurn* turn = nullptr;
  Duration delay{};
};

std::vector<Answer> answers_of(const CallAccount& account) {
  std::vector<Answer> answers;
  for (const CallerTurn& turn : account.turns) {
    if (turn.answered() && !account.replies[*turn.reply].early) answers.push_back({&turn, turn.waited()});
  }
  return answers;
}

bool rises(const std::vector<Answer>& answers) {
  std::size_t slower = 0;
  std::size_t pairs = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    for (std::size_t j = i + 1; j < answers.size(); ++j) {
      ++pairs;
      if (answers[j].delay > answers[i].delay) ++slower;
    }
  }
  return slower * 10 >= pairs * kOfTen;
}

Duration median(std::vector<Answer> answers) {
  std::sort(answers.begin(), answers.end(), [](const Answer& a, const Answer& b) { return a.delay < b.delay; });
  return answers[answers.size() / 2].delay;
}

std::vector<Finding> check(const CallAccount& account) {
  const std::vector<Answer> answers = answers_of(account);
  if (answers.size() < kEnoughTurns || !rises(answers)) return {};
  const auto third = static_cast<std::ptrdiff_t>(answers.size() / 3);
  const Duration first = median({answers.begin(), answers.begin() + third});
  const Duration last = median({answers.end() - third, answers.end()});
  if (last - first < kGrown) return {};
  Finding finding;
  finding.id = "rx-backlog";
  finding.at = answers.front().turn->end;
  finding.until = answers.back().turn->waits_until;
  finding.explanation = "The agent reacts more slowly the longer the call lasts: answers took " + span_text(first) +
                        " in the beginning and " + span_text(last) + " in the end, " +
                        span_text(answers.back().turn->end - answers.front().turn->end) + " later.";
  for (const std::size_t i : {std::size_t{0}, answers.size() / 2, answers.size() - 1}) {
    const CallerTurn& turn = *answers[i].turn;
    const Reply& reply = account.replies[*turn.reply];
    finding.evidence.push_back({"turn " + std::to_string(turn.id.value) + ": speech ended " +
                                    moment_text(turn.end) + ", answer " + span_text(answers[i].delay) + " later",
                                reply.begin, reply.first_event});
  }
  finding.causes.push_back(
      {Certainty::kLikely,
       "received frames are handled at a pace of their own, with a sleep after each, and wait in a "
       "queue that nobody trims",
       "received-frames-paced"});
  finding.causes.push_back(
      {Certainty::kPossible, "the model gets the whole conversation each time and slows down as it grows"});
  finding.look_at =
      "the loop that receives: it must handle what is there at once, without a sleep, and its queue must "
      "have a bound";
  finding.covers = {"slow-response",     "lost-turn",           "late-clear",
                    "barge-in-ignored",  "barge-in-blind-tail", "eou-late",
                    "turn-never-closes", "stuck-processing",    "stuck-speaking"};
  return {finding};
}

}  // namespace

std::vector<Finding> rx_backlog(const Evidence& evidence) {
  if (!evidence.quality.reliable()) return {};
  return each_call(evidence, check);
}

}  // namespace parley::rule
