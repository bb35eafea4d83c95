#include <limits>

#include "core/trace/field_reader.h"
#include "core/trace/jsonl.h"

namespace parley::trace {
namespace {

constexpr std::size_t kMostLineBytes = std::size_t{16} << 20U;
constexpr int kMostDepth = 8;  // ours nest twice

/// One line as an object. The line is alone in its text, so the parser's own line number says nothing.
Result<json::Value> parse_line(std::string_view line, std::string_view place) {
  json::ParseOptions options;
  options.max_depth = kMostDepth;
  auto parsed = json::parse(line, place, options);
  if (!parsed.has_value()) return make_error(parsed.error().message, std::string(place));
  if (parsed->as_object() == nullptr) {
    return make_error("a trace line must be an object, not " + parsed->describe(), std::string(place));
  }
  return parsed;
}

Result<TraceHeader> header_of(const json::Value& object, std::string_view place) {
  TraceHeader header;
  FieldReader schema(object, place);
  schema("schema", header.schema);
  if (schema.error()) return *schema.error();
  if (header.schema > kSchemaVersion) {
    return make_error("the trace has schema " + std::to_string(header.schema) + ", newer than schema " +
                          std::to_string(kSchemaVersion) + " that this program reads",
                      std::string(place));
  }
  if (header.schema < 1) {
    return make_error("there is no schema " + std::to_string(header.schema), std::string(place));
  }
  // A header made by hand may leave out what it does not know.
  FieldReader reader(object, place, FieldReader::Missing::kKeepsDefault);
  each_field(header, reader);
  if (reader.error()) return *reader.error();
  return header;
}

Result<CallEvent> event_of(const json::Value& object, std::string_view place) {
  CallEvent event;
  FieldReader reader(object, place);
  std::int64_t at_us = 0;
  reader("at_us", at_us);
  event.at = at_micros(at_us);
  reader.one_of("kind", kKindNames, event.what);
  if (object.find("in") != nullptr) {
    reader("in", event.input);
    if (event.input < 0) reader.fail("\"in\" counts from 0");
  }
  if (reader.error()) return *reader.error();
  return event;
}

/// What `write_cut` wrote, as a sentence; empty for any other line.
std::string told_cut(const json::Value& object) {
  const json::Value* kind = object.find("kind");
  if (kind == nullptr || kind->as_string() == nullptr || *kind->as_string() != "cut") return {};
  const json::Value* at_us = object.find("at_us");
  const json::Value* reason = object.find("reason");
  std::string note = "the trace was cut";
  if (at_us != nullptr && at_us->as_int() != nullptr)
    note += " at " + std::to_string(*at_us->as_int() / 1000) + " ms";
  if (reason != nullptr && reason->as_string() != nullptr) note += ": " + *reason->as_string();
  return note;
}

/// What a writer that was stopped leaves: the beginning of an object, and no newline after it.
bool is_cut_off(std::string_view line, bool has_newline) {
  return !has_newline && !line.empty() && line.front() == '{';
}

}  // namespace

Result<TraceHeader> read_header(std::string_view line, std::string_view place) {
  const auto object = parse_line(line, place);
  if (!object.has_value()) return object.error();
  return header_of(*object, place);
}

Result<CallEvent> read_event(std::string_view line, std::string_view place) {
  const auto object = parse_line(line, place);
  if (!object.has_value()) return object.error();
  return event_of(*object, place);
}

Result<CallTrace> read_trace(std::string_view text, std::string_view name) {
  CallTrace trace;
  std::int64_t number = 0;
  do {
    const std::size_t newline = text.find('\n');
    const bool has_newline = newline != std::string_view::npos;
    const std::string_view line = text.substr(0, newline);
    text.remove_prefix(has_newline ? newline + 1 : text.size());
    const std::string place = std::string(name) + ":" + std::to_string(++number);
    if (line.size() > kMostLineBytes) return make_error("the line is longer than 16 MiB", place);
    const auto object = parse_line(line, place);
    if (number == 1) {
      if (!object.has_value()) return make_error("no trace header: " + object.error().message, place);
      auto header = header_of(*object, place);
      if (!header.has_value()) return header.error();
      trace.header = std::move(*header);
      continue;
    }
    if (!object.has_value()) {
      if (!is_cut_off(line, has_newline)) return object.error();
      trace.note = "last line cut off (line " + std::to_string(number) + ")";
      break;
    }
    if (std::string cut = told_cut(*object); !cut.empty()) {
      trace.note = std::move(cut);
      break;
    }
    auto event = event_of(*object, place);
    if (!event.has_value()) return event.error();
    trace.events.push_back(std::move(*event));
  } while (!text.empty());
  return trace;
}

}  // namespace parley::trace
