#include "core/diagnosis/diagnose.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>

#include "core/diagnosis/catalogue.h"
#include "core/diagnosis/confusion.h"
#include "core/diagnosis/profile.h"
#include "core/diagnosis/rules.h"

namespace parley {
namespace {

bool covers(const Finding& cause, const Finding& effect) {
  if (cause.call != effect.call && !cause.covers_all_calls) return false;
  if (cause.call == effect.call && effect.at < cause.covers_from) return false;
  // A mere warning does not hide an error.
  if (cause.severity < effect.severity) return false;
  return std::find(cause.covers.begin(), cause.covers.end(), effect.id) != cause.covers.end();
}

bool before(const Finding& a, const Finding& b) {
  const auto rank = [](const Finding& f) {
    // What is only for information makes nothing more likely.
    const auto explained = std::count_if(f.explains.begin(), f.explains.end(),
                                         [](const Folded& each) { return each.severity != Severity::kInfo; });
    return std::tuple(-static_cast<int>(f.severity), -explained, f.call, f.at, f.id);
  };
  return rank(a) < rank(b);
}

/// Each finding goes under the first that covers it and is not itself covered, so that nothing is folded away twice
/// and two that cover each other do not both vanish.
std::vector<Finding> fold(std::vector<Finding> all) {
  std::vector<bool> folded(all.size(), false);
  for (std::size_t cause = 0; cause < all.size(); ++cause) {
    if (folded[cause]) continue;
    for (std::size_t effect = 0; effect < all.size(); ++effect) {
      if (effect == cause || folded[effect] || !covers(all[cause], all[effect])) continue;
      folded[effect] = true;
      all[cause].explains.push_back({all[effect].id, all[effect].turn, all[effect].severity});
      // What the effect had explained is explained by its cause now.
      all[cause].explains.insert(all[cause].explains.end(), all[effect].explains.begin(),
                                 all[effect].explains.end());
    }
  }
  std::vector<Finding> kept;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!folded[i]) kept.push_back(std::move(all[i]));
  }
  return kept;
}

/// A rule says at most "likely"; what was counted over the naive agent's faults may say less.
void weigh_causes(Finding& finding) {
  for (Cause& cause : finding.causes) {
    if (!cause.fault.empty())
      cause.certainty = std::max(cause.certainty, counted_certainty(finding.id, cause.fault));
  }
  std::stable_sort(finding.causes.begin(), finding.causes.end(),
                   [](const Cause& a, const Cause& b) { return a.certainty < b.certainty; });
}

std::vector<Finding> ranked(std::vector<Finding> all) {
  std::vector<Finding> kept = fold(std::move(all));
  for (Finding& finding : kept) weigh_causes(finding);
  return by_rank(std::move(kept));
}

Evidence evidence_of(std::span<const CallAccount> calls, Profile profile) {
  Evidence evidence;
  evidence.calls = calls;
  evidence.profile = profile;
  for (const CallAccount& call : calls) {
    const Duration lateness = micros(call.header.own_lateness_p99_us);
    evidence.quality.own_lateness_p99 = std::max(evidence.quality.own_lateness_p99, lateness);
  }
  return evidence;
}

void check(const Rule& rule, const Evidence& evidence, CallIndex first_call, std::vector<Finding>& all) {
  if (!applies(rule.id, evidence.profile)) return;
  for (Finding& finding : rule.check(evidence)) {
    finding.call += first_call;
    if (usable_log(evidence) == nullptr) finding.more_evidence = more_evidence_for(finding.id);
    all.push_back(std::move(finding));
  }
}

}  // namespace

std::vector<Finding> by_rank(std::vector<Finding> findings) {
  std::stable_sort(findings.begin(), findings.end(), before);
  return findings;
}

std::vector<Finding> diagnose(const Evidence& evidence) {
  std::vector<Finding> all;
  for (const Rule& rule : rules()) check(rule, evidence, 0, all);
  return ranked(std::move(all));
}

std::vector<Finding> diagnose(std::span<const CallAccount> calls, Profile profile, std::span<const AgentLog> logs) {
  std::vector<Finding> all;
  for (const Rule& rule : rules()) {
    if (rule.compares_calls) {
      check(rule, evidence_of(calls, profile), 0, all);
      continue;
    }
    // Each call is judged by its own quality: one that was measured badly does not silence the others.
    for (CallIndex i = 0; i < calls.size(); ++i) {
      Evidence evidence = evidence_of(calls.subspan(i, 1), profile);
      if (i < logs.size()) evidence.log = &logs[i];
      check(rule, evidence, i, all);
    }
  }
  return ranked(std::move(all));
}

std::vector<Finding> diagnose(const CallAccount& account, Profile profile) {
  return diagnose(std::span(&account, 1), profile);
}

int exit_code(std::span<const Finding> findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::kError; })
             ? 1
             : 0;
}

}  // namespace parley
