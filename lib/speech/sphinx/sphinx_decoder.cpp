#include "speech/sphinx/sphinx_decoder.h"

#include <pocketsphinx.h>
#include <speex/speex_resampler.h>
#include <sphinxbase/err.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "core/audio/mulaw.h"

namespace parley {
namespace {

constexpr int kModelRate = 16'000;
constexpr int kResamplerQuality = 3;  // 3 ms late, and its images 100 dB down
constexpr std::uint64_t kNoiseSeed = 0x5EED;
constexpr std::size_t kBlock = 160;  // samples at 8 kHz that are worked on at once

/// The mean of the cepstra that a telephone line has while somebody speaks at an ordinary level: what the decoder
/// takes off before it has heard any of a call. Its own is that of a studio, and a first sentence is half lost over
/// the difference. Measured on quiet lines with three voices (kal, and a man and a woman of espeak-ng).
constexpr std::array<float, 13> kMeanOfTelephones{56.0F,  2.5F,  -6.0F, 11.0F, -6.0F, -7.0F, 3.0F,
                                                  -13.0F, -2.0F, 0.0F,  -3.0F, 5.0F,  -4.0F};

/// The library writes to the standard error otherwise, hundreds of lines a decoder.
void silence_library() {
  static const bool once = [] {
    err_set_callback(nullptr, nullptr);
    err_set_logfp(nullptr);
    return true;
  }();
  static_cast<void>(once);
}

/// pocketsphinx ends the program over some faults of its files, so that they are looked for first.
std::string missing_file(const SphinxFiles& files) {
  const std::filesystem::path model = files.acoustic_model;
  for (const char* part : {"mdef", "means", "variances", "transition_matrices", "feat.params"}) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(model / part, error)) return (model / part).string();
  }
  for (const std::string& path : {files.language_model, files.dictionary, files.telephone_means}) {
    if (path.empty()) continue;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return path;
  }
  return {};
}

/// Arguments as a command line has them.
cmd_ln_t* configuration(const SphinxFiles& files, const SphinxTuning& tuning) {
  std::vector<std::string> words = {"-hmm",  files.acoustic_model, "-lm",      files.language_model,
                                    "-dict", files.dictionary,     "-fwdflat", "no"};
  if (!files.telephone_means.empty()) words.insert(words.end(), {"-mean", files.telephone_means});
  for (const auto& [name, value] : tuning.options) {
    words.push_back(name);
    words.push_back(value);
  }
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  return cmd_ln_parse_r(nullptr, ps_args(), static_cast<int32>(arguments.size()), arguments.data(), FALSE);
}

}  // namespace

void SphinxDecoder::FreeDecoder::operator()(ps_decoder_s* decoder) const {
  ps_free(decoder);
}

void SphinxDecoder::FreeResampler::operator()(SpeexResamplerState_* state) const {
  speex_resampler_destroy(state);
}

Result<std::unique_ptr<SphinxDecoder>> SphinxDecoder::make(const SphinxFiles& files, const SphinxTuning& tuning) {
  silence_library();
  const std::string missing = missing_file(files);
  if (!missing.empty()) return make_error("pocketsphinx needs this file, which cannot be read", missing);
  cmd_ln_t* settings = configuration(files, tuning);
  if (settings == nullptr) return make_error("pocketsphinx does not know one of its options");
  ps_decoder_s* decoder = ps_init(settings);
  cmd_ln_free_r(settings);  // the decoder holds it too
  if (decoder == nullptr) return make_error("pocketsphinx cannot read its model", files.acoustic_model);
  int error = RESAMPLER_ERR_SUCCESS;
  SpeexResamplerState_* resampler = speex_resampler_init(1, kSampleRate, kModelRate, kResamplerQuality, &error);
  if (resampler == nullptr) {
    ps_free(decoder);
    return make_error("there is no memory for a resampler");
  }
  return std::unique_ptr<SphinxDecoder>(
      new SphinxDecoder(decoder, resampler, tuning.noise, !files.telephone_means.empty()));
}

SphinxDecoder::SphinxDecoder(ps_decoder_s* decoder, SpeexResamplerState_* resampler, int noise, bool for_telephones)
    : decoder_(decoder), resampler_(resampler), noise_(noise), random_(kNoiseSeed) {
  const cmn_t* mean = ps_get_feat(decoder)->cmn_struct;
  if (mean == nullptr) return;
  first_mean_.assign(mean->cmn_mean, mean->cmn_mean + mean->veclen);
  if (for_telephones && first_mean_.size() == kMeanOfTelephones.size()) {
    first_mean_.assign(kMeanOfTelephones.begin(), kMeanOfTelephones.end());
  }
  cmn_live_set(ps_get_feat(decoder)->cmn_struct, first_mean_.data());
}

SphinxDecoder::~SphinxDecoder() = default;

void SphinxDecoder::forget() {
  std::string dropped;
  if (in_utterance_) end(dropped);
  if (!first_mean_.empty()) cmn_live_set(ps_get_feat(decoder_.get())->cmn_struct, first_mean_.data());
  ps_start_stream(decoder_.get());
  random_ = Random(kNoiseSeed);
}

void SphinxDecoder::begin() {
  std::string dropped;
  if (in_utterance_) end(dropped);
  speex_resampler_reset_mem(resampler_.get());
  speex_resampler_skip_zeros(resampler_.get());
  failed_ = failed_ || ps_start_utt(decoder_.get()) < 0;
  in_utterance_ = !failed_;
}

void SphinxDecoder::hear(std::span<const std::uint8_t> mulaw) {
  if (!in_utterance_) return;
  std::array<std::int16_t, kBlock> narrow{};
  std::array<std::int16_t, kBlock * 2 + 16> wide{};
  while (!mulaw.empty()) {
    const std::size_t count = std::min(mulaw.size(), kBlock);
    mulaw_decode(mulaw.first(count), std::span(narrow).first(count));
    mulaw = mulaw.subspan(count);
    auto used = static_cast<spx_uint32_t>(count);
    auto made = static_cast<spx_uint32_t>(wide.size());
    speex_resampler_process_int(resampler_.get(), 0, narrow.data(), &used, wide.data(), &made);
    for (std::int16_t& sample : std::span(wide).first(made)) {
      const std::int64_t noisy = sample + random_.between(-noise_, noise_);
      sample = static_cast<std::int16_t>(std::clamp<std::int64_t>(noisy, INT16_MIN, INT16_MAX));
    }
    failed_ = failed_ || ps_process_raw(decoder_.get(), wide.data(), made, FALSE, FALSE) < 0;
  }
}

std::string SphinxDecoder::words_so_far() const {
  if (!in_utterance_) return {};
  int32 score = 0;
  const char* words = ps_get_hyp(decoder_.get(), &score);
  return words == nullptr ? "" : words;
}

bool SphinxDecoder::end(std::string& words) {
  words.clear();
  if (!in_utterance_) return !failed_;
  in_utterance_ = false;
  failed_ = failed_ || ps_end_utt(decoder_.get()) < 0;
  int32 score = 0;
  const char* heard = failed_ ? nullptr : ps_get_hyp(decoder_.get(), &score);
  if (heard != nullptr) words = heard;
  return !failed_;
}

}  // namespace parley
