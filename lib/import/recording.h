// Twilio's messages as other people's servers recorded them, as traces of the far end, one for each call: an array,
// JSON lines, log lines, wrappers with a time, both directions, calls mixed in one file. What was not recorded is
// rebuilt, and the trace's note says so. Not for traces of ours (core/trace) and not for sound
// (stereo_recording.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/trace/call_trace.h"
#include "import/recorded_call.h"

namespace parley {

/// Fed in blocks of any size; memory is bounded whatever comes.
class RecordingReader {
 public:
  /// What is kept of messages at most: about three hours with both directions.
  static constexpr std::size_t kMostKept = std::size_t{256} << 20U;
  static constexpr std::size_t kMostCalls = 1000;

  explicit RecordingReader(std::string name, std::size_t most_kept = kMostKept)
      : name_(std::move(name)), most_kept_(most_kept) {}

  /// An error ends the reading: name:line and one sentence.
  std::optional<Error> push(std::string_view block);
  /// The calls in the order in which they began. No message at all is an error.
  Result<std::vector<trace::CallTrace>> finish();

 private:
  std::optional<Error> take(const FoundObject& object);
  std::optional<Error> take(RecordedMessage message, const std::string& place);
  RecordedCall* call_of(const RecordedMessage& message);

  std::string name_;
  std::size_t most_kept_;
  std::size_t kept_ = 0;
  ObjectFinder finder_;
  std::vector<RecordedCall> calls_;
  std::deque<RecordedMessage> connected_;  // they carry no stream, so they wait for the next `start`
};

/// A whole file, read block by block. Errors: what the file system says, and those of the reader.
Result<std::vector<trace::CallTrace>> read_recording(const std::string& path);

}  // namespace parley
