// From the body of a synthesiser's answer to the call's mu-law, piece by piece. One for each form that providers
// answer in; a form that cannot be understood is said in half a sentence and never played as noise.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "live/web_socket.h"

namespace parley {

class SpeechDecoder {
 public:
  virtual ~SpeechDecoder() = default;
  /// Appends what has become sound. False: this is no sound that we know, see `problem`.
  virtual bool push(std::string_view piece, std::vector<std::uint8_t>& mulaw) = 0;
  virtual bool finish(std::vector<std::uint8_t>& mulaw) = 0;
  /// Half a sentence: "gave MP3 where PCM was asked for".
  const std::string& problem() const { return problem_; }

 protected:
  bool refuse(std::string problem);

 private:
  std::string problem_;
};

/// Mu-law at 8 kHz as it is; a WAV head is taken off.
std::unique_ptr<SpeechDecoder> mulaw_decoder(const Headers& headers);
/// 16 bit PCM at this rate, or what a WAV head says.
std::unique_ptr<SpeechDecoder> pcm_decoder(const Headers& headers, int rate);
/// A JSON object whose `audioContent` is base64 of mu-law in a WAV file.
std::unique_ptr<SpeechDecoder> audio_content_decoder();

}  // namespace parley
