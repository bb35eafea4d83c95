#include "core/reply/reply_stream.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace parley {
namespace {

// A synthesiser that runs wild fills no memory: ten minutes of audio is more than any far end holds.
constexpr std::size_t kMaxSentenceBytes = 4'800'000;
constexpr std::size_t kMaxText = std::size_t{64} << 10U;
// A model that writes a book is not read out.
constexpr std::size_t kMaxRest = 200;

/// At most so many bytes, and no character cut in two.
std::size_t utf8_prefix(std::string_view text, std::size_t bytes) {
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return bytes;
}

}  // namespace

void ReplyStream::text(const ReplyText& more, ReplySteps& out) {
  if (text_done_) return;
  std::string_view piece = more.text;
  if (const std::size_t room = kMaxText - full_text_.size(); piece.size() > room) {
    piece = piece.substr(0, utf8_prefix(piece, room));
    if (!std::exchange(text_cut_, true)) {
      out.push_back(
          StageFailure{Stage::kReply, provider_turn_, "the answer is longer than 64 KiB; the rest is left out"});
    }
  }
  splitter_.push(piece);
  full_text_ += piece;
  while (auto sentence = splitter_.next()) add(std::move(*sentence), out);
  if (!more.done) return;
  if (auto rest = splitter_.rest()) add(std::move(*rest), out);
  text_done_ = true;
}

void ReplyStream::add(std::string sentence, ReplySteps& out) {
  const bool too_long = limit_ > Duration{} && planned_ > Duration{} && planned_ + estimate(sentence) > limit_;
  if (too_long || has_rest()) {
    if (rest_.size() < kMaxRest) rest_.push_back(std::move(sentence));
    return;
  }
  synthesize(std::move(sentence), out);
}

void ReplyStream::go_on(ReplySteps& out) {
  std::vector<std::string> sentences = std::exchange(rest_, {});
  planned_ = Duration{};
  for (std::string& sentence : sentences) add(std::move(sentence), out);
}

Duration ReplyStream::per_character() const {
  return spoken_characters_ > 0 ? spoken_ / spoken_characters_ : per_character_;
}

void ReplyStream::synthesize(std::string sentence, ReplySteps& out) {
  planned_ += estimate(sentence);
  asked_.push_back(Asked{sentence});
  out.push_back(AskProvider{Synthesize{provider_turn_, sentences_++, std::move(sentence)}});
}

void ReplyStream::audio(const SpeechAudio& more) {
  if (more.sentence < next_ || more.sentence >= sentences_) return;
  Sentence& sentence = arriving_[more.sentence];
  if (sentence.done || sentence.mulaw.size() + more.mulaw.size() > kMaxSentenceBytes) return;
  sentence.mulaw.insert(sentence.mulaw.end(), more.mulaw.begin(), more.mulaw.end());
  sentence.bytes += static_cast<std::int64_t>(more.mulaw.size());
  sentence.done = more.done;
  if (!sentence.done) return;
  spoken_characters_ += static_cast<std::int64_t>(asked_[static_cast<std::size_t>(more.sentence)].text.size());
  spoken_ += samples_to_duration(sentence.bytes);
}

bool ReplyStream::failed(std::int32_t sentence, Instant again_at) {
  if (sentence < next_ || sentence >= sentences_) return false;
  const auto come = arriving_.find(sentence);
  Asked& asked = asked_[static_cast<std::size_t>(sentence)];
  if (asked.again || (come != arriving_.end() && come->second.bytes > 0)) return false;
  asked.again = true;
  asked.again_at = again_at;
  return true;
}

void ReplyStream::ask_again(Instant now, ReplySteps& out) {
  for (std::int32_t sentence = next_; sentence < sentences_; ++sentence) {
    Asked& asked = asked_[static_cast<std::size_t>(sentence)];
    if (asked.again_at > now) continue;
    asked.again_at = kNever;
    out.push_back(AskProvider{Synthesize{provider_turn_, sentence, asked.text}});
  }
}

Instant ReplyStream::next_retry() const {
  Instant next = kNever;
  for (std::int32_t sentence = next_; sentence < sentences_; ++sentence) {
    next = std::min(next, asked_[static_cast<std::size_t>(sentence)].again_at);
  }
  return next;
}

void ReplyStream::end_with(ReplyEnding ending, ReplySteps& out) {
  ending_ = std::move(ending);
  limit_ = Duration{};
  go_on(out);
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
