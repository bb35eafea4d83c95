#include "core/trace/field_writer.h"

#include <charconv>

#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/twilio/base64.h"

namespace parley::trace {
namespace {

/// A string's characters as the bytes they are. They are copied, because only what is no text comes here.
std::vector<std::uint8_t> bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

}  // namespace

void append_integer(std::int64_t number, std::string& out) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void FieldWriter::key(std::string_view name) {
  out_ += ",\"";
  out_ += name;
  out_ += "\":";
}

void FieldWriter::plain(std::string_view name, std::string_view text) {
  key(name);
  out_ += '"';
  out_ += text;
  out_ += '"';
}

void FieldWriter::escaped(std::string_view name, std::string_view text) {
  key(name);
  out_ += '"';
  json::escape(text, out_);
  out_ += '"';
}

void FieldWriter::bytes(std::string_view name, std::span<const std::uint8_t> bytes) {
  key(name);
  out_ += '"';
  twilio::base64_encode(bytes, out_);
  out_ += '"';
}

void FieldWriter::operator()(std::string_view name, std::int64_t number) {
  key(name);
  append_integer(number, out_);
}

void FieldWriter::operator()(std::string_view name, bool flag) {
  key(name);
  out_ += flag ? "true" : "false";
}

void FieldWriter::operator()(std::string_view name, const std::string& text) {
  if (is_utf8(text)) {
    escaped(name, text);
  } else {
    bytes(std::string(name) + "_base64", bytes_of(text));
  }
}

void FieldWriter::operator()(std::string_view name, Instant at) {
  key(name);
  if (at == kNever) {
    out_ += "null";
  } else {
    append_integer(to_micros(at), out_);
  }
}

void FieldWriter::message_text(std::string_view text) {
  if (is_utf8(text)) {
    escaped("text", text);
  } else {
    bytes("base64", bytes_of(text));
  }
}

void FieldWriter::audio(const std::vector<std::uint8_t>& mulaw) {
  if (audio_ == Audio::kCounted) {
    (*this)("bytes", static_cast<std::int64_t>(mulaw.size()));
    return;
  }
  bytes("audio", mulaw);
}

void FieldWriter::seed(std::string_view name, std::uint64_t number) {
  // JSON readers hold no integer over 2^63, so a large seed is a string of digits.
  if (number <= static_cast<std::uint64_t>(INT64_MAX)) {
    (*this)(name, static_cast<std::int64_t>(number));
  } else {
    plain(name, std::to_string(number));
  }
}

void FieldWriter::settings(std::string_view name, const std::vector<std::pair<std::string, std::string>>& pairs) {
  key(name);
  json::Writer writer(out_);
  writer.begin_object();
  for (const auto& [setting, value] : pairs) writer.member(setting, value);
  writer.end_object();
}

void FieldWriter::phrases(std::string_view name, const std::vector<RecordedPhrase>& phrases) {
  if (phrases.empty()) return;
  key(name);
  for (const RecordedPhrase& phrase : phrases) {
    const std::size_t head = out_.size();
    each_field(phrase, *this);
    out_[head] = '{';  // in place of the comma before the first field
    out_.insert(head, &phrase == phrases.data() ? "[" : ",");
    out_ += '}';
  }
  out_ += ']';
}

void append_event(const CallEvent& event, std::int64_t input, FieldWriter::Audio audio, std::string& out) {
  out += "{\"at_us\":";
  append_integer(to_micros(event.at), out);
  out += ",\"kind\":\"";
  out += kind_name(event.what);
  out += '"';
  FieldWriter writer(out, audio);
  if (input >= 0) writer("in", input);
  std::visit([&writer](const auto& what) { each_field(what, writer); }, event.what);
  out += '}';
}

}  // namespace parley::trace
