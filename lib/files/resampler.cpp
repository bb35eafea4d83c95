#include "files/resampler.h"

#include <speex/speex_resampler.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "core/base/check.h"
#include "core/base/time.h"

namespace parley {
namespace {

constexpr int kQuality = 8;  // of 10: nothing audible folds back into the band
constexpr std::size_t kOutBlock = 8192;

std::int16_t to_sample(float value) {
  if (std::isnan(value)) return 0;
  return static_cast<std::int16_t>(std::lrint(std::clamp(value * 32768.0F, -32768.0F, 32767.0F)));
}

}  // namespace

void Resampler::Destroy::operator()(SpeexResamplerState_* state) const {
  speex_resampler_destroy(state);
}

Resampler::Resampler(int source_rate) : source_rate_(source_rate) {
  if (source_rate == kSampleRate) return;
  int error = RESAMPLER_ERR_SUCCESS;
  state_.reset(speex_resampler_init(1, static_cast<spx_uint32_t>(source_rate), kSampleRate, kQuality, &error));
  PARLEY_CHECK(state_ != nullptr && error == RESAMPLER_ERR_SUCCESS);  // rates are checked by the reader
  speex_resampler_skip_zeros(state_.get());  // so that the first sample is the first sample
  out_.resize(kOutBlock);
}

void Resampler::push(std::span<const float> block) {
  pushed_ += static_cast<std::int64_t>(block.size());
  process(block);
}

void Resampler::process(std::span<const float> block) {
  if (state_ == nullptr) {
    for (const float value : block) samples_.push_back(to_sample(value));
    return;
  }
  while (!block.empty()) {
    auto used = static_cast<spx_uint32_t>(block.size());
    auto made = static_cast<spx_uint32_t>(out_.size());
    speex_resampler_process_float(state_.get(), 0, block.data(), &used, out_.data(), &made);
    for (const float value : std::span(out_).first(made)) samples_.push_back(to_sample(value));
    if (used == 0 && made == 0) break;
    block = block.subspan(used);
  }
}

std::vector<std::int16_t> Resampler::finish() {
  if (state_ != nullptr) {  // push out what the filter still holds
    process(std::vector<float>(static_cast<std::size_t>(speex_resampler_get_input_latency(state_.get()))));
    const std::int64_t length = (pushed_ * kSampleRate + source_rate_ / 2) / source_rate_;
    samples_.resize(static_cast<std::size_t>(std::max<std::int64_t>(1, length)));
  }
  return std::move(samples_);
}

}  // namespace parley
