// Any bytes are a log, in blocks of any size, and the blocks make no difference. What comes out can be judged, held
// against a budget and written.
#include "core/base/check.h"
#include "core/measure/budget.h"
#include "core/measure/call_measurements.h"
#include "import/server_log.h"
#include "report/pace_json.h"
#include "report/pace_text.h"
#include "tests/fuzz/fuzz_input.h"

namespace {

using namespace parley;

/// All that is told of the calls in a text, read in blocks of that size.
std::string told(std::string_view text, std::size_t block) {
  ServerLogReader reader;
  std::vector<LogCall> calls;
  const auto keep = [&](std::vector<LogCall> some) {
    for (LogCall& call : some) calls.push_back(std::move(call));
  };
  while (!text.empty()) {
    const std::size_t length = std::min(block, text.size());
    reader.push(text.substr(0, length));
    keep(reader.take_finished());
    text.remove_prefix(length);
  }
  keep(reader.finish());
  JudgedCall overall;
  std::vector<JudgedCall> judged;
  for (const LogCall& call : calls) {
    PARLEY_CHECK(!call.events.empty());
    JudgedCall one{"fuzz.log", measure(call), {}};
    one.lines = judge(one.measured, Budget());
    overall.measured.add(one.measured);
    judged.push_back(std::move(one));
  }
  overall.lines = judge(overall.measured, Budget());
  return pace_json(judged, overall) + pace_text(overall.measured, overall.lines, {});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text = fuzz::text_of(data + 1, size - 1);
  PARLEY_CHECK(told(text, text.size() + 1) == told(text, std::size_t{data[0]} + 1));
  return 0;
}
