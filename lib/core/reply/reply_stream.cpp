#include "core/reply/reply_stream.h"

#include <utility>

namespace parley {
namespace {

// A synthesiser that runs wild fills no memory: ten minutes of audio is more than any far end holds.
constexpr std::size_t kMaxSentenceBytes = 4'800'000;

}  // namespace

void ReplyStream::text(const ReplyText& more, ReplySteps& out) {
  if (text_done_) return;
  splitter_.push(more.text);
  full_text_ += more.text;
  while (auto sentence = splitter_.next()) synthesize(std::move(*sentence), out);
  if (!more.done) return;
  if (auto rest = splitter_.rest()) synthesize(std::move(*rest), out);
  text_done_ = true;
}

void ReplyStream::synthesize(std::string sentence, ReplySteps& out) {
  out.push_back(AskProvider{Synthesize{provider_turn_, sentences_++, std::move(sentence)}});
}

void ReplyStream::audio(const SpeechAudio& more) {
  if (more.sentence < next_ || more.sentence >= sentences_) return;
  Sentence& sentence = arriving_[more.sentence];
  if (sentence.done || sentence.mulaw.size() + more.mulaw.size() > kMaxSentenceBytes) return;
  sentence.mulaw.insert(sentence.mulaw.end(), more.mulaw.begin(), more.mulaw.end());
  sentence.done = more.done;
}

std::vector<ReplyStream::Chunk> ReplyStream::take() {
  std::vector<Chunk> chunks;
  for (auto it = arriving_.find(next_); it != arriving_.end(); it = arriving_.find(next_)) {
    Sentence& sentence = it->second;
    if (!sentence.mulaw.empty()) {
      chunks.push_back({std::exchange(sentence.mulaw, {}), !sentence.started});
      sentence.started = true;
    }
    if (!sentence.done) break;
    arriving_.erase(it);
    ++next_;
  }
  return chunks;
}

}  // namespace parley
