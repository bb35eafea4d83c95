#include "import/measured_file.h"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <string_view>
#include <utility>
#include <vector>

#include "import/call_files.h"
#include "import/recording.h"
#include "import/server_log.h"

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

std::optional<Error> measure_text(std::istream& in, std::string block, const std::string& file,
                                  const Measured& measured) {
  TextCalls calls(file, measured);
  while (!block.empty()) {
    calls.push(block);
    block.resize(kBlock);
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    block.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in.gcount())));
  }
  return calls.finish();
}

std::optional<Error> measure_traces(const Result<std::vector<trace::CallTrace>>& traces, const Measured& measured) {
  if (!traces) return traces.error();
  for (const trace::CallTrace& trace : *traces) measured(measure(trace));
  return std::nullopt;
}

std::string first_block(std::istream& in) {
  std::string block(kBlock, '\0');
  in.read(block.data(), static_cast<std::streamsize>(block.size()));
  block.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in.gcount())));
  return block;
}

}  // namespace

std::optional<Error> measure_file(const std::string& file, const std::string& channels, const Measured& measured) {
  if (file == "-") {
    std::string block = first_block(std::cin);
    if (!is_trace_text(block)) return measure_text(std::cin, std::move(block), file, measured);
    return measure_traces(read_calls_after(block, std::cin), measured);
  }
  std::ifstream in(file, std::ios::binary);
  std::string block = first_block(in);
  if (block.empty() || is_sound_file(block) || is_trace_text(block)) {
    in.close();
    return measure_traces(read_calls(file, channels), measured);
  }
  return measure_text(in, std::move(block), file, measured);
}

}  // namespace parley
