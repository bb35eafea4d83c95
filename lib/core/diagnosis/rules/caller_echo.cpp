// The caller hears himself: what he says comes back, byte for byte. A server that does nothing else is an echo
// server, and that is information; one that also speaks for itself has left the echo on.
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr std::int64_t kReturned = 25;  // blocks of 20 ms: half a second
constexpr std::int64_t kOwn = 25;

std::vector<Finding> check(const CallAccount& account) {
  const ReturnedTally& returned = account.returned;
  if (returned.returned_blocks < kReturned) return {};
  const bool speaks_too = returned.voiced_blocks - returned.returned_blocks >= kOwn;
  const bool meant = account.header.mode == "ECHO";
  Finding finding;
  finding.id = "caller-echo";
  finding.severity = speaks_too && !meant ? Severity::kError : Severity::kInfo;
  finding.at = returned.first;
  finding.until = returned.last;
  const Duration span = returned.returned_blocks * kFrameDuration;
  finding.explanation = "The caller heard himself, " + span_text(returned.delay) + " late: " + span_text(span) +
                        " of what he said was sent back to him";
  finding.explanation +=
      speaks_too ? ", beside the agent's own speech." : ", and nothing else was; this is an echo server.";
  finding.evidence = {{"his audio comes back " + moment_text(returned.first), returned.first, returned.first_event},
                      {"the last of it " + moment_text(returned.last), returned.last, returned.last_event}};
  finding.causes = {
      {Certainty::kLikely, "the echo of a first test was left on: received media are sent back", "echo-left-on"},
      {Certainty::kPossible, "both directions use one buffer"}};
  finding.look_at = "the handler of `media` events: what it receives must never be sent";
  finding.covers = {"barge-in-ignored",
                    "barge-in-no-clear",
                    "barge-in-blind-tail",
                    "duplicate-reply",
                    "eou-early",
                    "lost-turn",
                    "stale-audio-after-clear",
                    "slow-response",
                    "late-clear",
                    "false-barge-in",
                    "turn-never-closes",
                    "tx-jitter",
                    "underrun",
                    "truncated-reply",
                    "over-long-reply",
                    "stuck-speaking",
                    "stuck-processing",
                    "deaf"};
  return {finding};
}

}  // namespace

std::vector<Finding> caller_echo(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
