#include "speech/sound/speech_decoder.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/twilio/base64.h"
#include "live/http_message.h"
#include "speech/sound/pcm_to_mulaw.h"
#include "speech/sound/wav_header.h"

namespace parley {
namespace {

constexpr int kPcmTag = 1;
constexpr int kMulawTag = 7;
constexpr std::size_t kMostAnswer = 8 * 1024 * 1024;

/// What a content type betrays to be no raw sound; empty where it may be.
std::string betrayed_by(const Headers& headers) {
  const std::string_view type = header_of(headers, "Content-Type");
  for (const std::string_view other :
       {"application/json", "text/", "audio/mpeg", "audio/mp3", "audio/ogg", "audio/flac"}) {
    if (type.starts_with(other)) return "gave " + std::string(other) + " where raw sound was asked for";
  }
  return {};
}

/// A page or an error in place of sound, whatever its content type says: "<html", "<!doctype", "{ "error". As
/// mu-law the first byte alone may be a quiet hum; together with the second it is a jump that no sound begins with.
bool is_text(std::string_view begin) {
  constexpr std::size_t kTelling = 8;
  if (begin.size() < kTelling) return false;
  const bool plain = std::all_of(begin.begin(), begin.begin() + kTelling, [](char byte) {
    return (byte >= ' ' && byte <= '~') || byte == '\n' || byte == '\r' || byte == '\t';
  });
  const auto is_letter = [](char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); };
  const bool tag =
      begin[0] == '<' && (begin[1] == '!' || begin[1] == '?' || begin[1] == '/' || is_letter(begin[1]));
  const std::size_t inside = begin.find_first_not_of(" \r\n\t", 1);
  const bool object = begin[0] == '{' && inside != std::string_view::npos && begin[inside] == '"';
  return plain && (tag || object);
}

std::string form_text(const WavForm& form) {
  return "gave a WAV file of form " + std::to_string(form.tag) + ", " + std::to_string(form.channels) +
         " channels, " + std::to_string(form.bits) + " bits at " + std::to_string(form.rate) + " Hz";
}

class MulawDecoder final : public SpeechDecoder {
 public:
  explicit MulawDecoder(std::string betrayed) : betrayed_(std::move(betrayed)) {}

  bool push(std::string_view piece, std::vector<std::uint8_t>& mulaw) override {
    if (!std::exchange(begun_, true) && betrayed_.empty() && is_text(piece)) {
      betrayed_ = "gave text where raw sound was asked for";
    }
    if (!betrayed_.empty()) return refuse(betrayed_);
    const std::string_view sound = stripper_.push(piece);
    if (stripper_.broken()) return refuse("gave a WAV file whose head is broken");
    if (stripper_.has_head() && stripper_.in_sound()) {
      const WavForm& form = stripper_.form();
      if (form.tag != kMulawTag || form.rate != kSampleRate || form.channels != 1) return refuse(form_text(form));
    }
    mulaw.insert(mulaw.end(), sound.begin(), sound.end());
    return true;
  }
  bool finish(std::vector<std::uint8_t>&) override { return betrayed_.empty() || refuse(betrayed_); }

 private:
  std::string betrayed_;
  bool begun_ = false;
  WavStripper stripper_;
};

class PcmDecoder final : public SpeechDecoder {
 public:
  PcmDecoder(std::string betrayed, int rate) : betrayed_(std::move(betrayed)), rate_(rate) {}

  bool push(std::string_view piece, std::vector<std::uint8_t>& mulaw) override {
    if (!std::exchange(begun_, true) && betrayed_.empty() && is_text(piece)) {
      betrayed_ = "gave text where raw sound was asked for";
    }
    if (!betrayed_.empty()) return refuse(betrayed_);
    const std::string_view sound = stripper_.push(piece);
    if (stripper_.broken()) return refuse("gave a WAV file whose head is broken");
    if (!stripper_.in_sound() && !converter_) return true;
    if (!converter_) {
      const WavForm& form = stripper_.form();
      if (stripper_.has_head()) {
        const bool fits = form.tag == kPcmTag && form.channels == 1 && form.bits == 16 &&
                          form.rate >= PcmToMulaw::kLowestRate && form.rate <= PcmToMulaw::kHighestRate;
        if (!fits) return refuse(form_text(form));
        rate_ = form.rate;
      }
      converter_.emplace(rate_);
    }
    converter_->push(sound, mulaw);
    return true;
  }

  bool finish(std::vector<std::uint8_t>& mulaw) override {
    if (!betrayed_.empty()) return refuse(betrayed_);
    if (converter_) converter_->finish(mulaw);
    return true;
  }

 private:
  std::string betrayed_;
  bool begun_ = false;
  int rate_;
  WavStripper stripper_;
  std::optional<PcmToMulaw> converter_;
};

class AudioContentDecoder final : public SpeechDecoder {
 public:
  bool push(std::string_view piece, std::vector<std::uint8_t>&) override {
    if (answer_.size() + piece.size() > kMostAnswer) return refuse("gave more sound than is taken");
    answer_ += piece;
    return true;
  }

  bool finish(std::vector<std::uint8_t>& mulaw) override {
    const auto parsed = json::parse(answer_, "answer");
    if (!parsed) return refuse("gave an answer that is no JSON");
    const json::Value* content = parsed->find("audioContent");
    const std::string* encoded = content == nullptr ? nullptr : content->as_string();
    if (encoded == nullptr) return refuse("gave an answer without audioContent");
    const auto size = twilio::base64_decoded_size(*encoded);
    std::string bytes(size.value_or(0), '\0');
    if (!size || !twilio::base64_decode(*encoded, reinterpret_cast<std::uint8_t*>(bytes.data()))) {
      return refuse("gave audioContent that is no base64");
    }
    MulawDecoder inner{std::string()};
    return inner.push(bytes, mulaw) || refuse(inner.problem());
  }

 private:
  std::string answer_;
};

}  // namespace

bool SpeechDecoder::refuse(std::string problem) {
  problem_ = std::move(problem);
  return false;
}

std::unique_ptr<SpeechDecoder> mulaw_decoder(const Headers& headers) {
  return std::make_unique<MulawDecoder>(betrayed_by(headers));
}

std::unique_ptr<SpeechDecoder> pcm_decoder(const Headers& headers, int rate) {
  return std::make_unique<PcmDecoder>(betrayed_by(headers), rate);
}

std::unique_ptr<SpeechDecoder> audio_content_decoder() {
  return std::make_unique<AudioContentDecoder>();
}

}  // namespace parley
