#include "core/account/payload_evidence.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/audio/level.h"
#include "core/audio/mulaw.h"

namespace parley {
namespace {

constexpr std::size_t kLeastJudged = 80;   // bytes; fewer say nothing
constexpr std::size_t kMostJudged = 1600;  // of one payload: enough to tell
constexpr std::size_t kMostHeaders = 16;
constexpr std::int64_t kRough = 900;         // per mille; white noise has 2000, speech 100 to 600
constexpr std::int64_t kRoughForAlaw = 500;  // the sign survives, so A-law is only half as rough
constexpr std::int64_t kSmooth = 700;
constexpr std::int64_t kNoSignal = -1;

/// Energy of the difference between neighbours over energy, per mille.
class Roughness {
 public:
  void add(int sample) {
    if (any_) difference_ += square(sample - last_);
    energy_ += square(sample);
    last_ = sample;
    any_ = true;
  }
  std::int64_t per_mille(std::int64_t least_energy) const {
    return energy_ <= least_energy ? kNoSignal : difference_ * 1000 / energy_;
  }

 private:
  static std::int64_t square(std::int64_t value) { return value * value; }

  bool any_ = false;
  int last_ = 0;
  std::int64_t difference_ = 0;
  std::int64_t energy_ = 0;
};

/// ITU-T G.711 A-law to 16 bits.
constexpr std::array<std::int16_t, 256> make_alaw_table() {
  std::array<std::int16_t, 256> table{};
  for (int code = 0; code < 256; ++code) {
    const int bits = code ^ 0x55;
    const int exponent = (bits >> 4) & 0x07;
    const int mantissa = bits & 0x0F;
    const int magnitude = exponent == 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 264) << (exponent - 1);
    table[static_cast<std::size_t>(code)] = static_cast<std::int16_t>((bits & 0x80) != 0 ? magnitude : -magnitude);
  }
  return table;
}
constexpr std::array<std::int16_t, 256> kAlawSamples = make_alaw_table();

template <class Decode>
std::int64_t roughness_of(std::span<const std::uint8_t> bytes, Decode decode) {
  Roughness roughness;
  for (const std::uint8_t byte : bytes) roughness.add(decode(byte));
  return roughness.per_mille(0);
}

/// Of 16-bit samples that begin with the first byte; `low` is which of the two is the low one.
std::int64_t roughness_of_pcm(std::span<const std::uint8_t> bytes, std::size_t low) {
  Roughness roughness;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const unsigned value = unsigned{bytes[i + low]} | (unsigned{bytes[i + 1 - low]} << 8U);
    roughness.add(static_cast<std::int16_t>(value));
  }
  return roughness.per_mille(0);
}

bool is_base64(std::uint8_t byte) {
  return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
         byte == '+' || byte == '/' || byte == '=';
}

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// RIFF may stand anywhere, for it names itself twice; the others only where a file would begin.
std::string_view header_in(std::string_view text) {
  const std::size_t riff = text.find("RIFF");
  if (riff != std::string_view::npos && text.substr(riff).size() >= 12 && text.substr(riff + 8, 4) == "WAVE") {
    return "RIFF";
  }
  if (text.size() < 8) return {};
  if (text.starts_with("ID3") && (text[3] == 2 || text[3] == 3 || text[3] == 4) && text[4] == 0) return "ID3";
  if (text.starts_with("OggS") && text[4] == 0) return "OggS";
  if (text.starts_with("fLaC") && text[4] == 0 && text[5] == 0) return "fLaC";
  if (text.starts_with(".snd") && text[4] == 0 && text[5] == 0) return ".snd";
  return {};
}

}  // namespace

std::optional<AudioCoding> coding_of(std::span<const std::uint8_t> payload) {
  const auto bytes = payload.first(std::min(payload.size(), kMostJudged));
  if (bytes.size() < kLeastJudged || rms_level_mulaw(bytes) <= kAudibleRms) return std::nullopt;
  if (std::all_of(bytes.begin(), bytes.end(), is_base64)) return AudioCoding::kBase64;
  const std::int64_t mulaw = roughness_of(bytes, [](std::uint8_t byte) { return int{mulaw_decode(byte)}; });
  if (mulaw < kRoughForAlaw) return AudioCoding::kMulaw;
  const std::int64_t alaw =
      roughness_of(bytes, [](std::uint8_t byte) { return int{kAlawSamples[std::size_t{byte}]}; });
  std::int64_t best = mulaw / 2;  // another law must be clearly better
  AudioCoding coding = mulaw < kRough ? AudioCoding::kMulaw : AudioCoding::kNoise;
  const auto consider = [&](std::int64_t roughness, AudioCoding as) {
    if (roughness == kNoSignal || roughness >= kSmooth || roughness >= best) return;
    best = roughness;
    coding = as;
  };
  consider(alaw, AudioCoding::kAlaw);
  if (mulaw >= kRough) {
    consider(roughness_of_pcm(bytes, 0), AudioCoding::kPcmLittleEndian);
    consider(roughness_of_pcm(bytes, 1), AudioCoding::kPcmBigEndian);
  }
  return coding;
}

void PayloadEvidence::add(Instant at, std::span<const std::uint8_t> payload, EventIndex event) {
  look_for_header(at, payload, event);
  const std::optional<AudioCoding> coding = coding_of(payload);
  if (!coding) return;
  CodingTally::Share& share = coding_.of(*coding);
  if (share.bytes == 0) {
    share.first = at;
    share.first_event = event;
  }
  share.last = at;
  share.bytes += std::ssize(payload);
  if (*coding != AudioCoding::kNoise) return;
  for (const std::uint8_t byte : payload.first(std::min(payload.size(), kMostJudged))) {
    ++coding_.noise_bytes[byte];
  }
}

void PayloadEvidence::look_for_header(Instant at, std::span<const std::uint8_t> payload, EventIndex event) {
  const std::string_view format = header_in(text_of(payload));
  if (format.empty() || headers_.size() == kMostHeaders) return;
  headers_.push_back({at, format, event});
}

}  // namespace parley
