// One decoder of pocketsphinx: telephone audio in, the words so far and at the end out. Blocks while it computes,
// so it is for workers; used by one thread at a time. What is to be heard when, and for whom, is the recogniser's.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/base/result.h"

struct ps_decoder_s;
struct SpeexResamplerState_;

namespace parley {

/// What a decoder is made from. Paths, since its library reads files only.
struct SphinxFiles {
  std::string acoustic_model;  // a folder
  std::string language_model;  // ARPA
  std::string dictionary;
  std::string telephone_means;  // telephone_model.h; empty: the model's own
};

struct SphinxTuning {
  /// White noise added at 16 kHz, as its greatest sample. The model has never heard an empty upper half of the
  /// band, which is all that a telephone has there; with a little noise in it half of the errors go.
  int noise = 150;
  std::vector<std::pair<std::string, std::string>> options;  // of pocketsphinx itself, "-lw", "8"
};

class SphinxDecoder {
 public:
  static Result<std::unique_ptr<SphinxDecoder>> make(const SphinxFiles& files, const SphinxTuning& tuning);
  ~SphinxDecoder();
  SphinxDecoder(const SphinxDecoder&) = delete;
  SphinxDecoder& operator=(const SphinxDecoder&) = delete;

  /// Another caller: what was learnt of the last one's line and voice is forgotten.
  void forget();
  /// An utterance begins; one that has not ended is dropped.
  void begin();
  void hear(std::span<const std::uint8_t> mulaw);
  std::string words_so_far() const;
  /// Ends the utterance. False where the decoder has failed; then it is of no use any more.
  bool end(std::string& words);

 private:
  struct FreeDecoder {
    void operator()(ps_decoder_s* decoder) const;
  };
  struct FreeResampler {
    void operator()(SpeexResamplerState_* state) const;
  };

  SphinxDecoder(ps_decoder_s* decoder, SpeexResamplerState_* resampler, int noise, bool for_telephones);

  std::unique_ptr<ps_decoder_s, FreeDecoder> decoder_;
  std::unique_ptr<SpeexResamplerState_, FreeResampler> resampler_;
  const int noise_;
  Random random_;
  bool in_utterance_ = false;
  bool failed_ = false;
  std::vector<float> first_mean_;  // of the cepstra, before a caller is known
};

}  // namespace parley
