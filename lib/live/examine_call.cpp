// A short call: two questions and an interruption, judged from what the caller's side of the wire saw.
//
//   agent    (greeting)            answer               answer  |clear
//   caller              question              question      interruption     hangs up
#include <algorithm>

#include "core/account/account_builder.h"
#include "core/audio/mulaw.h"
#include "core/audio/voice_like.h"
#include "core/diagnosis/diagnose.h"
#include "core/twilio/error_codes.h"
#include "live/examination.h"

namespace parley {
namespace {

constexpr Duration kFirstAudioWithin = seconds(3);
constexpr Duration kClearWithin = millis(500);

std::string say_sound(CallScript& script, std::string name, Duration length, std::uint64_t seed) {
  script.sounds.emplace(name, mulaw_decode(voice_like(length, seed)));
  return name;
}

CallerStep step(Anchor anchor, Duration offset, Duration patience, CallerAct act) {
  CallerStep step;
  step.anchor = anchor;
  step.offset = offset;
  step.or_after = patience;
  step.act = std::move(act);
  return step;
}

std::shared_ptr<const CallScript> preflight_script(Duration patience) {
  auto script = std::make_shared<CallScript>();
  Scenario& scenario = script->scenario;
  scenario.name = "preflight";
  scenario.line.delay = {};
  scenario.patience = seconds(3);
  scenario.ends_by = seconds(60);
  const auto said = [&](const char* name, Duration length, std::uint64_t seed) {
    return Say{.file = say_sound(*script, name, length, seed), .text = {}, .gain_db = 0, .from = {}, .to = {}};
  };
  const Say question = said("question", millis(1200), 11);
  const Say another = said("another question", millis(1200), 12);
  const Say interruption = said("interruption", millis(1200), 13);
  scenario.caller = {step(Anchor::kAgentSilent, millis(200), patience / 2, question),
                     step(Anchor::kAgentSilent, millis(400), patience, another),
                     step(Anchor::kAgentSpeaking, millis(500), patience, interruption),
                     step(Anchor::kAgentSilent, millis(200), patience / 2, HangUp{})};
  return script;
}

std::chrono::microseconds span(Duration duration) {
  return duration;
}

std::string seconds_text(Instant at) {
  const std::int64_t tenths = to_millis(at) / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

}  // namespace

void Examination::examine_call(const std::string& url, const twilio::Stream& stream) {
  StreamRequest request = plan_.stream;
  request.url = url;
  auto target = stream_target(request);
  if (!target) return;  // said by examine_stream
  target->socket.verify_certificate = false;
  CallPlan call_plan{preflight_script(plan_.patience), std::move(target->socket), plan_.peer};
  for (const auto& [name, value] : stream.parameters) call_plan.peer.custom_parameters.emplace_back(name, value);
  const auto call = std::make_shared<OutgoingCall>(loop_, std::move(call_plan),
                                                   OutgoingCall::Events{{}, [this] { stop_waiting(); }});
  wait([&] { call->start(); });
  if (call->problem()) {
    fail("call", "call: " + call->problem()->what, call->problem()->code, call->problem()->cure);
    return;
  }
  const auto end = call->peer()->end();
  const bool reliable = call->peer()->counters().reliable();
  const SimulatedCall result = call->take_result();
  const CallAccount account = account_of(result.far_end);
  if (!reliable) {
    note("call.measurement", "this machine was late itself: the times below are not to be trusted");
  }
  examine_audio(account);
  examine_messages(result);
  examine_marks(account);
  examine_barge_in(account);
  examine_findings(account);
  examine_end(end);
  if (!stream.status_callback.empty()) examine_status_callback(stream, twilio::StreamEvent::kStopped);
}

void Examination::examine_audio(const CallAccount& account) {
  if (account.stretches.empty()) {
    fail("call.audio",
         account.media_from_agent == 0
             ? "call: the agent sent no audio"
             : "call: " + std::to_string(account.media_from_agent) + " messages of audio, none of it audible",
         0, "Look at the server's log for this call: does it answer `start`, and is what it sends 8 kHz mu-law?");
    return;
  }
  const Duration first = account.stretches.front().begin - account.started;
  if (first > kFirstAudioWithin) {
    add({"call.audio", CheckResult::kWarned, "call: first audio after `start`", span(first), 0,
         "Greet within 3 s of `start`: a caller who hears nothing hangs up."});
  } else {
    pass("call.audio", "call: first audio after `start`", span(first));
  }
}

void Examination::examine_messages(const SimulatedCall& call) {
  for (const PeerWarning& warning : call.warnings) {
    const twilio::ErrorCode* known = twilio::find_error_code(warning.code);
    const bool error = known != nullptr && known->level == twilio::Level::kError;
    if (error) {
      fail("call.messages", "call: " + warning.text, warning.code, cure_for(warning.code));
    } else {
      warn("call.messages", "call: " + warning.text, warning.code, cure_for(warning.code));
    }
  }
  if (call.warnings.empty()) {
    pass("call.messages", "call: " + std::to_string(call.counters.media_received) + " media, " +
                              std::to_string(call.counters.marks_received) + " mark, " +
                              std::to_string(call.counters.clears) + " clear: right streamSid, right form");
  }
}

void Examination::examine_marks(const CallAccount& account) {
  if (account.marks.empty()) {
    note("call.marks", "call: the agent sends no marks, so it cannot know what the caller heard",
         "Send a mark after each reply and await it.");
    return;
  }
  const auto returned = std::count_if(account.marks.begin(), account.marks.end(),
                                      [](const MarkEntry& mark) { return mark.has_returned(); });
  const bool reacted = account.turns.size() >= 2 && account.turns[0].answered() && account.turns[1].answered();
  const std::string what =
      "call: " + std::to_string(account.marks.size()) + " marks sent, " + std::to_string(returned) + " returned";
  if (reacted) {
    pass("call.marks", what + ", and after them the agent listened and answered");
  } else {
    warn("call.marks", what + ", and the agent did not answer two questions in a row", 0,
         "See what the handler of `mark` does, and whether the name that it awaits is the name that was sent.");
  }
}

void Examination::examine_barge_in(const CallAccount& account) {
  if (account.interruptions.empty()) {
    note("call.clear", "call: no reply was long enough to be interrupted");
    return;
  }
  for (const Interruption& interruption : account.interruptions) {
    if (!interruption.clear) continue;
    const Duration after = account.clears[*interruption.clear].at - interruption.onset;
    if (after <= kClearWithin) {
      pass("call.clear", "call: interrupted, the agent sends `clear`", span(after));
    } else {
      add({"call.clear", CheckResult::kWarned, "call: interrupted, the agent sends `clear` late", span(after), 0,
           "Send `clear` within 500 ms of the caller's voice."});
    }
    return;
  }
  note("call.clear", "call: interrupted, the agent sends no `clear` and talks on",
       "Send `clear` when the caller speaks over a reply, and stop sending.");
}

void Examination::examine_findings(const CallAccount& account) {
  for (const Finding& finding : diagnose(account)) {
    if (finding.severity == Severity::kInfo) continue;
    const std::string id = "call." + std::string(finding.id);
    const std::string what =
        "call: " + std::string(finding.id) + " at " + seconds_text(finding.at) + ": " + finding.explanation;
    if (finding.severity == Severity::kError) {
      fail(id, what, 0, finding.look_at);
    } else {
      warn(id, what, 0, finding.look_at);
    }
  }
}

void Examination::examine_end(const std::optional<SocketEnd>& end) {
  if (!end) return;
  if (end->by_peer && end->clean) {
    warn("call.end", "call: the server closed with " + std::to_string(end->code) + " while the caller was there",
         31921, cure_for(31921));
  } else if (end->by_peer) {
    fail("call.end", "call: the server dropped the connection: " + end->reason, 31903, cure_for(31903));
  } else if (end->clean) {
    pass("call.end", "call: after `stop` the server closes politely");
  } else {
    note("call.end", "call: after `stop` the server did not answer the close: " + end->reason,
         "Answer Twilio's close frame, or connections stay behind.");
  }
}

}  // namespace parley
