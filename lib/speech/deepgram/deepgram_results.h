// What Deepgram's live recogniser says, as values: any text is one of these. It counts time from the beginning of
// its stream; what that means in the call is not known here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace parley {

/// Positions are samples at 8 kHz from the beginning of the stream.
struct DeepgramWords {
  std::string text;
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::int64_t first_word = 0;  // where the first word begins; `begin` where that is not said
  bool is_final = false;
  bool from_finalize = false;  // the answer to our Finalize
  bool operator==(const DeepgramWords&) const = default;
};
/// It says what is wrong, and closes.
struct DeepgramError {
  std::string what;
  bool operator==(const DeepgramError&) const = default;
};
/// Metadata, SpeechStarted, UtteranceEnd and whatever comes to be added: of no interest.
struct DeepgramNotice {
  std::string type;
  bool operator==(const DeepgramNotice&) const = default;
};
/// No JSON object with a type, or a result without what makes one.
struct DeepgramGarbage {
  std::string why;
  bool operator==(const DeepgramGarbage&) const = default;
};
using DeepgramMessage = std::variant<DeepgramWords, DeepgramError, DeepgramNotice, DeepgramGarbage>;

DeepgramMessage parse_deepgram(std::string_view text);

}  // namespace parley
