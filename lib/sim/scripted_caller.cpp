#include "sim/scripted_caller.h"

#include <algorithm>
#include <array>

#include "core/audio/mulaw.h"
#include "core/base/check.h"
#include "core/base/overloaded.h"
#include "sim/caller_sounds.h"

namespace parley {

namespace {

constexpr std::int64_t kSilentAfter = duration_to_samples(millis(300));
constexpr std::int64_t kInVain = duration_to_samples(seconds(30));
constexpr std::int64_t kDigitSpacing = duration_to_samples(millis(250));
constexpr std::int64_t kEchoDelay = duration_to_samples(millis(100));
constexpr std::size_t kEchoRing = 8192;  // a second, ample for the delay and a burst of what is played
constexpr std::size_t kMostOutputs = 512;

std::int64_t up_to_frame(std::int64_t at) {
  return (at + kFrameSamples - 1) / kFrameSamples * kFrameSamples;
}

}  // namespace

ScriptedCaller::ScriptedCaller(const Scenario& scenario, const SoundBank& sounds)
    : script_(scenario.caller),
      sounds_(&sounds),
      random_(scenario.seed ^ 0xCA11E2ULL),
      bed_random_(random_.fork(1)),
      noise_bed_(scenario.noise_bed),
      patience_(duration_to_samples(scenario.patience)),
      limit_(duration_to_samples(call_limit(scenario))) {
  PARLEY_CHECK(!check_sounds(scenario, sounds));
  if (scenario.line.echo_db) {
    echo_gain_ = gain_q16(*scenario.line.echo_db);
    echo_.resize(kEchoRing);
  }
}

void ScriptedCaller::begin(Instant now) {
  PARLEY_CHECK(!begun_);
  begun_ = true;
  start_ = now;
  next_frame_ = now;
  handle_timeout(now);
}

std::int64_t ScriptedCaller::position_of(Instant now) const {
  return duration_to_samples(now - start_);
}

// ---- what is heard ---------------------------------------------------------------------------------------------

void ScriptedCaller::hear(Instant at, const Frame& frame, bool audible) {
  if (!begun_ || over_) return;
  const std::int64_t position = position_of(at);
  notice_silence(position);
  if (audible) {
    if (!agent_audible_) script_.agent_did(Anchor::kAgentSpeaking, position);
    agent_audible_ = true;
    agent_audible_until_ = position + kFrameSamples;
  }
  if (!echo_gain_) return;
  for (std::size_t i = 0; i < frame.size(); ++i) {
    const std::int64_t slot = position + kEchoDelay + static_cast<std::int64_t>(i);
    if (slot < position_) continue;  // told too late: that audio has left
    echo_[static_cast<std::size_t>(slot) % kEchoRing] = mulaw_decode(frame[i]);
  }
}

void ScriptedCaller::notice_silence(std::int64_t now) {
  if (!agent_audible_ || now < agent_audible_until_ + kSilentAfter) return;
  agent_audible_ = false;
  script_.agent_did(Anchor::kAgentSilent, agent_audible_until_ + kSilentAfter);
}

void ScriptedCaller::agent_cleared(Instant now) {
  if (begun_ && !over_) script_.agent_did(Anchor::kClear, position_of(now));
}

void ScriptedCaller::agent_mark(Instant now, std::string_view) {
  if (begun_ && !over_) script_.agent_did(Anchor::kMark, position_of(now));
}

void ScriptedCaller::closed(Instant now) {
  if (over_) return;
  over_ = true;
  if (begun_) position_ = std::max(position_, position_of(now));
}

// ---- what is done ----------------------------------------------------------------------------------------------

void ScriptedCaller::handle_timeout(Instant now) {
  while (!over_ && next_frame_ <= now && outputs_.size() < kMostOutputs) {
    const std::int64_t until = position_ + kFrameSamples;
    notice_silence(position_);
    begin_due_steps(until);
    dial_due(until);
    if (hangs_up()) {
      over_ = true;
      outputs_.push(CallerHangUp{});
      return;
    }
    outputs_.push(CallerFrame{mix()});
    position_ = until;
    next_frame_ += kFrameDuration;
  }
}

void ScriptedCaller::begin_due_steps(std::int64_t until) {
  while (!hang_up_step_) {
    const auto due = script_.next(position_, until);
    if (!due) return;
    begin_step(due->step, due->at);
  }
}

void ScriptedCaller::begin_step(std::size_t index, std::int64_t at) {
  // A click or a cough begins with a frame, so that its length in frames is the same wherever it falls.
  const std::int64_t next_frame = up_to_frame(at);
  std::int64_t end = at;
  std::visit(
      overloaded{
          [&](const Say& act) { end = at + say(act, index, at); },
          [&](const Tone& act) { end = at + sound(tone_sound(act.length, act.hz, act.level), at); },
          [&](const Noise& act) { end = at + sound(noise_sound(act.length, act.level, random_.fork(index)), at); },
          [&](const Click& act) {
            end = next_frame + sound(click_sound(act.level, random_.fork(index)), next_frame);
          },
          [&](const Cough& act) {
            end = next_frame + sound(cough_sound(act.level, random_.fork(index)), next_frame);
          },
          [&](const Pause& act) { end = at + duration_to_samples(act.length); },
          [&](const DialDigits& act) {
            for (const char digit : act.digits) {
              dialled_.push_back({digit, end});
              end += kDigitSpacing;
            }
          },
          [&](const HangUp&) { hang_up_step_ = true; },
      },
      script_.step(index).act);
  script_.began(index, at, end - at);
}

std::int64_t ScriptedCaller::say(const Say& say, std::size_t index, std::int64_t at) {
  const auto found = sounds_->find(say.file);
  PARLEY_CHECK(found != sounds_->end());
  std::span<const std::int16_t> samples = found->second;
  if (say.to) samples = samples.first(static_cast<std::size_t>(duration_to_samples(*say.to)));
  samples = samples.subspan(static_cast<std::size_t>(duration_to_samples(say.from)));

  Sounding sounding{samples, {}, at, gain_q16(say.gain_db)};
  std::vector<MediaRange> voiced = voiced_stretches(samples, {at});
  if (!voiced.empty() && !say.text.empty()) spoken_.push_back({std::move(voiced), say.text, index});
  sounding_.push_back(std::move(sounding));
  return static_cast<std::int64_t>(samples.size());
}

std::int64_t ScriptedCaller::sound(std::vector<std::int16_t> made, std::int64_t at) {
  const auto length = static_cast<std::int64_t>(made.size());
  Sounding sounding;
  sounding.made = std::move(made);
  sounding.begin = at;
  sounding_.push_back(std::move(sounding));
  return length;
}

void ScriptedCaller::dial_due(std::int64_t until) {
  const auto later = std::stable_partition(dialled_.begin(), dialled_.end(),
                                           [until](const Dialled& dialled) { return dialled.at < until; });
  for (auto it = dialled_.begin(); it != later; ++it) outputs_.push(CallerDigit{it->digit});
  dialled_.erase(dialled_.begin(), later);
}

bool ScriptedCaller::hangs_up() const {
  if (hang_up_step_ || position_ >= limit_) return true;
  if (script_.certain_to_go_on()) return false;
  const std::int64_t quiet_since = std::max(script_.last_end(), agent_audible_until_);
  return position_ - quiet_since >= (script_.all_began() ? patience_ : kInVain);
}

// ---- what is sent ----------------------------------------------------------------------------------------------

Frame ScriptedCaller::mix() {
  Frame frame;
  if (sounding_.empty() && noise_bed_ == 0 && !echo_gain_) {  // most frames of most calls
    frame.fill(kMulawSilence);
    return frame;
  }
  std::array<std::int32_t, kFrameSamples> sum{};
  mix_sounds(sum);
  if (echo_gain_) mix_echo(sum);
  if (noise_bed_ > 0) {
    for (std::int32_t& sample : sum) sample += white_noise(bed_random_, noise_bed_);
  }
  PcmFrame pcm;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    pcm[i] = static_cast<std::int16_t>(std::clamp<std::int32_t>(sum[i], INT16_MIN, INT16_MAX));
  }
  mulaw_encode(std::span<const std::int16_t>(pcm), std::span<std::uint8_t>(frame));
  return frame;
}

