// The agent stops for a noise, a click or a breath, and does not take up what it was saying.
#include <algorithm>

#include "core/diagnosis/false_stop.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

std::vector<Finding> check(const CallAccount& account) {
  const std::vector<FalseStop> stops = find_false_stops(account);
  if (stops.empty()) return {};
  Finding finding = false_stop_finding(stops.front(), "false-barge-in");
  // Once is an accident that any threshold has.
  finding.severity = stops.size() > 1 ? Severity::kError : Severity::kWarning;
  finding.explanation = "The agent broke off at " + moment_text(stops.front().clear->at) +
                        " for a sound that was no interruption, and was silent for " +
                        span_text(stops.front().silent_until - stops.front().clear->at);
  finding.explanation += stops.size() > 1 ? "; it did so " + count_text(std::ssize(stops), "time") + "." : ".";
  for (std::size_t i = 1; i < std::min<std::size_t>(stops.size(), 3); ++i) {
    const ClearSent& clear = *stops[i].clear;
    finding.evidence.push_back({"again " + moment_text(clear.at), clear.at, clear.event});
  }
  finding.causes.push_back({Certainty::kLikely,
                            "the threshold of interruption is a level alone, or asks for too short a voice",
                            "stops-for-any-noise"});
  finding.causes.push_back({Certainty::kPossible, "the agent heard its own echo"});
  finding.look_at =
      "for how long a voice must last to interrupt (150 ms at least), and what takes the reply up again when no "
      "words "
      "come of it";
  return {finding};
}

}  // namespace

std::vector<Finding> false_barge_in(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
