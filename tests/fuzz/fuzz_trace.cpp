// Any text is a trace or an error with a place. What is a trace is written and read again to the same text, has a
// golden, and can be told as an account.
#include "core/account/account_builder.h"
#include "core/base/check.h"
#include "core/trace/jsonl.h"
#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parley;
  const auto trace = trace::read_trace(fuzz::text_of(data, size), "fuzz.jsonl");
  if (!trace.has_value()) {
    PARLEY_CHECK(!trace.error().message.empty() && trace.error().place.starts_with("fuzz.jsonl:"));
    return 0;
  }
  const std::string written = trace::write_trace(*trace);
  const auto again = trace::read_trace(written, "again.jsonl");
  PARLEY_CHECK(again.has_value() && again->note.empty());
  PARLEY_CHECK(trace::write_trace(*again) == written);
  PARLEY_CHECK(trace::write_golden(*again) == trace::write_golden(*trace));
  static_cast<void>(account_of(*trace));
  return 0;
}