void ScriptedCaller::mix_sounds(std::span<std::int32_t> sum) {
  for (const Sounding& sounding : sounding_) {
    const std::span<const std::int16_t> audio = sounding.audio();
    const std::int64_t first = std::max<std::int64_t>(0, position_ - sounding.begin);
    const std::int64_t shift = sounding.begin - position_;  // where sample 0 of the sound lies in this frame
    const auto last = std::min<std::int64_t>(static_cast<std::int64_t>(audio.size()), kFrameSamples - shift);
    if (sounding.gain == 1 << 16) {  // as it was recorded, as most are: this loop the compiler makes wide
      for (std::int64_t i = first; i < last; ++i) {
        sum[static_cast<std::size_t>(i + shift)] += audio[static_cast<std::size_t>(i)];
      }
      continue;
    }
    for (std::int64_t i = first; i < last; ++i) {
      const std::int64_t scaled =
          (static_cast<std::int64_t>(audio[static_cast<std::size_t>(i)]) * sounding.gain) / 65536;
      sum[static_cast<std::size_t>(i + shift)] += saturated(scaled);
    }
  }
  std::erase_if(sounding_, [this](const Sounding& sounding) {
    return sounding.begin + static_cast<std::int64_t>(sounding.audio().size()) <= position_ + kFrameSamples;
  });
}

void ScriptedCaller::mix_echo(std::span<std::int32_t> sum) {
  for (std::size_t i = 0; i < sum.size(); ++i) {
    std::int16_t& heard = echo_[(static_cast<std::size_t>(position_) + i) % kEchoRing];
    sum[i] += static_cast<std::int32_t>(static_cast<std::int64_t>(heard) * *echo_gain_ / 65536);
    heard = 0;  // the ring comes round to this slot with other audio or with none
  }
}

}  // namespace parley
