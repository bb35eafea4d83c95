// A file of intents: it is read or an error that names it. What has been read expects sentences within its bounds,
// and a dialogue over it answers whatever is said; here, the file's own text.
#include <memory>

#include "core/base/check.h"
#include "core/reply/intents/dialogue.h"
#include "core/reply/intents/expected_sentences.h"
#include "core/reply/intents/intent_file.h"
#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parley;
  const std::string text = fuzz::text_of(data, size);
  auto read = read_intent_book(text, "fuzzed", embedded_languages());
  if (!read) {
    PARLEY_CHECK(!read.error().message.empty() && read.error().place.starts_with("fuzzed"));
    return 0;
  }
  const auto book = std::make_shared<const IntentBook>(std::move(*read));
  for (const std::string& language : book->languages()) {
    PARLEY_CHECK(book->expected_sentences(language).size() <= kMostExpectedSentences);
    Dialogue dialogue(book, language, {"+15550100", text.size() % 2 == 0});
    for (const std::string_view words :
         {std::string_view(text), std::string_view("dtmf:1"), std::string_view("yes"),
          std::string_view("five five five one two three four"), std::string_view("no"),
          std::string_view("dtmf:5551234#")}) {
      static_cast<void>(dialogue.hear(words));
    }
    const auto& sentences = book->expected_sentences(language);
    for (std::size_t i = 0; i < sentences.size() && i < 8; ++i) static_cast<void>(dialogue.hear(sentences[i]));
  }
  return 0;
}
