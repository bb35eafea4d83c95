// Findings as a person reads them in a terminal, the diagnosis first.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "core/diagnosis/finding.h"

namespace parley {

struct FindingsTextOptions {
  std::size_t width = 100;
  bool colour = false;
};

/// One paragraph a finding; nothing for none.
std::string findings_text(std::span<const Finding> findings, const FindingsTextOptions& options = {});

/// Expectations that failed make the exit code 1 whatever was found.
/// " 1 fault · exit 1 · trace out/x.trace.jsonl · report out/x.html"; empty paths are left out.
std::string closing_line(std::span<const Finding> findings, const std::string& trace_path,
                         const std::string& report_path = {}, std::size_t failed_expectations = 0);

}  // namespace parley
