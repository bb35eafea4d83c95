#include "import/streamed_trace.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <variant>
#include <vector>

#include "core/measure/state_measurements.h"
#include "core/trace/jsonl.h"
#include "core/trace/names.h"
#include "core/twilio/base64.h"
#include "core/twilio/codec.h"

namespace parley {
namespace {

/// Goes through a line that is expected to be written as our writer writes it. A surprise ends it, and the line is
/// then read with care.
class Expected {
 public:
  explicit Expected(std::string_view line) : rest_(line) {}

  bool literal(std::string_view text) {
    if (rest_.size() < text.size() || std::memcmp(rest_.data(), text.data(), text.size()) != 0) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  bool number(std::int64_t& value) {
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc{} || value > kMost || value < 0) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return true;
  }
  /// What stands before the next of this character, which stays.
  std::optional<std::string_view> until(char stop) {
    const auto* found = static_cast<const char*>(std::memchr(rest_.data(), stop, rest_.size()));
    if (found == nullptr) return std::nullopt;
    const std::string_view text = rest_.substr(0, static_cast<std::size_t>(found - rest_.data()));
    rest_.remove_prefix(text.size());
    return text;
  }
  bool at_end() const { return rest_.empty(); }

 private:
  static constexpr std::int64_t kMost = 1'000'000'000'000'000;  // microseconds; thirty years

