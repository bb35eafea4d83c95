// The person on the phone: a machine that speaks, makes noise, presses keys and hangs up as its scenario says, and
// hears what is played to it. It knows nothing of Twilio: frames of audio go in and out, 20 ms at a time.
//
// Its first frame leaves at `begin`; sample 0 of the call is the first of that frame. A caller always hangs up in
// the end: by a step, when all steps are done and nobody has spoken for `patience`, when it has waited in vain for
// half a minute, or at the scenario's limit. So no scenario runs for ever.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/audio/frame.h"
#include "core/base/fifo.h"
#include "core/base/machine.h"
#include "core/base/random.h"
#include "core/base/time.h"
#include "sim/caller_script.h"
#include "sim/scenario.h"
#include "sim/spoken.h"

namespace parley {

/// 20 ms of the caller's audio. Perfect silence is all kMulawSilence; the far end dithers it.
struct CallerFrame {
  Frame mulaw{};
};
struct CallerDigit {
  char digit = '0';
};
/// The last thing a caller does.
struct CallerHangUp {};

using CallerOutput = std::variant<CallerFrame, CallerDigit, CallerHangUp>;

class ScriptedCaller {
 public:
  /// All sounds that the scenario needs are in `sounds` (`check_sounds`), which outlives the caller.
  ScriptedCaller(const Scenario& scenario, const SoundBank& sounds);

  /// The call is up: the first frame is due now.
  void begin(Instant now);
  bool has_begun() const { return begun_; }
  /// The 20 ms that began to be played to the caller's ear at `at`, told now or a little later.
  void hear(Instant at, const Frame& frame, bool audible);
  /// The agent's audio was thrown away.
  void agent_cleared(Instant now);
  void agent_mark(Instant now, std::string_view name);
  /// The other side ended the call: no more frames, and no CallerHangUp.
  void closed(Instant now);

  void handle_timeout(Instant now);
  std::optional<CallerOutput> poll() { return outputs_.pop(); }
  Instant next_deadline() const { return over_ ? kNever : next_frame_; }

  /// What has been said so far, in the order in which it began.
  std::span<const Spoken> spoken() const { return spoken_; }
  /// The steps that never happened, one sentence each. Complete once the call is over.
  std::vector<std::string> unmet() const { return script_.unmet(position_); }

 private:
  struct Sounding {
    std::span<const std::int16_t> samples;  // of a recording, or empty for
    std::vector<std::int16_t> made;         // ... a sound that was made for this step
    std::int64_t begin = 0;
    std::int32_t gain = 1 << 16;
    std::span<const std::int16_t> audio() const { return made.empty() ? samples : std::span(made); }
  };
  struct Dialled {
    char digit = '0';
    std::int64_t at = 0;
  };

  std::int64_t position_of(Instant now) const;
  void notice_silence(std::int64_t now);
  void begin_due_steps(std::int64_t until);
  void begin_step(std::size_t index, std::int64_t at);
  std::int64_t say(const Say& say, std::size_t index, std::int64_t at);
  std::int64_t sound(std::vector<std::int16_t> made, std::int64_t at);
  bool hangs_up() const;
  void dial_due(std::int64_t until);
  Frame mix();
  void mix_sounds(std::span<std::int32_t> sum);
  void mix_echo(std::span<std::int32_t> sum);

  CallerScript script_;
  const SoundBank* sounds_;
  Random random_;  // one fork a made sound
  Random bed_random_;
  int noise_bed_;
  std::int64_t patience_;
  std::int64_t limit_;
  std::optional<std::int32_t> echo_gain_;

  bool begun_ = false;
  bool over_ = false;
  bool hang_up_step_ = false;
  Instant start_ = kCallStart;
  Instant next_frame_ = kNever;
  std::int64_t position_ = 0;  // samples that have left
  std::vector<Sounding> sounding_;
  std::vector<Dialled> dialled_;
  std::vector<Spoken> spoken_;
  std::vector<std::int16_t> echo_;  // a ring of the agent's audio, by position
  bool agent_audible_ = false;      // heard, and not yet silent for long enough
  std::int64_t agent_audible_until_ = 0;
  Fifo<CallerOutput> outputs_;
};
static_assert(Machine<ScriptedCaller>);

}  // namespace parley
