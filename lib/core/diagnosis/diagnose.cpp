#include "core/diagnosis/diagnose.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>

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
    return std::tuple(-static_cast<int>(f.severity), -std::ssize(f.explains), f.call, f.at, f.id);
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
      all[cause].explains.push_back({all[effect].id, all[effect].turn});
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

std::vector<Finding> ranked(std::vector<Finding> all) {
  std::vector<Finding> kept = fold(std::move(all));
  std::stable_sort(kept.begin(), kept.end(), before);
  return kept;
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
    all.push_back(std::move(finding));
  }
}

}  // namespace

std::vector<Finding> diagnose(const Evidence& evidence) {
  std::vector<Finding> all;
  for (const Rule& rule : rules()) check(rule, evidence, 0, all);
  return ranked(std::move(all));
}

std::vector<Finding> diagnose(std::span<const CallAccount> calls, Profile profile) {
  std::vector<Finding> all;
  for (const Rule& rule : rules()) {
    if (rule.compares_calls) {
      check(rule, evidence_of(calls, profile), 0, all);
      continue;
    }
    // Each call is judged by its own quality: one that was measured badly does not silence the others.
    for (CallIndex i = 0; i < calls.size(); ++i) check(rule, evidence_of(calls.subspan(i, 1), profile), i, all);
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
