// One reply on its way from the model through the synthesiser: text in pieces, sentences asked for, audio in order.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/reply/reply_step.h"
#include "core/reply/sentence_splitter.h"

namespace parley {

class ReplyStream {
 public:
  ReplyStream() = default;
  /// `provider_turn` is the id under which providers were asked; it stays when a suspended reply goes on.
  explicit ReplyStream(TurnId provider_turn) : provider_turn_(provider_turn) {}

  TurnId provider_turn() const { return provider_turn_; }
  /// More text; sentences that are complete are asked of the synthesiser.
  void text(const ReplyText& more, ReplySteps& out);
  void audio(const SpeechAudio& more);
  /// Takes the audio that is next in order; `sentence_start` tells whether it begins a sentence.
  struct Chunk {
    std::vector<std::uint8_t> mulaw;
    bool sentence_start = false;
  };
  std::vector<Chunk> take();

  bool text_done() const { return text_done_; }
  bool empty_text() const { return text_done_ && sentences_ == 0; }
  /// Everything that was asked for has come and been taken.
  bool finished() const { return text_done_ && next_ == sentences_; }
  bool outstanding() const { return next_ < sentences_ || !text_done_; }
  const std::string& full_text() const { return full_text_; }

 private:
  struct Sentence {
    std::vector<std::uint8_t> mulaw;
    bool started = false;
    bool done = false;
  };

  void synthesize(std::string sentence, ReplySteps& out);

  TurnId provider_turn_;
  SentenceSplitter splitter_;
  std::string full_text_;
  bool text_done_ = false;
  std::int32_t sentences_ = 0;
  std::int32_t next_ = 0;
  std::map<std::int32_t, Sentence> arriving_;
};

}  // namespace parley
