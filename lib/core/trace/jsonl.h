// Traces as text: a header line, then one JSON object a line with `at_us`, `kind`, the input ordinal `in` where
// there is one, and the kind's own fields in a fixed order. docs/trace-format.md lists them.
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/trace/call_trace.h"

namespace parley::trace {

/// Both append one line with its newline, so that a live call can append to a file as it goes.
void write_header(const TraceHeader& header, std::string& out);
void write_event(const CallEvent& event, std::string& out);
std::string write_trace(const CallTrace& trace);
/// The last line of a trace that ends before its call did: no event, but why there are no more.
void write_cut(Instant at, std::string_view reason, std::string& out);

/// `place` is what errors name ("call.trace.jsonl:7"). Fields that are not known are passed over.
Result<TraceHeader> read_header(std::string_view line, std::string_view place);
Result<CallEvent> read_event(std::string_view line, std::string_view place);
/// Reads a whole trace. A last line that is cut off is dropped and said in `note`, and so is a `cut`; anything else
/// that is wrong is an error with file and line. A newer schema is an error that names both versions.
Result<CallTrace> read_trace(std::string_view text, std::string_view name);

/// The readable golden of a trace: no `media`, no wakes, and per second and direction a count of media frames
/// and a checksum (FNV-1a 64 over their payload texts) in place of them. Ordinals of inputs are left out, since one
/// frame more would change them all. A golden is compared and read by people; it cannot be replayed.
std::string write_golden(const CallTrace& trace);

}  // namespace parley::trace
