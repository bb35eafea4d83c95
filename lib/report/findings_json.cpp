#include "report/findings_json.h"

#include "core/base/json.h"
#include "core/diagnosis/catalogue.h"

namespace parley {
namespace {

std::string call_name(CallIndex index, std::span<const CallAccount> calls) {
  if (index < calls.size()) {
    const trace::TraceHeader& header = calls[index].header;
    if (!header.call_sid.empty()) return header.call_sid;
    if (!header.scenario.empty()) return header.scenario;
  }
  return std::to_string(index);
}

void write_causes(json::Writer& writer, const Finding& finding) {
  writer.key("cause").begin_array();
  for (const Cause& cause : finding.causes) {
    writer.begin_object();
    writer.member("certainty", name_of(cause.certainty));
    writer.member("text", std::string_view(cause.text));
    writer.end_object();
  }
  writer.end_array();
}

void write_explains(json::Writer& writer, const Finding& finding) {
  writer.key("explains").begin_array();
  for (const Folded& folded : finding.explains) writer.value(folded.id);
  writer.end_array();
}

void write_evidence(json::Writer& writer, const Finding& finding) {
  writer.key("evidence").begin_array();
  for (const Fact& fact : finding.evidence) {
    if (fact.event != kNoEvent) writer.value(fact.event);
  }
  writer.end_array();
  writer.key("facts").begin_array();
  for (const Fact& fact : finding.evidence) {
    writer.begin_object();
    writer.member("text", std::string_view(fact.text));
    writer.member("at_us", to_micros(fact.at));
    writer.key("event");
    if (fact.event == kNoEvent) {
      writer.null();
    } else {
      writer.value(fact.event);
    }
    if (fact.log_line > 0) writer.member("log_line", fact.log_line);
    writer.end_object();
  }
  writer.end_array();
}

void write_finding(json::Writer& writer, const Finding& finding, std::span<const CallAccount> calls) {
  writer.begin_object();
  writer.member("id", finding.id);
  writer.member("severity", name_of(finding.severity));
  writer.member("call", std::string_view(call_name(finding.call, calls)));
  writer.key("turn");
  if (finding.turn.valid()) {
    writer.value(static_cast<std::int64_t>(finding.turn.value));
  } else {
    writer.null();
  }
  writer.member("at_us", to_micros(finding.at));
  writer.key("until_us");
  if (finding.until == kNever) {
    writer.null();
  } else {
    writer.value(to_micros(finding.until));
  }
  writer.member("explanation", std::string_view(finding.explanation));
  write_causes(writer, finding);
  write_explains(writer, finding);
  write_evidence(writer, finding);
  writer.member("look_at", std::string_view(finding.look_at));
  writer.member("more_evidence", std::string_view(finding.more_evidence));
  writer.member("doc", std::string_view(documentation_of(finding.id)));
  writer.end_object();
}

}  // namespace

std::string findings_json(std::span<const Finding> findings, std::span<const CallAccount> calls) {
  std::string text;
  json::Writer writer(text);
  writer.begin_array();
  for (const Finding& finding : findings) write_finding(writer, finding, calls);
  writer.end_array();
  return text;
}

}  // namespace parley
