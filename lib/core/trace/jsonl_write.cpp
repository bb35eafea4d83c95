#include "core/trace/field_writer.h"
#include "core/trace/jsonl.h"

namespace parley::trace {

void write_header(const TraceHeader& header, std::string& out) {
  out += "{\"schema\":";
  append_integer(header.schema, out);
  FieldWriter writer(out);
  each_field(header, writer);
  out += "}\n";
}

void write_event(const CallEvent& event, std::string& out) {
  append_event(event, event.input, FieldWriter::Audio::kWhole, out);
  out += '\n';
}

void write_cut(Instant at, std::string_view reason, std::string& out) {
  json::Writer(out)
      .begin_object()
      .member("at_us", to_micros(at))
      .member("kind", std::string_view("cut"))
      .member("reason", reason)
      .end_object();
  out += '\n';
}

std::string write_trace(const CallTrace& trace) {
  std::string out;
  write_header(trace.header, out);
  for (const CallEvent& event : trace.events) write_event(event, out);
  return out;
}

}  // namespace parley::trace
