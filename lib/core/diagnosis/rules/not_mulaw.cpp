// A roar: what is sent is not mu-law. The coding is told by which law makes the bytes a smooth sound.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr std::int64_t kLeast = 1600;       // bytes; 200 ms
constexpr std::int64_t kLeastNoise = 8000;  // bytes; a hiss of a second proves nothing by itself
constexpr std::int64_t kFlat = 1400;        // how uneven the bytes of a compressed format may be, per mille of even

struct Suspect {
  AudioCoding coding;
  std::int64_t share;  // of what was judged, in percent; real speech in mu-law has at most two
  std::string_view name;
  std::string_view cause;
  std::string_view fault;  // of the naive agent
};
constexpr std::array kSuspects{
    Suspect{AudioCoding::kPcmLittleEndian, 25, "16-bit linear PCM", "the mu-law encoder is missing", "linear-pcm"},
    Suspect{AudioCoding::kPcmBigEndian, 25, "16-bit linear PCM, its bytes swapped", "the mu-law encoder is missing",
            ""},
    Suspect{AudioCoding::kBase64, 25, "base64 text", "the payload is encoded to base64 twice", ""},
    Suspect{AudioCoding::kAlaw, 12, "A-law", "A-law was chosen where Twilio has mu-law", "a-law"},
};

/// Compressed audio uses all bytes equally often; a hiss does not.
bool bytes_are_even(const CodingTally& coding) {
  std::int64_t sum = 0;
  double squares = 0;
  for (const std::int64_t count : coding.noise_bytes) {
    sum += count;
    squares += static_cast<double>(count) * static_cast<double>(count);
  }
  return sum > 0 && squares * 256 * 1000 < static_cast<double>(sum) * static_cast<double>(sum) * kFlat;
}

std::optional<Suspect> suspect_of(const CodingTally& coding) {
  std::int64_t judged = 0;
  for (const CodingTally::Share& share : coding.shares) judged += share.bytes;
  for (const Suspect& suspect : kSuspects) {
    const std::int64_t bytes = coding.of(suspect.coding).bytes;
    if (bytes >= kLeast && bytes * 100 >= judged * suspect.share) return suspect;
  }
  const std::int64_t noise = coding.of(AudioCoding::kNoise).bytes;
  if (noise >= kLeastNoise && noise * 100 >= judged * 70 && bytes_are_even(coding)) {
    return Suspect{AudioCoding::kNoise, 70, "a compressed format, such as MP3 or Opus",
                   "synthesis was asked for a compressed format, and nothing decodes it", "compressed-audio"};
  }
  return std::nullopt;
}

std::vector<Finding> check(const CallAccount& account) {
  const std::optional<Suspect> suspect = suspect_of(account.coding);
  if (!suspect) return {};
  const CodingTally::Share& share = account.coding.of(suspect->coding);
  Finding finding;
  finding.id = "not-mulaw";
  finding.at = share.first;
  finding.until = share.last;
  finding.explanation =
      "The caller heard a roar instead of a voice: what the agent sent is no mu-law; its bytes are those of " +
      std::string(suspect->name) + ".";
  finding.evidence = {{std::to_string(share.bytes) + " bytes of it from " + moment_text(share.first) + " to " +
                           moment_text(share.last),
                       share.first, share.first_event}};
  finding.causes = {{Certainty::kLikely, std::string(suspect->cause), suspect->fault}};
  finding.look_at = "the last step before base64: it must be 8 kHz mu-law, one byte a sample";
  finding.covers = {"wrong-rate", "truncated-reply", "caller-echo",      "over-long-reply",
                    "underrun",   "tx-jitter",       "barge-in-ignored", "duplicate-reply"};
  return {finding};
}

}  // namespace

std::vector<Finding> not_mulaw(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