  std::string_view rest_;
};

/// A string that needs no thought: no escape is in it.
bool plain_string(Expected& line) {
  return line.until('\\').has_value() && line.literal(R"(\")");
}

/// A payload by its length alone; up to its closing quote. Nothing for one that no decoder would take.
std::optional<std::size_t> payload_size(Expected& line) {
  const auto payload = line.until('\\');
  if (!payload || !line.literal(R"(\")")) return std::nullopt;
  return twilio::base64_decoded_size(*payload);
}

struct MediaLine {
  Instant at;
  Instant deadline = kNever;
  bool from_agent = false;
  std::int64_t bytes = 0;
  std::int64_t timestamp_ms = 0;
};

bool sent_media(Expected& line, MediaLine& media) {
  if (!line.literal(R"(from_agent","text":"{\"event\":\"media\",\"streamSid\":\")") || !plain_string(line))
    return false;
  if (!line.literal(R"(,\"media\":{\"payload\":\")")) return false;
  const auto size = payload_size(line);
  if (!size || !line.literal(R"(}}")")) return false;
  media.from_agent = true;
  media.bytes = static_cast<std::int64_t>(*size);
  if (line.literal(R"(,"deadline_us":)")) {
    std::int64_t deadline = 0;
    if (!line.number(deadline)) return false;
    media.deadline = at_micros(deadline);
  }
  return true;
}

bool heard_media(Expected& line, MediaLine& media) {
  std::int64_t ignored = 0;
  return line.literal(R"(to_agent","text":"{\"event\":\"media\",\"sequenceNumber\":\")") && line.number(ignored) &&
         line.literal(R"(\",\"media\":{\"track\":\"inbound\",\"chunk\":\")") && line.number(ignored) &&
         line.literal(R"(\",\"timestamp\":\")") && line.number(media.timestamp_ms) &&
         line.literal(R"(\",\"payload\":\")") && payload_size(line).has_value() &&
         line.literal(R"(},\"streamSid\":\")") && plain_string(line) && line.literal(R"(}")");
}

bool media_line(std::string_view text, MediaLine& media) {
  Expected line(text);
  std::int64_t at_us = 0;
  std::int64_t ordinal = 0;
  if (!line.literal(R"({"at_us":)") || !line.number(at_us) || !line.literal(R"(,"kind":"message",)")) return false;
  if (line.literal(R"("in":)") && !(line.number(ordinal) && line.literal(","))) return false;
  media.at = at_micros(at_us);
  if (!line.literal(R"("dir":")")) return false;
  return (heard_media(line, media) || sent_media(line, media)) && line.literal("}") && line.at_end();
}

/// Kinds from which nothing is measured here.
bool is_passed_over(std::string_view kind) {
  if (kind == "message" || kind == "state") return false;
  return std::find(trace::kKindNames.begin(), trace::kKindNames.end(), kind) != trace::kKindNames.end();
}

}  // namespace

std::optional<Error> StreamedTrace::push(std::string_view block) {
  while (!block.empty() && !over_) {
    const std::size_t newline = block.find('\n');
    const std::string_view part = block.substr(0, newline);
    if (partial_.size() + part.size() > kMostLine) {
      ++line_;
      return make_error("the line is longer than 16 MiB", place());
    }
    if (newline == std::string_view::npos) {
      partial_ += part;
      return std::nullopt;
    }
    std::optional<Error> error;
    if (partial_.empty()) {
      error = take(part, true);
    } else {
      partial_ += part;
      error = take(partial_, true);
      partial_.clear();
    }
    if (error) return error;
    block.remove_prefix(newline + 1);
  }
  return std::nullopt;
}

std::optional<Error> StreamedTrace::take(std::string_view line, bool whole) {
  if (++line_ == 1) return take_header(line);
  meter_.at_event(line_ - 2);
  if (take_media(line) || passed_over(line)) {
    return back_ < now_ ? std::optional<Error>(out_of_order()) : std::nullopt;
  }
  auto error = take_event(line);
  if (!error || whole || line.empty() || line.front() != '{') return error;
  told_.notes.push_back("last line cut off (line " + std::to_string(line_) + ")");
  return std::nullopt;
}

std::optional<Error> StreamedTrace::take_header(std::string_view line) {
  auto header = trace::read_header(line, place());
  if (!header) return make_error("no trace header: " + header.error().message, header.error().place);
  header_ = std::move(*header);
  return std::nullopt;
}

/// False when the event lies before the one above it.
bool StreamedTrace::come_to(Instant at) {
  back_ = at;
  if (at < now_) return false;
  now_ = at;
  return true;
}

Error StreamedTrace::out_of_order() const {
  return make_error("this event lies " + std::to_string(to_micros(now_) - to_micros(back_)) +
                        " us before the one above it; the events of a trace stand in the order of their times",
                    place());
}

/// True when the line was media as we write it, whatever its time.
bool StreamedTrace::take_media(std::string_view line) {
  MediaLine media;
  if (!media_line(line, media)) return false;
  if (!come_to(media.at)) return true;
  if (media.from_agent) {
    meter_.sent(media.at, media.bytes, media.deadline);
  } else {
    meter_.heard(media.at, millis(media.timestamp_ms));
  }
  return true;
}

bool StreamedTrace::passed_over(std::string_view text) {
  Expected line(text);
  std::int64_t at_us = 0;
  if (!line.literal(R"({"at_us":)") || !line.number(at_us) || !line.literal(R"(,"kind":")")) return false;
  const auto kind = line.until('"');
  if (!kind || !is_passed_over(*kind) || text.back() != '}') return false;
  come_to(at_micros(at_us));
  return true;
}

std::optional<Error> StreamedTrace::take_event(std::string_view line) {
  // What a writer that gave up leaves is no event.
  if (line.find(R"("kind":"cut")") != std::string_view::npos) {
    over_ = true;
    told_.notes.emplace_back("the trace was cut at " + std::to_string(to_millis(now_)) + " ms");
    return std::nullopt;
  }
  const auto event = trace::read_event(line, place());
  if (!event) return event.error();
  if (!come_to(event->at)) return out_of_order();
  if (const auto* said = std::get_if<trace::Message>(&event->what)) {
    message(event->at, *said);
  } else if (const auto* state = std::get_if<trace::StateChanged>(&event->what)) {
    told_.states.known = true;
    ++told_.states.transitions;
    if (!is_legal_transition(state->from, state->to)) ++told_.states.illegal;
  }
  return std::nullopt;
}

void StreamedTrace::message(Instant at, const trace::Message& message) {
  if (message.direction == trace::Direction::kToAgent) {
    const auto parsed = twilio::parse_inbound(message.text);
    if (const auto* mark = std::get_if<twilio::MarkReturned>(&parsed)) mark_returned(at, mark->name);
    if (const auto* media = std::get_if<twilio::Media>(&parsed)) meter_.heard(at, millis(media->timestamp_ms));
    return;
  }
  const auto parsed = twilio::parse_outbound(message.text).message;
  if (const auto* media = std::get_if<twilio::SendMedia>(&parsed)) {
    meter_.sent(at, static_cast<std::int64_t>(media->payload.size()), message.deadline);
  } else if (const auto* mark = std::get_if<twilio::SendMark>(&parsed)) {
    mark_sent(at, mark->name);
  } else if (std::holds_alternative<twilio::Clear>(parsed)) {
    meter_.clear_sent(at);
    // Those that were not reached yet come back for the clear, which proves nothing.
    std::erase_if(marks_, [&](const auto& awaited) { return awaited.second.due > at; });
  }
}

void StreamedTrace::mark_sent(Instant at, std::string name) {
  if (marks_.size() >= kMostMarks) {
    const auto oldest = std::min_element(
        marks_.begin(), marks_.end(), [](const auto& a, const auto& b) { return a.second.sent < b.second.sent; });
    marks_.erase(oldest);
    ++told_.latency.marks_missing;
  }
  marks_.insert_or_assign(std::move(name), AwaitedMark{at, std::max(at, meter_.drained())});
  meter_.mark_sent();
}

void StreamedTrace::mark_returned(Instant at, const std::string& name) {
  const auto found = marks_.find(name);
  if (found == marks_.end()) return;
  told_.latency.mark_trip.add(to_micros(at - found->second.sent));
  told_.latency.mark_excess.add(std::max<std::int64_t>(0, to_micros(at - found->second.due)));
  marks_.erase(found);
}

Result<CallMeasurements> StreamedTrace::finish() {
  if (!partial_.empty() && !over_) {
    if (auto error = take(partial_, false)) return *error;
  }
  if (line_ == 0) return make_error("no trace header: the file is empty", name_);
  for (const auto& [name, mark] : marks_) {
    if (mark.due <= now_) ++told_.latency.marks_missing;
  }
  tell_header(header_, told_);
  told_.length = now_ - kCallStart;
  told_.pacing = meter_.so_far();
  told_.notes.emplace_back(
      "measured as it streamed: pacing, states and marks; the sound was not looked at, so there are no response "
      "and "
      "yield latencies");
  tell_doubts(header_, told_);
  return std::move(told_);
}

}  // namespace parley
