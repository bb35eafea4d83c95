#include "sim/naive_voice.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/audio/frame.h"
#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"
#include "core/base/random.h"

namespace parley {
namespace {

constexpr Duration kLead = millis(160);
constexpr std::int64_t kFastFactor = 5;
constexpr std::size_t kFrameBytes = kFrameSamples;
constexpr std::size_t kBurstBytes = 20 * kFrameBytes;
constexpr Duration kLongestReply = seconds(120);
constexpr Duration kWork = millis(2);    // what making and writing a frame takes
constexpr std::size_t kBlockEvery = 50;  // frames, after which the loop does something else
constexpr Duration kBlockFor = millis(400);
constexpr Duration kSlowPiece = millis(500);    // for 400 ms of sound
constexpr Duration kAlmostInTime = millis(18);  // from frame to frame
constexpr Duration kHiccupEvery = millis(214);  // ten frames, the last of them late
constexpr Duration kOddTail = millis(230);      // replies are seldom whole pieces long

Duration length_of(std::size_t bytes) {
  return samples_to_duration(static_cast<std::int64_t>(bytes));
}

/// Twice as many samples, as a synthesiser at 16 kHz gives them.
std::vector<std::int16_t> at_sixteen_kilohertz(const std::vector<std::int16_t>& samples) {
  std::vector<std::int16_t> out;
  out.reserve(2 * samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const int next = i + 1 < samples.size() ? samples[i + 1] : samples[i];
    out.push_back(samples[i]);
    out.push_back(static_cast<std::int16_t>((samples[i] + next) / 2));
  }
  return out;
}

std::vector<std::uint8_t> as_linear_pcm(const std::vector<std::int16_t>& samples) {
  std::vector<std::uint8_t> out;
  out.reserve(2 * samples.size());
  for (const std::int16_t sample : samples) {
    const auto bits = static_cast<std::uint16_t>(sample);
    out.push_back(static_cast<std::uint8_t>(bits & 0xFFU));
    out.push_back(static_cast<std::uint8_t>(bits >> 8U));
  }
  return out;
}

/// The 8 bits of A-law for a sample, by its definition: sign, segment and four bits of the rest, even bits
/// inverted.
std::uint8_t alaw_of(std::int16_t sample) {
  const bool negative = sample < 0;
  int step = (negative ? -(sample + 1) : static_cast<int>(sample)) >> 4;  // 11 bits
  int segment = step > 15 ? 1 : 0;
  for (; step > 31; step >>= 1) ++segment;
  const int code = (segment << 4) | (step & 0x0F);
  return static_cast<std::uint8_t>((negative ? code : code | 0x80) ^ 0x55);
}

std::vector<std::uint8_t> as_alaw(const std::vector<std::int16_t>& samples) {
  std::vector<std::uint8_t> out(samples.size());
  std::transform(samples.begin(), samples.end(), out.begin(), alaw_of);
  return out;
}

/// Bytes as an MP3 stream has them: a header of four now and then, and between them all values equally often.
std::vector<std::uint8_t> as_compressed(std::size_t size, std::uint64_t seed) {
  constexpr std::array<std::uint8_t, 4> kHeader{0xFF, 0xFB, 0x90, 0x64};
  constexpr std::size_t kEvery = 417;
  Random random(seed);
  std::vector<std::uint8_t> out(size);
  for (std::size_t i = 0; i < size; ++i) {
    out[i] = i % kEvery < kHeader.size() ? kHeader[i % kEvery] : static_cast<std::uint8_t>(random.below(256));
  }
  return out;
}

void append_number(std::string& out, std::size_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>((value >> (8 * i)) & 0xFFU));
}

/// The 44 bytes of a mu-law WAV file's header, and then its sound.
std::vector<std::uint8_t> as_wav_file(const std::vector<std::uint8_t>& audio) {
  std::string header = "RIFF";
  append_number(header, 36 + audio.size(), 4);
  header += "WAVEfmt ";
  append_number(header, 16, 4);
  append_number(header, 7, 2);  // mu-law
  append_number(header, 1, 2);
  append_number(header, kSampleRate, 4);
  append_number(header, kSampleRate, 4);
  append_number(header, 1, 2);
  append_number(header, 8, 2);
  header += "data";
  append_number(header, audio.size(), 4);
  std::vector<std::uint8_t> out(header.size() + audio.size());
  const auto sound = std::transform(header.begin(), header.end(), out.begin(),
                                    [](char c) { return static_cast<std::uint8_t>(c); });
  std::copy(audio.begin(), audio.end(), sound);
  return out;
}

}  // namespace

