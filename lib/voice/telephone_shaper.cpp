#include "voice/telephone_shaper.h"

#include <speex/speex_resampler.h>

#include <algorithm>
#include <array>

#include "core/audio/level.h"
#include "core/base/check.h"
#include "core/base/time.h"

namespace parley {
namespace {

constexpr int kQuality = 5;               // of 10: what folds back is inaudible in mu-law, for 0.3 ms a second
constexpr std::size_t kBlock = 80;        // 10 ms, in which silence is looked for
constexpr int kSilentBelow = 40;          // RMS; a quiet consonant is above it
constexpr std::size_t kKeptBefore = 160;  // 20 ms, for the soft beginning of a sound
constexpr std::size_t kKeptAfter = 1280;  // 160 ms: what separates this sentence from the next
constexpr std::size_t kFirstPiece = 320;  // early, since the caller waits for it
constexpr std::size_t kLaterPiece = 1280;

}  // namespace

void TelephoneShaper::Destroy::operator()(SpeexResamplerState_* state) const {
  speex_resampler_destroy(state);
}

TelephoneShaper::TelephoneShaper(int source_rate, int gain_percent, const SpeechSink& take)
    : gain_percent_(gain_percent), take_(take) {
  if (source_rate == kSampleRate) return;
  int error = RESAMPLER_ERR_SUCCESS;
  state_.reset(speex_resampler_init(1, static_cast<spx_uint32_t>(source_rate), kSampleRate, kQuality, &error));
  PARLEY_CHECK(state_ != nullptr && error == RESAMPLER_ERR_SUCCESS);  // an engine's rate is a constant of ours
  speex_resampler_skip_zeros(state_.get());
}

bool TelephoneShaper::push(std::span<const std::int16_t> block) {
  if (wanted_) convert(block);
  return wanted_;
}

void TelephoneShaper::convert(std::span<const std::int16_t> block) {
  if (state_ == nullptr) return shape(block);
  std::array<spx_int16_t, 1024> made{};
  while (!block.empty()) {
    auto used = static_cast<spx_uint32_t>(block.size());
    auto count = static_cast<spx_uint32_t>(made.size());
    speex_resampler_process_int(state_.get(), 0, block.data(), &used, made.data(), &count);
    shape(std::span(made).first(count));
    if (used == 0 && count == 0) return;
    block = block.subspan(used);
  }
}

void TelephoneShaper::shape(std::span<const std::int16_t> samples) {
  for (const std::int16_t sample : samples) {
    const int scaled = sample * gain_percent_ / 100;
    block_.push_back(static_cast<std::int16_t>(std::clamp(scaled, -32768, 32767)));
    if (block_.size() == kBlock) end_block();
  }
}

void TelephoneShaper::end_block() {
  if (rms_level(block_) < kSilentBelow) {
    quiet_.insert(quiet_.end(), block_.begin(), block_.end());
    if (!sounded_ && quiet_.size() > kKeptBefore) {
      quiet_.erase(quiet_.begin(), quiet_.end() - static_cast<std::ptrdiff_t>(kKeptBefore));
    }
  } else {
    sounded_ = true;
    ready_.insert(ready_.end(), quiet_.begin(), quiet_.end());
    quiet_.clear();
    ready_.insert(ready_.end(), block_.begin(), block_.end());
    give(given_ == 0 ? kFirstPiece : kLaterPiece);
  }
  block_.clear();
}

void TelephoneShaper::give(std::size_t at_least) {
  if (!wanted_ || ready_.empty() || ready_.size() < at_least) return;
  given_ += ready_.size();
  wanted_ = take_(ready_);
  ready_.clear();
}

void TelephoneShaper::finish() {
  if (state_ != nullptr) {  // push out what the filter still holds
    convert(std::vector<std::int16_t>(static_cast<std::size_t>(speex_resampler_get_input_latency(state_.get()))));
  }
  if (!block_.empty()) end_block();
  if (!sounded_) return;
  quiet_.resize(std::min(quiet_.size(), kKeptAfter));
  ready_.insert(ready_.end(), quiet_.begin(), quiet_.end());
  give(1);
}

}  // namespace parley
