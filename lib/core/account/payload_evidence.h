// What the agent's payloads are, judged by their bytes: mu-law as they should be, or linear PCM, A-law, a
// compressed format or base64 sent in its place; and whether a file's header was sent as if it were sound.
//
// Sound is smooth: neighbouring samples resemble each other. Bytes read by the wrong law are rough, and the law
// that makes them smooth again is the one they were written by.
//
//   linear PCM read as mu-law   _|`|_|`-|_`|    read as PCM   .-~`~-.
//
// Not here: how the sound sounds (VoicePitch), and judgement.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/account/call_account.h"

namespace parley {

class PayloadEvidence {
 public:
  void add(Instant at, std::span<const std::uint8_t> payload, EventIndex event);

  const std::vector<HeaderSeen>& headers() const { return headers_; }
  const CodingTally& coding() const { return coding_; }

 private:
  void look_for_header(Instant at, std::span<const std::uint8_t> payload, EventIndex event);

  std::vector<HeaderSeen> headers_;
  CodingTally coding_;
};

/// The coding of one payload, or nothing when it is too short or too quiet to tell.
std::optional<AudioCoding> coding_of(std::span<const std::uint8_t> payload);

}  // namespace parley
