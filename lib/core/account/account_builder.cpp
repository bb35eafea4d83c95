#include "core/account/account_builder.h"

#include <algorithm>
#include <cstddef>
#include <variant>

#include "core/account/turn_ledger.h"
#include "core/audio/level.h"
#include "core/base/overloaded.h"
#include "core/twilio/codec.h"

namespace parley {
namespace {

constexpr int kMediaDiscarded = 31931;
constexpr int kMalformedMessage = 31950;
constexpr int kProtocolError = 31924;

/// The code in "... code 1006 ...", which is how drivers write it; 0 if there is none.
int close_code_in(const std::string& reason) {
  const std::size_t at = reason.find("code ");
  if (at == std::string::npos) return 0;
  int code = 0;
  for (std::size_t i = at + 5; i < reason.size() && i < at + 9 && reason[i] >= '0' && reason[i] <= '9'; ++i) {
    code = code * 10 + (reason[i] - '0');
  }
  return code;
}

}  // namespace

AccountBuilder::AccountBuilder(const trace::TraceHeader& header) : playout_(levels_, marks_), hearing_(levels_) {
  facts_.header = header;
}

void AccountBuilder::add(const trace::CallEvent& event, EventIndex index) {
  if (facts_.over) return;          // nobody hears what comes after the end
  now_ = std::max(now_, event.at);  // a foreign trace may go back in time; an account does not
  if (!started_ && index == 0) facts_.started = now_;
  playout_.play_until(now_);
  if (const auto* said = std::get_if<trace::Message>(&event.what)) {
    message(*said, index);
  } else if (const auto* state = std::get_if<trace::StateChanged>(&event.what)) {
    facts_.states.push_back({now_, state->from, state->to, state->reason, state->turn, state->silence_ms, index, 0,
                             state->text_complete});
  } else if (const auto* failed = std::get_if<trace::StageFailed>(&event.what)) {
    facts_.failures.push_back({now_, failed->stage, failed->reason, index});
  } else if (const auto* connection = std::get_if<trace::Connection>(&event.what)) {
    this->connection(*connection, index);
  } else if (const auto* violation = std::get_if<trace::Violation>(&event.what)) {
    this->violation(*violation, index);
  }
}

void AccountBuilder::connection(const trace::Connection& connection, EventIndex index) {
  if (connection.what == "opened") {
    opened_ = true;
    protocol_.opened();
  }
  if (connection.what == "unread") facts_.stalls.push_back({now_, kNever, index});
  if (connection.what == "read_again" && !facts_.stalls.empty()) facts_.stalls.back().end = now_;
  if (connection.what != "closed") return;
  facts_.ending.reason = connection.reason;
  facts_.ending.close_code = close_code_in(connection.reason);
  const bool broken = connection.reason.find(std::to_string(kProtocolError)) != std::string::npos;
  if (broken) protocol_.told(now_, BreachKind::kBrokenOff, kProtocolError, connection.reason, index);
  // Before `stop`, only the agent's side can have closed what the far end sees closed.
  const bool by_agent = facts_.header.observed_at == trace::ObservedAt::kFarEnd && (started_ || opened_);
  end(broken ? EndingKind::kBroken : by_agent ? EndingKind::kAgentClosed : EndingKind::kUnknown, index);
}

/// Our own agent notes what is wrong with Twilio's messages; only the far end can say what Twilio warned of.
void AccountBuilder::violation(const trace::Violation& violation, EventIndex index) {
  if (facts_.header.observed_at != trace::ObservedAt::kFarEnd || violation.code != kMalformedMessage) return;
  protocol_.told(now_, BreachKind::kBinary, violation.code, violation.reason, index);
}

void AccountBuilder::message(const trace::Message& message, EventIndex index) {
  if (message.direction == trace::Direction::kToAgent) {
    to_agent(message.text, index);
  } else {
    from_agent(message.text, index);
  }
}

void AccountBuilder::to_agent(std::string_view text, EventIndex index) {
  std::visit(overloaded{
                 [&](const twilio::Media& media) {
                   ++facts_.media_to_agent;
                   if (media.track == twilio::Track::kInbound) returned_.caller(now_, media.payload.bytes());
                   hearing_.add(now_, media, index, playout_);
                 },
                 [&](const twilio::MarkReturned& mark) { marks_.returned(now_, mark.name, index); },
                 [&](const twilio::Start& start) {
                   facts_.started = now_;
                   started_ = true;
                   stream_named_ = !start.stream_sid.empty();
                   protocol_.started(start.stream_sid);
                 },
                 [&](const twilio::Stop&) { end(EndingKind::kStopped, index); },
                 [&](const twilio::Malformed&) { ++facts_.unreadable; },
                 [&](const twilio::Connected&) { connected_ = true; },
                 [&](const twilio::Dtmf& dtmf) {
                   facts_.digits.push_back({now_, dtmf.digit, index});
                 },
                 [](const twilio::Unknown&) {},
             },
             twilio::parse_inbound(text));
}

void AccountBuilder::from_agent(std::string_view text, EventIndex index) {
  ++facts_.texts_from_agent;
  const twilio::ParsedOutbound parsed = twilio::parse_outbound(text);
  if (std::holds_alternative<twilio::Malformed>(parsed.message)) ++facts_.unreadable;
  const auto* audio = std::get_if<twilio::SendMedia>(&parsed.message);
  const bool astray = audio != nullptr && goes_astray(*audio, index);
  if (!protocol_.take(now_, text, parsed, index) || astray) return;
  std::visit(overloaded{
                 [&](const twilio::SendMedia& media) { audio_of_agent(media, index); },
                 [&](const twilio::SendMark& mark) { playout_.mark(now_, mark.name, index); },
                 [&](const twilio::Clear&) { playout_.clear(now_, index, hearing_.echo_before(now_)); },
                 [](const twilio::Malformed&) {},
                 [](const twilio::Unknown&) {},
             },
             parsed.message);
}

/// What is sent before `start`, or without the streamSid that only `start` brings, is not played.
bool AccountBuilder::goes_astray(const twilio::SendMedia& media, EventIndex index) {
  if (started_ && (!stream_named_ || !media.stream_sid.empty())) return false;
  if (too_early_.messages++ == 0) {
    too_early_.first = now_;
    too_early_.first_event = index;
  }
  if (started_) ++too_early_.after_start;
  const std::span<const std::uint8_t> bytes = media.payload.bytes();
  if (rms_level_mulaw(bytes) > kAudibleRms) too_early_.audible += samples_to_duration(std::ssize(bytes));
  return started_ || connected_;  // a recording may have lost its beginning
}

void AccountBuilder::audio_of_agent(const twilio::SendMedia& media, EventIndex index) {
  const std::span<const std::uint8_t> bytes = media.payload.bytes();
  ++facts_.media_from_agent;
  facts_.first_media = std::min(facts_.first_media, now_);
  payloads_.add(now_, bytes, index);
  returned_.agent(now_, bytes, index);
  if (playout_.media(now_, bytes, index)) return;
  protocol_.told(now_, BreachKind::kDiscarded, kMediaDiscarded,
                 "more than ten minutes of audio were waiting to be played", index);
}

void AccountBuilder::end(EndingKind kind, EventIndex index) {
  facts_.over = true;
  facts_.ended_event = index;
  facts_.ending.kind = kind;
  facts_.ending.event = index;
  facts_.ending.unheard = playout_.unheard();
}

CallAccount AccountBuilder::so_far() const {
  CallAccount account = facts_;
  account.ended = now_;
  account.utterances = hearing_.utterances();
  account.stretches = playout_.stretches();
  account.clears = playout_.clears();
  account.marks = marks_.entries();
  account.unmatched_marks = marks_.unmatched();
  account.columns = levels_.columns();
  account.sending = playout_.pacing().runs();
  account.gaps = playout_.pacing().gaps();
  account.gaps_forgotten = playout_.pacing().gaps_forgotten();
  account.headers = payloads_.headers();
  account.coding = payloads_.coding();
  account.pitch = playout_.pitch();
  account.returned = returned_.tally();
  if (started_) account.too_early = too_early_;
  account.pauses = hearing_.pauses();
  account.breaches = protocol_.breaches();
  tell_turns(account);
  return account;
}

CallAccount account_of(const trace::CallTrace& trace) {
  AccountBuilder builder(trace.header);
  for (std::size_t i = 0; i < trace.events.size(); ++i) builder.add(trace.events[i], static_cast<EventIndex>(i));
  return builder.so_far();
}

}  // namespace parley
