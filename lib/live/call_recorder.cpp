#include "live/call_recorder.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/base/overloaded.h"
#include "core/trace/acceptance_line.h"
#include "core/trace/jsonl.h"
#include "core/trace/message_peek.h"
#include "core/trace/utc_text.h"

namespace parley {
namespace {

void withhold_audio(trace::CallEvent& event) {
  if (auto* message = std::get_if<trace::Message>(&event.what)) {
    const trace::MessagePeek peek = trace::peek(message->text);
    if (!peek.payload.empty()) {
      const auto at = static_cast<std::size_t>(peek.payload.data() - message->text.data());
      message->text = std::string(message->text.view()).erase(at, peek.payload.size());
    }
  } else if (auto* said = std::get_if<trace::ProviderSaid>(&event.what)) {
    if (auto* speech = std::get_if<SpeechAudio>(&said->event)) speech->mulaw.clear();
  }
}

/// The words that an event carries, or nullptr.
std::string* words_of(trace::CallEvent& event) {
  return std::visit(overloaded{
                        [](trace::TurnText& turn) { return &turn.text; },
                        [](trace::ReplyComposed& reply) { return &reply.text; },
                        [](trace::DuplicateDropped& dropped) { return &dropped.text; },
                        [](trace::ProviderSaid& said) {
                          return std::visit(overloaded{
                                                [](Partial& partial) { return &partial.text; },
                                                [](Final& final) { return &final.text; },
                                                [](ReplyText& reply) { return &reply.text; },
                                                [](auto&) -> std::string* { return nullptr; },
                                            },
                                            said.event);
                        },
                        [](trace::ProviderAsked& asked) {
                          return std::visit(overloaded{
                                                [](AskReply& ask) { return &ask.text; },
                                                [](Synthesize& ask) { return &ask.text; },
                                                [](auto&) -> std::string* { return nullptr; },
                                            },
                                            asked.request);
                        },
                        [](auto&) -> std::string* { return nullptr; },
                    },
                    event.what);
}

/// Where the call is transferred to, or nullptr.
std::string* number_in(trace::CallEvent& event) {
  if (auto* transfer = std::get_if<trace::Transfer>(&event.what)) return &transfer->to;
  auto* said = std::get_if<trace::ProviderSaid>(&event.what);
  auto* reply = said != nullptr ? std::get_if<ReplyText>(&said->event) : nullptr;
  return reply != nullptr ? &reply->transfer_to : nullptr;
}

/// A pressed key is as private as a spoken number.
void withhold_digit(trace::CallEvent& event) {
  constexpr std::string_view kDigit = "\"digit\":\"";
  auto* message = std::get_if<trace::Message>(&event.what);
  if (message == nullptr || trace::peek_event(message->text) != "dtmf") return;
  std::string text(message->text.view());
  const std::size_t at = text.find(kDigit);
  if (at == std::string::npos || at + kDigit.size() >= text.size()) return;
  text[at + kDigit.size()] = '*';
  message->text = text;
}

void mask(std::string& text) {
  for (char& byte : text) {
    if (byte >= '0' && byte <= '9') byte = '*';
  }
}

std::string printable(std::string_view sid) {
  std::string out(sid.empty() ? "-" : sid);
  for (char& byte : out) {
    if (byte <= ' ' || byte == 0x7F) byte = '_';
  }
  return out;
}

}  // namespace

void withhold(trace::CallEvent& event, const RecordPrivacy& privacy) {
  if (!privacy.audio) withhold_audio(event);
  if (privacy.text) return;
  if (std::string* words = words_of(event)) words->clear();
  if (std::string* number = number_in(event)) mask(*number);
  withhold_digit(event);
}

CallRecorder::CallRecorder(trace::TraceHeader header, std::int64_t began_us, RecordPrivacy privacy,
                           JournalLimits limits, std::shared_ptr<RecordPage> page,
                           std::shared_ptr<std::atomic<std::size_t>> waiting)
    : header_(std::move(header)),
      began_us_(began_us),
      privacy_(privacy),
      limits_(limits),
      page_(std::move(page)),
      waiting_(std::move(waiting)),
      tracing_(page_->traced) {
  if (tracing_) trace::write_header(header_, lines_of_trace_);
}

CallRecorder::~CallRecorder() {
  const std::lock_guard lock(page_->mutex);
  append_to_page();
  page_->over = true;
}

void CallRecorder::record(trace::CallEvent&& event) {
  newest_us_ = to_micros(event.at);
  if (observer_) observer_(event);
  add_log(event);
  if (tracing_) add_trace(event);
  hand_over();
}

void CallRecorder::add_log(const trace::CallEvent& event) {
  std::vector<std::string> lines;
  trace::CallEvent masked;
  const bool has_digits = privacy_.mask_digits && (std::holds_alternative<trace::TurnText>(event.what) ||
                                                   std::holds_alternative<trace::ReplyComposed>(event.what) ||
                                                   std::holds_alternative<trace::ProviderSaid>(event.what));
  if (has_digits && !(std::holds_alternative<trace::ProviderSaid>(event.what) &&
                      std::holds_alternative<SpeechAudio>(std::get<trace::ProviderSaid>(event.what).event))) {
    masked = event;
    if (std::string* words = words_of(masked)) mask(*words);
    lines = trace::acceptance_lines(masked, header_);
  } else {
    lines = trace::acceptance_lines(event, header_);
  }
  if (lines.empty()) return;
  const std::int64_t at_us = began_us_ + to_micros(event.at);
  const std::string front = trace::utc_text(at_us) + " " + printable(header_.call_sid) + " ";
  for (const std::string& line : lines) lines_of_log_.push_back({at_us, front + line});
}

void CallRecorder::add_trace(trace::CallEvent& event) {
  const bool call_is_behind = lines_of_trace_.size() > limits_.waiting_bytes_a_call;
  if (call_is_behind || waiting_->load(std::memory_order_relaxed) > limits_.waiting_bytes) {
    stop_tracing();
    return;
  }
  withhold(event, privacy_);
  trace::write_event(event, lines_of_trace_);
}

void CallRecorder::stop_tracing() {
  tracing_ = false;
  cut_ = "the disk did not keep up";
  cut_at_us_ = newest_us_;
}

void CallRecorder::hand_over() {
  const std::unique_lock lock(page_->mutex, std::try_to_lock);
  if (lock.owns_lock()) append_to_page();
}

void CallRecorder::append_to_page() {
  if (tracing_ && page_->trace.size() + lines_of_trace_.size() > limits_.waiting_bytes_a_call) stop_tracing();
  page_->newest_us = newest_us_;
  waiting_->fetch_add(lines_of_trace_.size(), std::memory_order_relaxed);
  page_->trace += lines_of_trace_;
  lines_of_trace_.clear();
  const std::size_t room =
      limits_.waiting_lines_a_call - std::min(limits_.waiting_lines_a_call, page_->lines.size());
  const std::size_t taken = std::min(room, lines_of_log_.size());
  std::move(lines_of_log_.begin(), lines_of_log_.begin() + static_cast<std::ptrdiff_t>(taken),
            std::back_inserter(page_->lines));
  page_->lines_dropped += static_cast<std::int64_t>(lines_of_log_.size() - taken);
  lines_of_log_.clear();
  if (!cut_.empty() && page_->cut.empty()) {
    page_->cut = cut_;
    page_->cut_at_us = cut_at_us_;
  }
}

}  // namespace parley
