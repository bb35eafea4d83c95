#include "core/diagnosis/closing.h"

#include <array>

#include "core/diagnosis/wording.h"

namespace parley {
namespace {

constexpr Duration kASyllable = millis(100);  // less is the edge of a frame
constexpr Duration kRealTurn = millis(300);
constexpr Duration kRightThen = millis(300);
constexpr std::array kOrderlyCodes{0, 1000, 1001, 1005};  // 0: not known

bool orderly(int code) {
  for (const int each : kOrderlyCodes) {
    if (each == code) return true;
  }
  return false;
}

}  // namespace

std::optional<Closing> find_closing(const CallAccount& account) {
  const Ending& ending = account.ending;
  if (ending.kind != EndingKind::kAgentClosed) return std::nullopt;
  Closing closing;
  closing.broken = !orderly(ending.close_code);
  if (!account.turns.empty()) {
    const CallerTurn& last = account.turns.back();
    closing.speaking = account.ended - last.end < kRightThen;
    if (!last.answered() && last.alone >= kRealTurn) closing.unanswered = &last;
  }
  const bool unheard = ending.unheard >= kASyllable;
  const bool busy = unheard || closing.speaking || closing.unanswered != nullptr;
  if (closing.broken && (busy || account.replies.empty())) {
    closing.kind = ClosingKind::kBroken;
  } else if (unheard) {
    closing.kind = ClosingKind::kCutsPlayback;
  } else if (busy || account.replies.empty()) {
    closing.kind = ClosingKind::kCutsCaller;
  }
  return closing;
}

Finding closing_finding(const CallAccount& account, const Closing& closing, std::string_view id) {
  const Ending& ending = account.ending;
  Finding finding;
  finding.id = id;
  finding.at = account.ended;
  finding.evidence.push_back({"the agent's side closed at " + moment_text(account.ended) +
                                  (ending.close_code != 0 ? ", code " + std::to_string(ending.close_code) : ""),
                              account.ended, ending.event});
  if (closing.unanswered != nullptr) {
    finding.turn = closing.unanswered->id;
    finding.evidence.push_back({"caller voiced " + moment_text(closing.unanswered->begin) + " to " +
                                    moment_text(closing.unanswered->end) + ", no answer",
                                closing.unanswered->begin, closing.unanswered->first_event});
  }
  if (ending.unheard > Duration{} && !account.replies.empty()) {
    const Reply& reply = account.replies.back();
    finding.evidence.push_back({span_text(ending.unheard) + " of speech held and not played; the last was sent " +
                                    moment_text(reply.last_sent),
                                reply.last_sent, reply.last_event});
  }
  finding.covers = {"lost-turn", "stuck-processing", "stuck-speaking", "no-resume", "slow-response"};
  return finding;
}

}  // namespace parley
