// A language file over a built-in language, and as one of its own: it is read or an error that names it. What has
// been read makes phrases and numbers.
#include "core/base/check.h"
#include "core/reply/intents/spoken_numbers.h"
#include "core/reply/language.h"
#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parley;
  const std::string text = fuzz::text_of(data, size);
  for (const Language* base : {static_cast<const Language*>(nullptr), &english()}) {
    const auto read = read_language(text, "fuzzed", base);
    if (!read) {
      PARLEY_CHECK(!read.error().message.empty() && read.error().place.starts_with("fuzzed"));
      continue;
    }
    const SpokenNumbers numbers(*read);
    PARLEY_CHECK(!numbers.read_back("0123456789").empty());
    static_cast<void>(numbers.digits_in(spoken_words(text)));
  }
  return 0;
}
