#include "report/findings_text.h"

#include <algorithm>

#include "core/diagnosis/catalogue.h"
#include "core/diagnosis/diagnose.h"
#include "core/diagnosis/wording.h"
#include "report/terminal.h"

namespace parley {
namespace {

constexpr std::size_t kLabelWidth = 10;

std::string_view sign_of(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return "i";
    case Severity::kWarning:
      return "!";
    case Severity::kError:
      return "✗";
  }
  return "✗";
}

Ink ink_of(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return Ink::kBlue;
    case Severity::kWarning:
      return Ink::kYellow;
    case Severity::kError:
      return Ink::kRed;
  }
  return Ink::kRed;
}

std::string turn_text(TurnId turn) {
  if (!turn.valid()) return "";
  return turn == kGreetingTurn ? "greeting" : "turn " + std::to_string(turn.value);
}

std::string headline(const Finding& finding, const FindingsTextOptions& options) {
  std::string text = " " + inked(std::string(sign_of(finding.severity)) + " " + std::string(finding.id),
                                 ink_of(finding.severity), options.colour);
  const std::string turn = turn_text(finding.turn);
  if (!turn.empty()) text += "   " + turn;
  text += finding.to_the_end || finding.until != kNever ? "   from " : "   at ";
  text += moment_text(finding.at);
  if (finding.to_the_end) return text + " to the end\n";
  if (finding.until != kNever) text += " to " + moment_text(finding.until);
  return text + "\n";
}

std::string field(std::string_view name, const std::string& content, const FindingsTextOptions& options) {
  if (content.empty()) return "";
  std::string label = "   " + std::string(name);
  label.append(3 + kLabelWidth - label.size(), ' ');
  std::string text = wrapped(content, label, options.width);
  if (!options.colour) return text;
  return inked(label, Ink::kDim, true) + text.substr(label.size());
}

std::string evidence_text(const Finding& finding) {
  std::string text;
  for (const Fact& fact : finding.evidence) {
    if (!text.empty()) text += " · ";
    text += fact.text;
    if (fact.event != kNoEvent) text += " (#" + std::to_string(fact.event) + ")";
    if (fact.log_line > 0) text += " (log line " + std::to_string(fact.log_line) + ")";
  }
  return text;
}

std::string explains_text(const Finding& finding) {
  std::string text;
  for (const Folded& folded : finding.explains) {
    if (!text.empty()) text += ", ";
    text += folded.id;
    const std::string turn = turn_text(folded.turn);
    if (!turn.empty()) text += " (" + turn + ")";
  }
  return text;
}

}  // namespace

std::string findings_text(std::span<const Finding> findings, const FindingsTextOptions& options) {
  std::string text;
  for (const Finding& finding : findings) {
    if (!text.empty()) text += "\n";
    text += headline(finding, options);
    text += wrapped(finding.explanation, "   ", options.width);
    text += field("evidence", evidence_text(finding), options);
    for (const Cause& cause : finding.causes) text += field(name_of(cause.certainty), cause.text, options);
    text += field("look at", finding.look_at, options);
    text += field("to know", finding.more_evidence, options);
    text += field("explains", explains_text(finding), options);
    text += field("more", documentation_of(finding.id), options);
  }
  return text;
}

std::string closing_line(std::span<const Finding> findings, const std::string& trace_path,
                         const std::string& report_path, std::size_t failed_expectations) {
  const auto count = [&](Severity severity) {
    return std::count_if(findings.begin(), findings.end(),
                         [&](const Finding& finding) { return finding.severity == severity; });
  };
  const auto errors = count(Severity::kError);
  const auto warnings = count(Severity::kWarning);
  std::string text = " " + (errors == 0 ? std::string("no fault") : count_text(errors, "fault"));
  if (warnings > 0) text += " · " + count_text(warnings, "warning");
  if (failed_expectations > 0) {
    text += " · " + count_text(static_cast<std::ptrdiff_t>(failed_expectations), "failed expectation");
  }
  text += " · exit " + std::to_string(failed_expectations > 0 ? 1 : exit_code(findings));
  if (!trace_path.empty()) text += " · trace " + trace_path;
  if (!report_path.empty()) text += " · report " + report_path;
  return text + "\n";
}

}  // namespace parley
