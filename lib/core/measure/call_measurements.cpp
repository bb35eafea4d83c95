#include "core/measure/call_measurements.h"

#include <algorithm>
#include <variant>

namespace parley {
namespace {

constexpr std::int64_t kUnsureLateness = 5'000;  // microseconds

std::string place_text(trace::ObservedAt place) {
  switch (place) {
    case trace::ObservedAt::kAgent:
      return "trace of the agent";
    case trace::ObservedAt::kFarEnd:
      return "trace of the far end";
    case trace::ObservedAt::kTap:
      return "trace of a tap";
    case trace::ObservedAt::kLog:
      return "trace from a log";
  }
  return "trace";
}

}  // namespace

void CallMeasurements::add(const CallMeasurements& other) {
  length += other.length;
  pacing.add(other.pacing);
  latency.add(other.latency);
  states.add(other.states);
  has_log = has_log || other.has_log;
  remarks.insert(remarks.end(), other.remarks.begin(), other.remarks.end());
}

void tell_header(const trace::TraceHeader& header, CallMeasurements& call) {
  call.name = !header.call_sid.empty() ? header.call_sid : header.scenario;
  call.source = place_text(header.observed_at);
}

void tell_doubts(const trace::TraceHeader& header, CallMeasurements& call) {
  if (header.observed_at != trace::ObservedAt::kAgent && call.pacing.messages > 0) {
    call.notes.emplace_back(
        "times are arrivals, so the line's own jitter is in the intervals, underruns and stalls");
  }
  if (header.own_lateness_p99_us > kUnsureLateness) {
    call.notes.push_back("whoever measured this was late itself, by " +
                         std::to_string(header.own_lateness_p99_us / 1000) + " ms at its 99th percentile");
  }
}

CallMeasurements measure(const trace::CallTrace& trace) {
  CallMeasurements call;
  const trace::TraceHeader& header = trace.header;
  tell_header(header, call);
  const CallAccount account = account_of(trace);
  call.length = account.ended - kCallStart;
  PacingMeter meter;
  for (std::size_t i = 0; i < trace.events.size(); ++i) {
    const trace::CallEvent& event = trace.events[i];
    meter.at_event(static_cast<std::int64_t>(i));
    if (const auto* message = std::get_if<trace::Message>(&event.what)) meter.add(event.at, *message);
  }
  call.pacing = meter.so_far();
  call.latency = latency_of(account, trace);
  call.states = states_of(account);
  if (!trace.note.empty()) call.notes.push_back(trace.note);
  tell_doubts(header, call);
  return call;
}

CallMeasurements measure(const LogCall& log) {
  CallMeasurements call;
  call.name = !log.call_sid.empty() ? log.call_sid : log.stream_sid;
  call.source = "log";
  call.has_log = true;
  for (const LogEvent& event : log.events) {
    if (event.at) call.length = std::max(call.length, *event.at - kCallStart);
  }
  LogJudgement told = judge_log(log);
  call.latency = std::move(told.latency);
  call.states = told.states;
  call.remarks = std::move(told.remarks);
  call.notes = std::move(told.notes);
  return call;
}

}  // namespace parley
