// What a recogniser made of sentences whose words are known: its errors, what an agent would have done, and what it
// cost. Where the sentences come from is the program's (recognition.cpp).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/reply/intents/intent_book.h"
#include "speech/sphinx/sphinx_decoder.h"

namespace parley::bench {

struct Sentence {
  std::string intent;  // that the speaker means; empty: what the words say, "-": none
  std::string text;    // empty: recorded, and the words do not matter
  std::string sound;   // a file; empty: spoken by each voice
};

struct Outcome {
  int sentences = 0;
  int words = 0;
  int word_errors = 0;
  int wanted = 0;  // sentences with an intent
  int right = 0;   // acted on as was meant
  int asked = 0;   // "Do you mean ...?", and it was that
  int wrong = 0;   // acted on, and not as was meant
  double audio_s = 0;
  double decoding_s = 0;
  std::vector<double> flush_ms;

  void add(const Outcome& other);
};

/// Words that differ, by the fewest that must be left out, put in or exchanged.
int errors_between(const std::vector<std::string>& said, const std::vector<std::string>& heard);
std::string table_head();
std::string table_row(std::string_view group, std::string_view voices, std::string_view line, Outcome outcome);

class Examination {
 public:
  Examination(SphinxDecoder& decoder, std::shared_ptr<const IntentBook> book)
      : decoder_(decoder), book_(std::move(book)) {}

  /// Another caller.
  void next_call() { decoder_.forget(); }
  /// Adds to the outcome; returns what was heard.
  std::string hear(const Sentence& sentence, std::span<const std::uint8_t> mulaw, Outcome& outcome);

 private:
  std::string decoded(std::span<const std::uint8_t> mulaw, Outcome& outcome);
  void judge(const Sentence& sentence, const std::string& words, Outcome& outcome) const;
  std::string action_on(const std::string& words) const;

  SphinxDecoder& decoder_;
  const std::shared_ptr<const IntentBook> book_;
};

}  // namespace parley::bench
