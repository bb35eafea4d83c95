#include "import/call_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <string_view>
#include <utility>

#include "core/trace/jsonl.h"
#include "files/text_file.h"
#include "import/recording.h"
#include "import/stereo_recording.h"

namespace parley {
namespace {

using Calls = std::vector<trace::CallTrace>;

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

Result<Calls> only(Result<trace::CallTrace> trace) {
  if (!trace) return trace.error();
  Calls calls;
  calls.push_back(std::move(*trace));
  return calls;
}

}  // namespace

bool is_sound_file(std::string_view head) {
  constexpr std::array<std::string_view, 6> kMagic{"RIFF", "RIFX", "RF64", "FORM", "fLaC", "OggS"};
  return std::any_of(kMagic.begin(), kMagic.end(), [&](std::string_view magic) { return begins(head, magic); });
}

/// A trace of ours says its schema first; a header made by hand may say it later, but in its first line.
bool is_trace_text(std::string_view head) {
  const std::string_view line = head.substr(0, head.find('\n'));
  return begins(line, "{\"schema\"") || (begins(line, "{") && line.find("\"schema\":") != std::string_view::npos &&
                                         line.find("\"event\":") == std::string_view::npos);
}

/// A stream can be read once, so it is held.
Result<Calls> read_calls_after(std::string text, std::istream& in) {
  std::vector<char> block(1 << 16);
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
    if (text.size() + static_cast<std::size_t>(in.gcount()) > kMaxTextFile) {
      return make_error("standard input holds more than 256 MiB", "-");
    }
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (is_trace_text(text)) return only(trace::read_trace(text, "-"));
  RecordingReader reader("-");
  if (auto error = reader.push(text)) return *error;
  return reader.finish();
}

Result<Calls> read_calls(const std::string& file, const std::string& channels) {
  if (file == "-") return read_calls_after({}, std::cin);
  std::string head(4096, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in.gcount())));
  in.close();
  if (is_sound_file(head)) {
    if (channels.empty()) {
      return make_error(
          "is sound, and nobody can hear which channel is whose: say --channels caller,agent or "
          "--channels agent,caller",
          file);
    }
    const auto order = stereo_channels(channels);
    if (!order) return order.error();
    return only(read_stereo_recording(file, *order));
  }
  if (!head.empty() && !is_trace_text(head)) return read_recording(file);
  // An empty file, a folder and a file that is not there have their sentences here.
  const auto text = read_text_file(file);
  if (!text) return text.error();
  return only(trace::read_trace(*text, file));
}

}  // namespace parley
