#include "import/measured_file.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string_view>
#include <utility>
#include <vector>

#include "core/trace/jsonl.h"
#include "import/call_files.h"
#include "import/recording.h"
#include "import/server_log.h"
#include "import/streamed_trace.h"

namespace parley {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 18U;

using Measured = std::function<void(CallMeasurements)>;

/// Text that is no trace: messages, or a log, or a log with messages in it. Each is looked for.
class TextCalls {
 public:
  TextCalls(const std::string& name, const Measured& measured)
      : name_(name), recording_(name), measured_(measured) {}

  void push(std::string_view block) {
    log_.push(block);
    tell(log_.take_finished());
    if (no_recording_) return;
    // A log without messages is not searched for objects; a message may have begun in the block before.
    if (!in_recording_ && block.find("\"event") == std::string_view::npos &&
        block.find("event\\\"") == std::string_view::npos) {
      before_.assign(block);
      return;
    }
    if (!in_recording_) no_recording_ = recording_.push(before_);
    in_recording_ = true;
    if (!no_recording_) no_recording_ = recording_.push(block);
  }

  std::optional<Error> finish() {
    tell(log_.finish());
    if (!in_recording_) {
      if (calls_ > 0) return std::nullopt;
      return make_error("holds no call: no trace, no Twilio messages, and no line of an agent's log", name_);
    }
    if (no_recording_) return calls_ > 0 ? std::nullopt : no_recording_;
    auto traces = recording_.finish();
    if (!traces) return calls_ > 0 ? std::nullopt : std::optional<Error>(traces.error());
    for (const trace::CallTrace& trace : *traces) measured_(measure(trace));
    return std::nullopt;
  }

 private:
  void tell(const std::vector<LogCall>& calls) {
    for (const LogCall& call : calls) measured_(measure(call));
    calls_ += calls.size();
  }

  std::string name_;
  ServerLogReader log_;
  RecordingReader recording_;
  bool in_recording_ = false;
  std::optional<Error> no_recording_;
  std::string before_;
  std::size_t calls_ = 0;  // of the log
  const Measured& measured_;
};

/// The next block, empty at the end.
void read_block(std::istream& in, std::string& block) {
  block.resize(kBlock);
  in.read(block.data(), static_cast<std::streamsize>(block.size()));
  block.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in.gcount())));
}

std::optional<Error> measure_text(std::istream& in, std::string block, const std::string& file,
                                  const Measured& measured) {
  TextCalls calls(file, measured);
  for (; !block.empty(); read_block(in, block)) calls.push(block);
  return calls.finish();
}

std::optional<Error> stream_trace(std::istream& in, std::string block, const std::string& file,
                                  const Measured& measured) {
  StreamedTrace trace(file);
  for (; !block.empty(); read_block(in, block)) {
    if (auto error = trace.push(block)) return error;
  }
  auto told = trace.finish();
  if (!told) return told.error();
  measured(std::move(*told));
  return std::nullopt;
}

/// Held whole while it is not too long, for only then its sound can be looked at.
std::optional<Error> measure_trace(std::istream& in, std::string text, const std::string& file,
                                   const MeasureOptions& options, const Measured& measured) {
  if (options.pace_only) return stream_trace(in, std::move(text), file, measured);
  for (std::string block;;) {
    read_block(in, block);
    if (block.empty()) break;
    text += block;
    if (text.size() > options.most_held) return stream_trace(in, std::move(text), file, measured);
  }
  const auto trace = trace::read_trace(text, file);
  if (!trace) return trace.error();
  measured(measure(*trace));
  return std::nullopt;
}

std::optional<Error> measure_stream(std::istream& in, std::string beginning, const std::string& file,
                                    const MeasureOptions& options, const Measured& measured) {
  if (is_trace_text(beginning)) return measure_trace(in, std::move(beginning), file, options, measured);
  return measure_text(in, std::move(beginning), file, measured);
}

}  // namespace

std::optional<Error> measure_file(const std::string& file, const MeasureOptions& options,
                                  const Measured& measured) {
  std::string block;
  if (file == "-") {
    read_block(std::cin, block);
    if (block.empty()) return make_error("standard input is empty", "-");
    return measure_stream(std::cin, std::move(block), file, options, measured);
  }
  std::ifstream in(file, std::ios::binary);
  read_block(in, block);
  if (!block.empty() && !is_sound_file(block)) {
    std::error_code unknown;
    const auto size = std::filesystem::file_size(file, unknown);
    MeasureOptions known = options;
    known.pace_only = options.pace_only || (!unknown && size > options.most_held);
    return measure_stream(in, std::move(block), file, known, measured);
  }
  in.close();
  // Sound, and what has its sentence there: an empty file, a folder, a file that is not there.
  const auto traces = read_calls(file, options.channels);
  if (!traces) return traces.error();
  for (const trace::CallTrace& trace : *traces) measured(measure(trace));
  return std::nullopt;
}

}  // namespace parley
