// One reply on its way from the model through the synthesiser: text in pieces, sentences asked for, audio in order.
// A model that writes without end is cut off after 64 KiB, and that is said.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/reply/reply_step.h"
#include "core/reply/sentence_splitter.h"

namespace parley {

class ReplyStream {
 public:
  ReplyStream() = default;
  /// `provider_turn` is the id under which providers were asked; it stays when a suspended reply goes on. Sentences
  /// that would end after `limit` are kept back as the rest (a zero limit keeps nothing back); the first never is.
  ReplyStream(TurnId provider_turn, Duration limit, Duration per_character)
      : provider_turn_(provider_turn), limit_(limit), per_character_(per_character) {}

  TurnId provider_turn() const { return provider_turn_; }
  /// More text; sentences that are complete are asked of the synthesiser.
  void text(const ReplyText& more, ReplySteps& out);
  void audio(const SpeechAudio& more);
  /// A sentence could not be spoken. True where nothing of it had come and it was asked for only once: it is asked
  /// for once more at `again_at`.
  bool failed(std::int32_t sentence, Instant again_at);
  void ask_again(Instant now, ReplySteps& out);
  Instant next_retry() const;
  /// Takes the audio that is next in order; `sentence_start` tells whether it begins a sentence.
  struct Chunk {
    std::vector<std::uint8_t> mulaw;
    bool sentence_start = false;
  };
  std::vector<Chunk> take();

  bool empty_text() const { return text_done_ && sentences_ == 0; }
  /// Everything that was asked for has come and been taken.
  bool finished() const { return text_done_ && next_ == sentences_; }
  bool outstanding() const { return next_ < sentences_ || !text_done_; }
  const std::string& full_text() const { return full_text_; }
  bool asked_for_speech() const { return sentences_ > 0; }
  /// What follows the reply; known once its text is done.
  const ReplyEnding& ending() const { return ending_; }
  /// A reply that ends the call is said whole: nothing is kept back, for nobody could ask for it.
  void end_with(ReplyEnding ending, ReplySteps& out);
  /// Sentences were kept back because the reply was long enough.
  bool has_rest() const { return !rest_.empty(); }
  /// The sentences that were kept back are asked of the synthesiser, as many as the limit lets through once more.
  void go_on(ReplySteps& out);
  /// How long a character took in the sentences that are complete; the default until one is.
  Duration per_character() const;

 private:
  struct Asked {
    std::string text;
    Instant again_at = kNever;
    bool again = false;  // it was, or will be, asked for once more
  };
  struct Sentence {
    std::vector<std::uint8_t> mulaw;
    bool started = false;
    bool done = false;
    std::int64_t bytes = 0;
  };

  void add(std::string sentence, ReplySteps& out);
  void synthesize(std::string sentence, ReplySteps& out);
  Duration estimate(const std::string& sentence) const {
    return static_cast<std::int64_t>(sentence.size()) * per_character();
  }

  TurnId provider_turn_;
  SentenceSplitter splitter_;
  std::string full_text_;
  bool text_done_ = false;
  bool text_cut_ = false;  // it was longer than we read
  std::int32_t sentences_ = 0;
  std::int32_t next_ = 0;
  std::map<std::int32_t, Sentence> arriving_;
  Duration limit_{};
  Duration per_character_ = millis(65);
  Duration planned_{};                  // estimated length of what was asked for
  std::vector<std::string> rest_;       // sentences kept back
  std::vector<Asked> asked_;            // sentences asked for
  std::int64_t spoken_characters_ = 0;  // of the sentences that are complete
  Duration spoken_{};
  ReplyEnding ending_;
};

}  // namespace parley
