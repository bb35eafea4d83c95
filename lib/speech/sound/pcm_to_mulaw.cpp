#include "speech/sound/pcm_to_mulaw.h"

#include <speex/speex_resampler.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/audio/mulaw.h"
#include "core/base/check.h"
#include "core/base/time.h"

namespace parley {
namespace {

constexpr int kQuality = 3;  // of 10: aliases 106 dB down, 3 ms late
constexpr std::size_t kBlock = 2048;

std::int16_t sample_of(char low, char high) {
  const auto bits = static_cast<unsigned>(static_cast<unsigned char>(low)) |
                    static_cast<unsigned>(static_cast<unsigned char>(high)) << 8U;
  return static_cast<std::int16_t>(static_cast<std::uint16_t>(bits));
}

}  // namespace

void PcmToMulaw::Destroy::operator()(SpeexResamplerState_* state) const {
  speex_resampler_destroy(state);
}

PcmToMulaw::PcmToMulaw(int rate) {
  rate = std::clamp(rate, kLowestRate, kHighestRate);
  if (rate == kSampleRate) return;
  int error = RESAMPLER_ERR_SUCCESS;
  state_.reset(speex_resampler_init(1, static_cast<spx_uint32_t>(rate), kSampleRate, kQuality, &error));
  PARLEY_CHECK(state_ != nullptr && error == RESAMPLER_ERR_SUCCESS);
  speex_resampler_skip_zeros(state_.get());
}

void PcmToMulaw::push(std::string_view bytes, std::vector<std::uint8_t>& out) {
  samples_.clear();
  if (has_half_ && !bytes.empty()) {
    samples_.push_back(sample_of(half_, bytes.front()));
    bytes.remove_prefix(1);
    has_half_ = false;
  }
  for (; bytes.size() >= 2; bytes.remove_prefix(2)) samples_.push_back(sample_of(bytes[0], bytes[1]));
  if (!bytes.empty()) {
    half_ = bytes.front();
    has_half_ = true;
  }
  convert(samples_, out);
}

void PcmToMulaw::finish(std::vector<std::uint8_t>& out) {
  if (!state_) return;
  const std::vector<std::int16_t> silence(
      static_cast<std::size_t>(speex_resampler_get_input_latency(state_.get())));
  convert(silence, out);
}

void PcmToMulaw::convert(std::span<const std::int16_t> samples, std::vector<std::uint8_t>& out) {
  const auto add = [&out](std::span<const std::int16_t> some) {
    const std::size_t before = out.size();
    out.resize(before + some.size());
    mulaw_encode(some, std::span(out).subspan(before));
  };
  if (!state_) return add(samples);
  std::array<std::int16_t, kBlock> block;
  while (!samples.empty()) {
    auto used = static_cast<spx_uint32_t>(samples.size());
    auto made = static_cast<spx_uint32_t>(block.size());
    speex_resampler_process_int(state_.get(), 0, samples.data(), &used, block.data(), &made);
    add(std::span(block).first(made));
    if (used == 0 && made == 0) return;
    samples = samples.subspan(used);
  }
}

}  // namespace parley
