// Any text streams as a trace or is an error with a place, and the blocks in which it comes make no difference.
// What a whole trace is, is a streamed one as well, with the same states.
#include <algorithm>
#include <string>

#include "core/base/check.h"
#include "core/trace/jsonl.h"
#include "import/streamed_trace.h"
#include "report/pace_json.h"
#include "tests/fuzz/fuzz_input.h"

namespace {

using namespace parley;

Result<CallMeasurements> streamed(std::string_view text, std::size_t block) {
  StreamedTrace trace("fuzz.jsonl");
  while (!text.empty()) {
    const std::string_view part = text.substr(0, std::min(block, text.size()));
    if (auto error = trace.push(part)) return *error;
    text.remove_prefix(part.size());
  }
  return trace.finish();
}

std::string told(const Result<CallMeasurements>& call) {
  if (!call.has_value()) {
    PARLEY_CHECK(!call.error().message.empty() && call.error().place.starts_with("fuzz.jsonl"));
    return call.error().text();
  }
  return pace_json({}, JudgedCall{"", *call, {}});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text = fuzz::text_of(data + 1, size - 1);
  const auto whole = streamed(text, text.size() + 1);
  PARLEY_CHECK(told(whole) == told(streamed(text, std::size_t{data[0]} + 1)));
  const auto trace = trace::read_trace(text, "fuzz.jsonl");
  if (!trace.has_value()) return 0;
  PARLEY_CHECK(whole.has_value());
  PARLEY_CHECK(whole->states.illegal <= whole->states.transitions);
  return 0;
}
