#include "report/junit.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace parley {
namespace {

/// XML 1.0 has no control characters beside tab and line feed, not even escaped, and no bytes that are no UTF-8.
void escape(std::string_view text, std::string& out) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_sequence_length(text, at);
    const char c = text[at];
    if (length == 0 || (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t')) {
      out += '?';
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += text.substr(at, length);
    }
    at += std::max<std::size_t>(length, 1);
  }
}

void attribute(std::string_view name, std::string_view value, std::string& out) {
  out += ' ';
  out += name;
  out += "=\"";
  escape(value, out);
  out += '"';
}

std::string seconds_text(Duration span) {
  std::string thousandths = std::to_string(to_millis(span) % 1000);
  thousandths.insert(0, 3 - thousandths.size(), '0');
  return std::to_string(to_millis(span) / 1000) + "." + thousandths;
}

void write_case(std::string_view suite, const JunitCase& verdict, std::string& out) {
  out += "  <testcase";
  attribute("classname", suite, out);
  attribute("name", verdict.name, out);
  attribute("time", seconds_text(verdict.took), out);
  if (verdict.outcome == JunitCase::Outcome::kPassed) {
    out += "/>\n";
    return;
  }
  const bool failed = verdict.outcome == JunitCase::Outcome::kFailed;
  out += failed ? ">\n    <failure" : ">\n    <skipped";
  attribute("message", verdict.message, out);
  if (failed) {
    out += '>';
    escape(verdict.details, out);
    out += "</failure>\n";
  } else {
    out += "/>\n";
  }
  out += "  </testcase>\n";
}

}  // namespace

std::string junit_xml(std::string_view suite, std::span<const JunitCase> cases) {
  const auto count = [&](JunitCase::Outcome outcome) {
    return std::to_string(std::count_if(
        cases.begin(), cases.end(), [outcome](const JunitCase& verdict) { return verdict.outcome == outcome; }));
  };
  Duration took{};
  for (const JunitCase& verdict : cases) took += verdict.took;
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite";
  attribute("name", suite, out);
  attribute("tests", std::to_string(cases.size()), out);
  attribute("failures", count(JunitCase::Outcome::kFailed), out);
  attribute("errors", "0", out);
  attribute("skipped", count(JunitCase::Outcome::kSkipped), out);
  attribute("time", seconds_text(took), out);
  out += ">\n";
  for (const JunitCase& verdict : cases) write_case(suite, verdict, out);
  return out + "</testsuite>\n";
}

}  // namespace parley
