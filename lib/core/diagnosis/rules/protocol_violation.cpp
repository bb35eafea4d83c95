// What the agent sent that Twilio warns of, one finding a code. Twilio says so once a stream and goes on, so that
// nobody hears of it but the caller, who hears nothing.
#include <array>
#include <string_view>

#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

struct Code {
  int code;
  std::string_view title;
};
constexpr std::array kCodes{Code{31924, "Websocket - Protocol Error"}, Code{31931, "Media - Media Discarded"},
                            Code{31950, "Protocol - Malformed Message"}, Code{31951, "Protocol - Invalid Message"}};

struct Advice {
  std::string_view cause;
  std::string_view look_at;
  std::string_view fault;  // of the naive agent
};

Advice advice_for(BreachKind kind) {
  switch (kind) {
    case BreachKind::kNotReadable:
      return {
          "a text is not built by a JSON library, or lacks a field: a printed dictionary, a log line, a partial "
          "message",
          "what is written to the socket: every text is one JSON object with event, streamSid and its own object",
          "invalid-json"};
    case BreachKind::kSnakeCaseSid:
      return {"the field is written stream_sid, as the language's names are, and Twilio wants streamSid",
              "where outgoing messages are built: the keys are event, streamSid, media, mark",
              "snake-case-stream-sid"};
    case BreachKind::kWrongStream:
      return {"the id is not the streamSid of this call's `start`: the CallSid, or one kept from an earlier call",
              "where the streamSid is stored: from `start`, one for each connection", "wrong-stream-sid"};
    case BreachKind::kUnknownEvent:
      return {"messages meant for somebody else are written to this socket", "who else writes to the socket", ""};
    case BreachKind::kExtraField:
      return {"the agent's messages are copies of Twilio's own, with their sequence numbers and tracks",
              "where outgoing messages are built: event, streamSid and the message's own object, nothing else",
              "extra-field"};
    case BreachKind::kBeforeStart:
      return {"sending begins when the socket opens, before `start` has told the streamSid",
              "what starts the greeting: it must wait for `start`", "media-before-start"};
    case BreachKind::kBinary:
      return {"audio is sent as a binary message instead of base64 in a JSON text",
              "the call that writes to the socket: text, not bytes", ""};
    case BreachKind::kDiscarded:
      return {"audio is sent without end: a generator that is never stopped, or replies that nobody cancels",
              "what limits the audio of a reply, and what stops it", ""};
    case BreachKind::kBrokenOff:
      return {"the WebSocket itself was violated: a fragmented control frame, a frame with wrong bits",
              "the WebSocket library and what stands between it and the line", ""};
  }
  return {};
}

/// Audio or controls were lost, or nothing of the agent's ever got through.
bool does_harm(const CallAccount& account, const Breach& breach) {
  if (breach.kind == BreachKind::kDiscarded || breach.kind == BreachKind::kBrokenOff) return true;
  if (!breach.ignored) return false;
  return breach.of_media + breach.of_controls > 0 || account.media_from_agent == 0;
}

std::string effect_of(const CallAccount& account, const Breach& breach) {
  if (breach.kind == BreachKind::kBrokenOff) return " The stream ended there.";
  if (!breach.ignored) return " Twilio may use them all the same; nothing depends on the field.";
  if (breach.kind == BreachKind::kDiscarded) return " What did not fit was thrown away.";
  if (breach.of_media > 0 && account.media_from_agent == 0) {
    return " Twilio ignored all of the agent's audio: the caller heard nothing.";
  }
  if (breach.of_media > 0) return " Twilio ignored them, so part of the agent's speech was never heard.";
  if (breach.of_controls > 0) return " Twilio ignored them: marks do not return and nothing is cleared.";
  return " Twilio ignored them.";
}

Finding begin(const Code& code, const Breach& breach) {
  Finding finding;
  finding.id = "protocol-violation";
  finding.severity = Severity::kWarning;
  finding.at = breach.at;
  finding.explanation =
      "Twilio would warn " + std::to_string(code.code) + " (Stream - " + std::string(code.title) + ").";
  return finding;
}

void add(Finding& finding, const CallAccount& account, const Breach& breach) {
  const Advice advice = advice_for(breach.kind);
  finding.explanation +=
      " " + count_text(breach.count, "message") + ": " + breach.reason + "." + effect_of(account, breach);
  finding.evidence.push_back({"the first at " + moment_text(breach.at), breach.at, breach.event});
  finding.causes.push_back({Certainty::kLikely, std::string(advice.cause), advice.fault});
  finding.look_at += (finding.look_at.empty() ? "" : "; ") + std::string(advice.look_at);
  if (!does_harm(account, breach)) return;
  finding.severity = Severity::kError;
  // Whoever sends into the void is not heard, waits for marks that never come, and cannot stop anything.
  finding.covers = {
      "missing-greeting",    "clipped-greeting", "stuck-speaking",   "stuck-processing",  "deaf",
      "lost-turn",           "mark-misuse",      "barge-in-ignored", "barge-in-no-clear", "late-clear",
      "barge-in-blind-tail", "no-resume",        "stops-after-n",    "slow-response",     "silent-audio",
      "truncated-reply",     "dropped-call",     "eou-late",         "turn-never-closes"};
}

std::vector<Finding> check(const CallAccount& account) {
  std::vector<Finding> found;
  for (const Code& code : kCodes) {
    bool any = false;
    for (const Breach& breach : account.breaches) {
      if (breach.code != code.code) continue;
      if (!any) found.push_back(begin(code, breach));
      any = true;
      add(found.back(), account, breach);
    }
  }
  return found;
}

}  // namespace

std::vector<Finding> protocol_violation(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
