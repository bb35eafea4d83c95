#include <array>

#include "core/base/fnv1a.h"
#include "core/trace/field_writer.h"
#include "core/trace/jsonl.h"
#include "core/trace/message_peek.h"

namespace parley::trace {
namespace {

constexpr std::int64_t kSecond = to_micros(seconds(1));

/// Media of one direction within the second that is being counted.
struct MediaCount {
  std::int64_t frames = 0;
  Fnv1a checksum;
};

class Golden {
 public:
  std::string write(const CallTrace& trace) {
    head(trace.header);
    for (const CallEvent& event : trace.events) {
      pass_to(to_micros(event.at) / kSecond);
      add(event);
    }
    end_second();
    return std::move(out_);
  }

 private:
  void head(const TraceHeader& header) {
    out_ += "{\"schema\":";
    append_integer(header.schema, out_);
    FieldWriter writer(out_);
    writer("observed_at", header.observed_at);
    writer("scenario", header.scenario);
    writer.seed("seed", header.seed);
    writer.settings("settings", header.settings);
    out_ += "}\n";
  }

  void add(const CallEvent& event) {
    if (std::holds_alternative<Wake>(event.what)) return;
    if (const auto* message = std::get_if<Message>(&event.what)) {
      const MessagePeek seen = peek(message->text);
      if (seen.event == "media") {
        MediaCount& count = counts_[static_cast<std::size_t>(message->direction)];
        ++count.frames;
        count.checksum.add(seen.payload);
        return;
      }
    }
    append_event(event, kNotAnInput, FieldWriter::Audio::kCounted, out_);
    out_ += '\n';
  }

  /// A trace read at a far end may step back a little; what does so counts in the second that is open.
  void pass_to(std::int64_t second) {
    if (second <= second_) return;
    end_second();
    second_ = second;
  }

  void end_second() {
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      if (counts_[i].frames > 0) line(static_cast<Direction>(i), counts_[i]);
      counts_[i] = {};
    }
  }

  void line(Direction direction, const MediaCount& count) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out_ += "{\"second\":";
    append_integer(second_, out_);
    FieldWriter writer(out_);
    writer("dir", direction);
    writer("frames", count.frames);
    out_ += ",\"checksum\":\"";
    for (unsigned shift = 64; shift > 0;) {
      shift -= 4;
      out_ += kHex[count.checksum.value() >> shift & 0xFU];
    }
    out_ += "\"}\n";
  }

  std::string out_;
  std::int64_t second_ = 0;  // covers the time from here to one second later
  std::array<MediaCount, 2> counts_;
};

}  // namespace

std::string write_golden(const CallTrace& trace) {
  return Golden().write(trace);
}

}  // namespace parley::trace
