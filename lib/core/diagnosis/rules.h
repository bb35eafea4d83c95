// The list of rules. One file per rule in rules/, one line here and one in rules.cpp.
#pragma once

#include <span>
#include <vector>

#include "core/diagnosis/finding.h"

namespace parley {

std::span<const Rule> rules();

namespace rule {

std::vector<Finding> barge_in_blind_tail(const Evidence& evidence);
std::vector<Finding> barge_in_ignored(const Evidence& evidence);
std::vector<Finding> barge_in_no_clear(const Evidence& evidence);
std::vector<Finding> deaf(const Evidence& evidence);
std::vector<Finding> duplicate_reply(const Evidence& evidence);
std::vector<Finding> illegal_transition(const Evidence& evidence);
std::vector<Finding> lost_turn(const Evidence& evidence);
std::vector<Finding> slow_response(const Evidence& evidence);
std::vector<Finding> stuck_processing(const Evidence& evidence);
std::vector<Finding> stuck_speaking(const Evidence& evidence);
std::vector<Finding> turn_never_closes(const Evidence& evidence);
std::vector<Finding> late_clear(const Evidence& evidence);
std::vector<Finding> stale_audio_after_clear(const Evidence& evidence);
std::vector<Finding> underrun(const Evidence& evidence);
std::vector<Finding> tx_drift(const Evidence& evidence);
std::vector<Finding> tx_stall(const Evidence& evidence);
std::vector<Finding> tx_jitter(const Evidence& evidence);
std::vector<Finding> front_loading(const Evidence& evidence);
std::vector<Finding> truncated_reply(const Evidence& evidence);
std::vector<Finding> wrong_rate(const Evidence& evidence);
std::vector<Finding> not_mulaw(const Evidence& evidence);
std::vector<Finding> header_in_audio(const Evidence& evidence);
std::vector<Finding> silent_audio(const Evidence& evidence);
std::vector<Finding> caller_echo(const Evidence& evidence);
std::vector<Finding> self_echo(const Evidence& evidence);
std::vector<Finding> clipped_greeting(const Evidence& evidence);
std::vector<Finding> dropped_call(const Evidence& evidence);
std::vector<Finding> eou_early(const Evidence& evidence);
std::vector<Finding> eou_late(const Evidence& evidence);
std::vector<Finding> false_barge_in(const Evidence& evidence);
std::vector<Finding> hangup_during_playback(const Evidence& evidence);
std::vector<Finding> mark_misuse(const Evidence& evidence);
std::vector<Finding> missing_greeting(const Evidence& evidence);
std::vector<Finding> no_resume(const Evidence& evidence);
std::vector<Finding> over_long_reply(const Evidence& evidence);
std::vector<Finding> premature_close(const Evidence& evidence);
std::vector<Finding> protocol_violation(const Evidence& evidence);
std::vector<Finding> rx_backlog(const Evidence& evidence);
std::vector<Finding> socket_stalled(const Evidence& evidence);
std::vector<Finding> state_leak(const Evidence& evidence);
std::vector<Finding> stops_after_n(const Evidence& evidence);

}  // namespace rule

/// Runs a check of one call over all calls and fills in which call it was.
template <class Check>
std::vector<Finding> each_call(const Evidence& evidence, Check check) {
  std::vector<Finding> all;
  for (CallIndex i = 0; i < evidence.calls.size(); ++i) {
    std::vector<Finding> found = check(evidence.calls[i]);
    for (Finding& finding : found) {
      finding.call = i;
      all.push_back(std::move(finding));
    }
  }
  return all;
}

}  // namespace parley
