// Any text as a message of Deepgram's: it is one of the four kinds, its positions are bounded and in order, and
// what is wrong has words.
#include "core/base/check.h"
#include "core/base/overloaded.h"
#include "speech/deepgram/deepgram_results.h"
#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = parley::fuzz::text_of(data, size);
  std::visit(parley::overloaded{
                 [](const parley::DeepgramWords& words) {
                   PARLEY_CHECK(words.begin >= 0 && words.begin <= words.first_word);
                   PARLEY_CHECK(words.first_word <= words.end && words.end <= 16'000'000'000);
                 },
                 [](const parley::DeepgramError& error) { PARLEY_CHECK(!error.what.empty()); },
                 [](const parley::DeepgramNotice& notice) { PARLEY_CHECK(!notice.type.empty()); },
                 [](const parley::DeepgramGarbage& garbage) { PARLEY_CHECK(!garbage.why.empty()); },
             },
             parley::parse_deepgram(text));
  return 0;
}