std::vector<std::uint8_t> NaiveVoice::sound(Duration length, std::uint64_t seed) const {
  const Duration whole =
      std::min(length, kLongestReply) + (has(NaiveFault::kPartialChunkDropped) ? kOddTail : Duration{});
  std::vector<std::uint8_t> audio = voice_like(whole, seed);
  if (has(NaiveFault::kSixteenKilohertz)) return mulaw_encode(at_sixteen_kilohertz(mulaw_decode(audio)));
  if (has(NaiveFault::kLinearPcm)) return as_linear_pcm(mulaw_decode(audio));
  if (has(NaiveFault::kAlaw)) return as_alaw(mulaw_decode(audio));
  if (has(NaiveFault::kCompressedAudio)) return as_compressed(audio.size(), seed);
  if (has(NaiveFault::kWavHeader)) return as_wav_file(audio);
  return audio;
}

void NaiveVoice::begin(Instant now, Duration length, std::uint64_t seed, bool silent) {
  audio_ = sound(length, seed);
  if (silent) std::fill(audio_.begin(), audio_.end(), kMulawSilence);
  if (has(NaiveFault::kPartialChunkDropped)) {
    audio_.resize(audio_.size() / kBurstBytes * kBurstBytes);  // the rest waits for a piece that never fills up
  } else {
    audio_.resize((audio_.size() + kFrameBytes - 1) / kFrameBytes * kFrameBytes, kMulawSilence);
  }
  sent_ = 0;
  since_ = last_sent_ = now;
  blocked_ = Duration{};
}

Instant NaiveVoice::due() const {
  if (has(NaiveFault::kRelativeSleep)) return sent_ == 0 ? since_ : last_sent_ + kFrameDuration + kWork;
  if (has(NaiveFault::kSlowSynthesis)) {
    return since_ + kSlowPiece * static_cast<std::int64_t>(sent_ / kBurstBytes);
  }
  if (has(NaiveFault::kSendLoopHiccups)) {
    const auto frame = static_cast<std::int64_t>(sent_ / kFrameBytes);
    return since_ + kHiccupEvery * (frame / 10) + kAlmostInTime * std::min<std::int64_t>(frame % 10, 8);
  }
  switch (pacing_) {
    case NaivePacing::kPaced:
      return since_ + length_of(sent_) - kLead + blocked_;
    case NaivePacing::kFast:
      return since_ + length_of(sent_) / kFastFactor + blocked_;
    case NaivePacing::kBurst:
      return since_;
  }
  return since_;
}

std::span<const std::uint8_t> NaiveVoice::take(Instant now) {
  const bool large = pacing_ == NaivePacing::kBurst || has(NaiveFault::kSlowSynthesis);
  const std::size_t piece = large ? kBurstBytes : kFrameBytes;
  const auto payload = std::span(audio_).subspan(sent_, std::min(piece, audio_.size() - sent_));
  sent_ += payload.size();
  last_sent_ = now;
  if (has(NaiveFault::kBlockingSendLoop) && sent_ / kFrameBytes % kBlockEvery == 0) blocked_ += kBlockFor;
  return payload;
}

Instant NaiveVoice::played_at() const {
  return since_ + length_of(audio_.size()) + blocked_;
}

}  // namespace parley
