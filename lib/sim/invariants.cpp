#include "sim/invariants.h"

#include <algorithm>
#include <map>
#include <set>
#include <variant>

#include "core/audio/level.h"
#include "core/base/overloaded.h"
#include "core/measure/state_measurements.h"
#include "core/twilio/codec.h"
#include "sim/parley_agent.h"
#include "sim/replay.h"

namespace parley {
namespace {

constexpr int kTailFrames =
    11;  // of a reply into whose audible end the caller spoke: 200 ms, and one that has begun

std::string at_text(Instant at) {
  return " at " + std::to_string(to_millis(at)) + " ms";
}

class Breaches {
 public:
  void add(const char* id, std::string text) {
    const bool known =
        std::any_of(all_.begin(), all_.end(), [&](const CallFlaw& problem) { return problem.id == id; });
    if (!known) all_.push_back({id, std::move(text)});
  }
  std::vector<CallFlaw> take() { return std::move(all_); }

 private:
  std::vector<CallFlaw> all_;
};

void check_times(const trace::CallTrace& trace, const char* place, Breaches& out) {
  Instant last = kCallStart;
  for (const trace::CallEvent& event : trace.events) {
    if (event.at < last) out.add("time-goes-back", std::string(place) + at_text(last));
    last = event.at;
  }
}

/// What the detector takes for voice, is voice. A steady sound and the tone of a key are taken back later, and no
/// event tells of that.
bool only_voices(const Scenario& scenario) {
  const bool usual_ear =
      std::none_of(scenario.settings.begin(), scenario.settings.end(),
                   [](const ScenarioSetting& setting) { return setting.key.starts_with("vad."); });
  return usual_ear && scenario.noise_bed == 0 && !scenario.line.echo_db &&
         std::none_of(scenario.caller.begin(), scenario.caller.end(), [](const CallerStep& step) {
           return std::holds_alternative<Tone>(step.act) || std::holds_alternative<Noise>(step.act) ||
                  std::holds_alternative<DialDigits>(step.act);
         });
}

/// Goes through our own trace once.
class AgentWatch {
 public:
  AgentWatch(Breaches& out, bool only_voices) : out_(out), only_voices_(only_voices) {}

  void hear(const trace::CallEvent& event) {
    at_ = event.at;
    std::visit(overloaded{
                   [&](const trace::Message& message) { hear(message); },
                   [&](const trace::StateChanged& change) { hear(change); },
                   [&](const trace::VoiceStarted&) { voiced_ = true; },
                   [&](const trace::VoiceEnded&) { voiced_ = false; },
                   [&](const trace::InboundGap& gap) { voiced_ = voiced_ && !gap.counted_as_silence; },
                   [&](const trace::NoiseDropped&) { voiced_ = false; },  // it was no voice after all
                   [&](const trace::ReplyStarted& reply) {
                     if (reply.kind != ReplyKind::kFiller) ++begun_[reply.turn.value];
                   },
                   [&](const trace::Heard& heard) { heard_.insert(heard.turn.value); },
                   [&](const trace::ReplyEnded& reply) {
                     if (reply.kind != ReplyKind::kFiller && ++ended_[reply.turn.value] > 1) {
                       out_.add("reply-ended-twice", "turn " + std::to_string(reply.turn.value) + at_text(at_));
                     }
                   },
                   [&](const trace::CallSummary&) { ++summaries_; },
                   [](const auto&) {},
               },
               event.what);
  }

  void conclude() {
    if (summaries_ != 1) out_.add("not-ended-once", std::to_string(summaries_) + " summaries");
    for (const auto& [turn, count] : begun_) {
      if (heard_.count(turn) == 0) {
        out_.add("reply-without-end",
                 "turn " + std::to_string(turn) + " was begun, and nothing says what was heard");
      }
    }
  }

