// Any bytes are a recording or an error with a place, in blocks of any size, and the blocks make no difference.
// What is a recording can be told as an account and written as a trace; a replay refuses it in one sentence.
#include "core/account/account_builder.h"
#include "core/base/check.h"
#include "core/trace/jsonl.h"
#include "import/recording.h"
#include "sim/replay.h"
#include "tests/fuzz/fuzz_input.h"

namespace {

using namespace parley;

/// The first byte is the size of the blocks.
Result<std::vector<trace::CallTrace>> read(std::string_view text, std::size_t block) {
  constexpr std::size_t kMostKept = std::size_t{1} << 20U;
  RecordingReader reader("fuzz.log", kMostKept);
  while (!text.empty()) {
    const std::size_t length = std::min(block, text.size());
    if (auto error = reader.push(text.substr(0, length))) return *error;
    text.remove_prefix(length);
  }
  return reader.finish();
}

std::string told(const Result<std::vector<trace::CallTrace>>& calls) {
  if (!calls.has_value()) return calls.error().text();
  std::string text;
  for (const trace::CallTrace& call : *calls) text += trace::write_trace(call) + call.note;
  return text;
}

void replay_any(const std::string& text) {
  const auto trace = trace::read_trace(text, "fuzz.jsonl");
  if (!trace.has_value()) return;
  const auto result = replay(*trace, "fuzz.jsonl");
  PARLEY_CHECK(result.has_value() || !result.error().message.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text = fuzz::text_of(data + 1, size - 1);
  const auto whole = read(text, text.size() + 1);
  PARLEY_CHECK(told(whole) == told(read(text, std::size_t{data[0]} + 1)));
  if (whole.has_value()) {
    PARLEY_CHECK(!whole->empty());
    for (const trace::CallTrace& call : *whole) {
      static_cast<void>(account_of(call));
      PARLEY_CHECK(!replay(call, "fuzz.log").has_value());
    }
  } else {
    PARLEY_CHECK(!whole.error().message.empty());
  }
  replay_any(text);
  return 0;
}
