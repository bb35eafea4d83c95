// Seconds of audio wait at the far end. That is legal and works while `clear` is sent; it is information, because
// whoever does it depends on `clear` and on marks.
#include <algorithm>

#include "core/diagnosis/overlap.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kMuch = seconds(5);

std::vector<Finding> check(const CallAccount& account) {
  const auto most =
      std::max_element(account.sending.begin(), account.sending.end(),
                       [](const SendingRun& a, const SendingRun& b) { return a.most_lead < b.most_lead; });
  if (most == account.sending.end() || most->most_lead <= kMuch) return {};
  if (!find_unheeded(account).empty()) return {};  // a missing clear is the finding then
  Finding finding;
  finding.id = "front-loading";
  finding.severity = Severity::kInfo;
  finding.at = most->begin;
  finding.until = most->end;
  finding.explanation = "Up to " + span_text(most->most_lead) +
                        " of the agent's audio waited at the far end; until it is played, only `clear` stops it.";
  finding.evidence = {
      {"sent from " + moment_text(most->begin) + " to " + moment_text(most->end), most->begin, most->first_event}};
  finding.causes = {{Certainty::kLikely, "audio is sent as fast as synthesis gives it"}};
  finding.look_at = "whether an interruption always sends `clear`, and whether what was heard is taken from marks";
  return {finding};
}

}  // namespace

std::vector<Finding> front_loading(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
