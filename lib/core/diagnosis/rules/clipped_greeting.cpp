// The first words are lost: audio was sent before the stream had started, and nobody plays it.
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kHeardToBeMissing = millis(60);

std::vector<Finding> check(const CallAccount& account) {
  const TooEarly& early = account.too_early;
  if (early.audible < kHeardToBeMissing) return {};
  // Who never learns the stream's id loses all of his audio, not a beginning: that is a protocol-violation.
  if (account.media_from_agent == 0 && early.after_start > 0) return {};
  Finding finding;
  finding.id = "clipped-greeting";
  finding.turn = TurnId{0};
  finding.at = early.first;
  finding.explanation = "The greeting's beginning was lost: " + span_text(early.audible) +
                        " of it were sent before the agent knew the stream, so nobody played them.";
  finding.evidence = {{count_text(early.messages, "message") + " of audio from " + moment_text(early.first) +
                           " before start or without its streamSid; start " + moment_text(account.started),
                       early.first, early.first_event}};
  finding.causes = {{Certainty::kLikely, "the greeting begins when the socket opens instead of at `start`",
                     "media-before-start"}};
  finding.look_at = "what begins the greeting: it needs the streamSid, which only `start` brings";
  finding.covers = {"missing-greeting", "protocol-violation", "stuck-speaking"};
  return {finding};
}

}  // namespace

std::vector<Finding> clipped_greeting(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
