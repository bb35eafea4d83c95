#include "import/recording.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <utility>

namespace parley {
namespace {

constexpr std::size_t kOverhead = 64;  // of a message beside its text
constexpr std::size_t kMostConnected = 1000;

struct CloseFile {
  void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};

}  // namespace

std::optional<Error> RecordingReader::push(std::string_view block) {
  std::optional<Error> error;
  finder_.push(block, [&](const FoundObject& object) {
    error = take(object);
    return !error.has_value();
  });
  if (!error && finder_.too_long()) {
    error = make_error("a JSON object is longer than 16 MiB; no message is",
                       name_ + ":" + std::to_string(finder_.line()));
  }
  return error;
}

std::optional<Error> RecordingReader::take(const FoundObject& object) {
  auto messages = messages_in(object, name_);
  if (!messages.has_value()) return messages.error();
  for (RecordedMessage& message : *messages) {
    if (auto error = take(std::move(message), name_ + ":" + std::to_string(object.line))) return error;
  }
  return std::nullopt;
}

std::optional<Error> RecordingReader::take(RecordedMessage message, const std::string& place) {
  kept_ += message.text.size() + message.payload.size() * 4 / 3 + kOverhead;
  if (kept_ > most_kept_) {
    return make_error("the recording holds more than " + std::to_string(most_kept_ >> 20U) +
                          " MiB of messages, about three hours; cut it into parts",
                      place);
  }
  if (message.event == "connected") {
    if (connected_.size() < kMostConnected) connected_.push_back(std::move(message));
    return std::nullopt;
  }
  RecordedCall* call = call_of(message);
  if (call == nullptr) {
    return make_error(calls_.size() >= kMostCalls
                          ? "the recording holds more than " + std::to_string(kMostCalls) + " calls"
                          : "this message has no streamSid, and there are several calls that it may belong to",
                      place);
  }
  const bool starts = message.event == "start";
  if (starts && !connected_.empty()) {
    call->add(std::move(connected_.front()));
    connected_.pop_front();
  }
  call->add(std::move(message));
  return std::nullopt;
}

/// The call a message belongs to, made if it is the first of one; null if nobody can know, or if there are too
/// many.
RecordedCall* RecordingReader::call_of(const RecordedMessage& message) {
  const Sid& sid = message.stream_sid;
  if (sid.empty() && calls_.size() > 1) return nullptr;
  if (sid.empty() && calls_.size() == 1) return &calls_.front();
  const auto found = std::find_if(calls_.begin(), calls_.end(),
                                  [&](const RecordedCall& call) { return call.stream_sid() == sid; });
  if (found != calls_.end()) return &*found;
  if (calls_.size() == 1 && calls_.front().stream_sid().empty()) {
    calls_.front().be_called(sid);
    return &calls_.front();
  }
  if (calls_.size() >= kMostCalls) return nullptr;
  return &calls_.emplace_back(sid);
}

Result<std::vector<trace::CallTrace>> RecordingReader::finish() {
  std::vector<trace::CallTrace> traces;
  for (RecordedCall& call : calls_) {
    traces.push_back(call.take_trace());
    if (!finder_.unfinished()) continue;
    std::string& note = traces.back().note;
    note += std::string(note.empty() ? "" : "; ") + "the file ends inside a message, which was dropped";
  }
  if (traces.empty()) return make_error("there is no message of Twilio's in it", name_);
  return traces;
}

Result<std::vector<trace::CallTrace>> read_recording(const std::string& path) {
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return make_error(std::string("cannot be opened: ") + std::strerror(errno), path);
  RecordingReader reader(path);
  std::array<char, 65'536> block;
  while (const std::size_t count = std::fread(block.data(), 1, block.size(), file.get())) {
    if (auto error = reader.push({block.data(), count})) return *error;
  }
  if (std::ferror(file.get()) != 0) return make_error("cannot be read", path);
  return reader.finish();
}

}  // namespace parley