 private:
  void hear(const trace::StateChanged& change) {
    if (change.from != state_ || !is_legal_transition(change.from, change.to)) {
      out_.add("illegal-transition",
               std::string(name_of(change.from)) + " to " + std::string(name_of(change.to)) + at_text(at_));
    }
    if (change.to == TurnState::kSpeaking && voiced_ && only_voices_)
      out_.add("speaks-over-caller", "SPEAKING" + at_text(at_));
    state_ = change.to;
    tail_frames_ = change.reason == TurnReason::kTailSpeech ? kTailFrames : 0;
  }
  /// Sound goes out while a reply is made or said, and its last frames when the caller spoke into them.
  void hear(const trace::Message& message) {
    if (message.direction != trace::Direction::kFromAgent) return;
    if (state_ == TurnState::kProcessing || state_ == TurnState::kSpeaking) return;
    const auto parsed = twilio::parse_outbound(message.text).message;
    const auto* media = std::get_if<twilio::SendMedia>(&parsed);
    if (media == nullptr || rms_level_mulaw(media->payload.bytes()) <= kAudibleRms) return;
    if (tail_frames_-- <= 0) out_.add("sound-after-turn", std::string(name_of(state_)) + at_text(at_));
  }

  Breaches& out_;
  bool only_voices_;
  Instant at_;
  TurnState state_ = TurnState::kListening;
  bool voiced_ = false;
  int tail_frames_ = 0;
  int summaries_ = 0;
  std::map<std::int32_t, int> begun_;
  std::map<std::int32_t, int> ended_;
  std::set<std::int32_t> heard_;
};

/// Lead, a frame at either end, and what the line can have gathered.
void check_lead(const Scenario& scenario, const CallAccount& account, Breaches& out) {
  const auto config = call_config_of(scenario);
  if (!config) return;
  Duration most = config->speak.lead + 2 * kFrameDuration + scenario.line.jitter + scenario.line.bursts.hold;
  for (const LinkStall& stall : scenario.line.stalls) most += stall.length;
  for (const SendingRun& run : account.sending) {
    if (run.most_lead <= most) continue;
    out.add("far-end-holds-too-much", std::to_string(to_millis(run.most_lead)) + " ms, and " +
                                          std::to_string(to_millis(most)) + " ms is what lead and line explain" +
                                          at_text(run.begin));
  }
}

void check_marks(const Scenario& scenario, const CallAccount& account, Breaches& out) {
  if (scenario.line.protocol_error) return;
  for (const MarkEntry& mark : account.marks) {
    const bool reached = mark.reached < account.ended - 2 * kFrameDuration;  // a far end that stops returns none
    if (mark.has_returned() || !reached) continue;
    if (mark.cleared && scenario.line.clear_marks == ClearMarks::kDrop) continue;
    out.add("mark-not-returned", mark.name + ", reached" + at_text(mark.reached));
  }
}

void check_replay(const trace::CallTrace& trace, Breaches& out) {
  const auto replayed = replay(trace, "agent");
  if (!replayed) {
    out.add("replay-differs", replayed.error().text());
  } else if (replayed->difference) {
    out.add("replay-differs", "line " + std::to_string(replayed->difference->line) + ": " +
                                  replayed->difference->recorded.substr(0, 160) + " became " +
                                  replayed->difference->recomputed.substr(0, 160));
  } else if (!replayed->finished) {
    out.add("replay-differs", "the replay does not come to the end of the call");
  }
}

}  // namespace

std::vector<CallFlaw> broken_invariants(const Scenario& scenario, const SimulatedCall& call,
                                        const CallAccount& account) {
  Breaches out;
  check_times(call.far_end, "far end", out);
  check_marks(scenario, account, out);
  for (const PeerWarning& warning : call.warnings) {
    if (scenario.line.protocol_error) break;  // planted
    out.add("twilio-warning", std::to_string(warning.code) + " " + warning.text + at_text(warning.at));
  }
  if (!call.agent) return out.take();
  check_times(*call.agent, "agent", out);
  AgentWatch watch(out, only_voices(scenario));
  for (const trace::CallEvent& event : call.agent->events) watch.hear(event);
  watch.conclude();
  check_lead(scenario, account, out);
  check_replay(*call.agent, out);
  return out.take();
}

}  // namespace parley
