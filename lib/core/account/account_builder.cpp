#include "core/account/account_builder.h"

#include <algorithm>
#include <cstddef>
#include <variant>

#include "core/account/turn_ledger.h"
#include "core/audio/level.h"
#include "core/base/overloaded.h"
#include "core/twilio/codec.h"

namespace parley {

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
    facts_.states.push_back({now_, state->from, state->to, state->reason, state->turn, state->silence_ms, index});
  } else if (const auto* failed = std::get_if<trace::StageFailed>(&event.what)) {
    facts_.failures.push_back({now_, failed->stage, failed->reason, index});
  } else if (const auto* connection = std::get_if<trace::Connection>(&event.what)) {
    if (connection->what == "closed") end(index);
  }
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
                 },
                 [&](const twilio::Stop&) { end(index); },
                 [&](const twilio::Malformed&) { ++facts_.unreadable; },
                 [&](const twilio::Connected&) { connected_ = true; },
                 [](const twilio::Dtmf&) {},
                 [](const twilio::Unknown&) {},
             },
             twilio::parse_inbound(text));
}

void AccountBuilder::from_agent(std::string_view text, EventIndex index) {
  std::visit(overloaded{
                 [&](const twilio::SendMedia& media) {
                   ++facts_.media_from_agent;
                   audio_of_agent(media, index);
                 },
                 [&](const twilio::SendMark& mark) { playout_.mark(now_, mark.name, index); },
                 [&](const twilio::Clear&) { playout_.clear(now_, index, hearing_.echo_before(now_)); },
                 [&](const twilio::Malformed&) { ++facts_.unreadable; },
                 [](const twilio::Unknown&) {},
             },
             twilio::parse_outbound(text).message);
}

/// What is sent before `start`, or without the streamSid that only `start` brings, is not played.
void AccountBuilder::audio_of_agent(const twilio::SendMedia& media, EventIndex index) {
  const std::span<const std::uint8_t> bytes = media.payload.bytes();
  if (!started_ || (stream_named_ && media.stream_sid.empty())) {
    if (too_early_.messages++ == 0) {
      too_early_.first = now_;
      too_early_.first_event = index;
    }
    if (rms_level_mulaw(bytes) > kAudibleRms) too_early_.audible += samples_to_duration(std::ssize(bytes));
    if (started_ || connected_) return;
  }
  payloads_.add(now_, bytes, index);
  returned_.agent(now_, bytes, index);
  playout_.media(now_, bytes, index);
}

void AccountBuilder::end(EventIndex index) {
  facts_.over = true;
  facts_.ended_event = index;
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
  tell_turns(account);
  return account;
}

CallAccount account_of(const trace::CallTrace& trace) {
  AccountBuilder builder(trace.header);
  for (std::size_t i = 0; i < trace.events.size(); ++i) builder.add(trace.events[i], static_cast<EventIndex>(i));
  return builder.so_far();
}

}  // namespace parley
