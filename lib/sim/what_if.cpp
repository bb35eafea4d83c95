#include "sim/what_if.h"

#include <algorithm>
#include <map>
#include <utility>
#include <variant>

#include "core/base/overloaded.h"
#include "core/call/recorded_config.h"
#include "core/call/settings.h"
#include "core/call/traced_call.h"
#include "core/playout/playout_buffer.h"
#include "core/trace/jsonl.h"
#include "core/twilio/codec.h"
#include "sim/recorded_provider.h"
#include "sim/replay.h"

namespace parley {
namespace {

constexpr Duration kMarkDelay = millis(100);  // where no mark of the call tells
constexpr int kMostStepsAnInstant = 10'000;

/// A mark as it was recorded.
struct RecordedMark {
  Instant sent;
  Instant returned = kNever;
  std::int64_t input = 0;
  SharedText text;  // of its return
};
using RecordedMarks = std::map<std::string, RecordedMark, std::less<>>;

const trace::Message* message_of(const trace::CallEvent& event, trace::Direction direction) {
  const auto* message = std::get_if<trace::Message>(&event.what);
  return message != nullptr && message->direction == direction ? message : nullptr;
}

std::optional<std::string> returned_mark(const trace::CallEvent& event) {
  const trace::Message* message = message_of(event, trace::Direction::kToAgent);
  if (message == nullptr) return std::nullopt;
  const twilio::Inbound inbound = twilio::parse_inbound(message->text);
  if (const auto* mark = std::get_if<twilio::MarkReturned>(&inbound)) return mark->name;
  return std::nullopt;
}

/// The far end's playout, fed with what the agent writes at the instants of writing.
class FarEnd {
 public:
  /// Returns the name of a mark, if the text is one; it is not put into the buffer.
  std::optional<std::string> hear(Instant at, std::string_view text) {
    std::optional<std::string> mark;
    std::visit(overloaded{
                   [&](const twilio::SendMedia& media) { buffer.write(at, media.payload.bytes()); },
                   [&](const twilio::SendMark& sent) { mark = sent.name; },
                   [&](const twilio::Clear&) {
                     for (auto& released : buffer.clear(at).marks) reached.push_back(std::move(released));
                   },
                   [](const auto&) {},
               },
               twilio::parse_outbound(text).message);
    return mark;
  }
  void advance(Instant now) {
    for (auto& played : buffer.advance(now)) reached.push_back(std::move(played));
  }

  PlayoutBuffer buffer;
  std::vector<PlayoutBuffer::MarkReached> reached;
};

/// Marks of the recording, and the smallest delay with which one came back.
Duration learn_marks(const trace::CallTrace& trace, RecordedMarks& marks) {
  FarEnd far_end;
  for (const trace::CallEvent& event : trace.events) {
    far_end.advance(event.at);
    if (const auto* sent = message_of(event, trace::Direction::kFromAgent)) {
      if (auto name = far_end.hear(event.at, sent->text)) {
        marks[*name] = {event.at};
        far_end.buffer.mark(event.at, std::move(*name));
      }
    } else if (const auto name = returned_mark(event)) {
      const auto found = marks.find(*name);
      if (found == marks.end() || found->second.returned != kNever) continue;
      found->second.returned = event.at;
      found->second.input = event.input;
      found->second.text = std::get<trace::Message>(event.what).text;
    }
  }
  Duration least = Duration::max();
  for (const PlayoutBuffer::MarkReached& mark : far_end.reached) {
    const RecordedMark& recorded = marks.at(mark.name);
    if (recorded.returned != kNever && recorded.returned >= mark.at)
      least = std::min(least, recorded.returned - mark.at);
  }
  return least == Duration::max() ? kMarkDelay : least;
}

class Rerun {
 public:
  Rerun(const trace::CallTrace& recorded, const CallConfig& config, trace::CallTrace& out)
      : recorded_(recorded), sink_(out), call_(config, kCallStart, sink_), provider_(recorded) {
    mark_delay_ = learn_marks(recorded, marks_);
    // Beyond the last line nobody knows what the caller did.
    over_at_ = recorded.events.empty() ? kCallStart : recorded.events.back().at;
    for (const trace::CallEvent& event : recorded.events) {
      const trace::Message* message = message_of(event, trace::Direction::kToAgent);
      if (message == nullptr) continue;
      const twilio::Inbound inbound = twilio::parse_inbound(message->text);
      if (const auto* start = std::get_if<twilio::Start>(&inbound)) {
        stream_sid_ = start->stream_sid;
        break;
      }
    }
    skip_to_input();
  }

  /// False if the call does not come to rest.
  bool run() {
    for (int at_once = 0; at_once < kMostStepsAnInstant; ++at_once) {
      const Instant next = std::min({next_input(), next_mark(), call_.next_deadline(), provider_.next_deadline(),
                                     far_end_.buffer.next_event()});
      if (next > over_at_) return true;
      if (next > now_) at_once = 0;
      now_ = std::max(now_, next);
      step();
    }
    return false;
  }
  Instant now() const { return now_; }
  const std::vector<Instant>& assumed() const { return provider_.assumed(); }

 private:
  Instant next_input() const { return at_ < recorded_.events.size() ? recorded_.events[at_].at : kNever; }
  Instant next_mark() const { return returning_.empty() ? kNever : returning_.begin()->first.first; }

  /// Messages in flight come first, in their recorded order, then timers: call, provider.
  void step() {
    far_end_.advance(now_);
    schedule_reached();
    while (next_input() <= now_ || next_mark() <= now_) {
      const bool mark_first = !returning_.empty() && returning_.begin()->first < input_key();
      if (mark_first) {
        SharedText text = std::move(returning_.begin()->second);
        returning_.erase(returning_.begin());
        call_.receive(now_, std::move(text));
      } else {
        feed(recorded_.events[at_++]);
        skip_to_input();
      }
      drain();
    }
    if (call_.next_deadline() <= now_) call_.handle_timeout(now_);
    provider_.handle_timeout(now_);
    drain();
  }

  std::pair<Instant, std::int64_t> input_key() const {
    if (at_ >= recorded_.events.size()) return {kNever, 0};
    return {recorded_.events[at_].at, recorded_.events[at_].input};
  }

  /// To the next thing that did not depend on us: messages that are no marks, and the connection.
  void skip_to_input() {
    for (; at_ < recorded_.events.size(); ++at_) {
      const trace::CallEvent& event = recorded_.events[at_];
      if (std::holds_alternative<trace::Connection>(event.what)) return;
      if (message_of(event, trace::Direction::kToAgent) != nullptr && !returned_mark(event)) return;
    }
  }

  void feed(const trace::CallEvent& event) {
    if (const auto* message = std::get_if<trace::Message>(&event.what)) return call_.receive(now_, message->text);
    const auto& connection = std::get<trace::Connection>(event.what);
    if (connection.what == "opened") {
      call_.opened(now_);
    } else if (connection.what == "closed") {
      call_.closed(now_, connection.reason);
    } else {
      call_.draining(now_);
    }
  }

  void drain() {
    while (true) {
      while (auto said = provider_.poll()) call_.handle(now_, *said);
      auto action = call_.poll();
      if (!action) return;
      if (auto* write = std::get_if<WriteText>(&*action)) {
        call_.wrote(now_);
        hear(write->text);
      } else if (const auto* request = std::get_if<ProviderRequest>(&*action)) {
        provider_.handle(now_, *request);
      }
    }
  }

  void hear(std::string_view text) {
    auto mark = far_end_.hear(now_, text);
    schedule_reached();
    if (!mark) return;
    const auto recorded = marks_.find(*mark);
    // Sent when it was then, it comes back when it did then, or never; every other mark is played anew.
    if (recorded != marks_.end() && recorded->second.sent == now_) {
      if (recorded->second.returned == kNever) return;
      returning_.emplace(std::pair(recorded->second.returned, recorded->second.input), recorded->second.text);
      return;
    }
    far_end_.buffer.mark(now_, std::move(*mark));
    far_end_.advance(now_);
    schedule_reached();
  }

  void schedule_reached() {
    for (PlayoutBuffer::MarkReached& mark : std::exchange(far_end_.reached, {})) {
      twilio::MarkReturned message;
      message.stream_sid = stream_sid_;
      message.name = std::move(mark.name);
      std::string text;
      twilio::write(twilio::Inbound{message}, text);
      returning_.emplace(std::pair(std::max(now_, mark.at + mark_delay_), kAnew + modelled_++), std::move(text));
    }
  }

  static constexpr std::int64_t kAnew = std::int64_t{1} << 60U;  // after the recorded messages of the same instant

  const trace::CallTrace& recorded_;
  trace::MemorySink sink_;
  TracedCall call_;
  RecordedProvider provider_;
  FarEnd far_end_;
  RecordedMarks marks_;
  Duration mark_delay_{};
  std::map<std::pair<Instant, std::int64_t>, SharedText> returning_;
  std::int64_t modelled_ = 0;
  Sid stream_sid_;
  std::size_t at_ = 0;
  Instant now_ = kCallStart;
  Instant over_at_ = kNever;
};

/// What the caller could notice, or the floor did: anything else may differ without consequence.
bool is_noticed(const trace::CallEvent& event) {
  return std::holds_alternative<trace::StateChanged>(event.what) ||
         message_of(event, trace::Direction::kFromAgent) != nullptr;
}

std::string line_of(const trace::CallEvent& event) {
  trace::CallEvent bare = event;
  bare.input = trace::kNotAnInput;  // ordinals count wakes, which need not be the same
  std::string line;
  trace::write_event(bare, line);
  line.pop_back();
  return line;
}

std::size_t next_noticed(const trace::CallTrace& trace, std::size_t from) {
  while (from < trace.events.size() && !is_noticed(trace.events[from])) ++from;
  return from;
}

void find_parting(const trace::CallTrace& recorded, WhatIf& result) {
  const trace::CallTrace& other = result.trace;
  std::size_t a = next_noticed(recorded, 0);
  std::size_t b = next_noticed(other, 0);
  for (; a < recorded.events.size() || b < other.events.size();
       a = next_noticed(recorded, a + 1), b = next_noticed(other, b + 1)) {
    Instant at = kNever;
    if (a < recorded.events.size()) {
      result.recorded = line_of(recorded.events[a]);
      at = recorded.events[a].at;
    }
    if (b < other.events.size()) {
      result.recomputed = line_of(other.events[b]);
      at = std::min(at, other.events[b].at);
    }
    if (result.recorded != result.recomputed) {
      result.parts = at;
      break;
    }
    result.recorded.clear();
    result.recomputed.clear();
  }
  if (!result.parts) return;
  for (const trace::CallEvent& event : recorded.events) {
    const auto* voice = std::get_if<trace::VoiceStarted>(&event.what);
    if (voice != nullptr && voice->onset > *result.parts) result.horizon = std::min(result.horizon, voice->onset);
  }
}

bool is_of_caller(const trace::StateChanged& change) {
  return change.to == TurnState::kProcessing &&
         (change.reason == TurnReason::kEndOfUtterance || change.reason == TurnReason::kMaxUtterance ||
          change.reason == TurnReason::kDtmf);
}

std::vector<ToldTurn> turns_of(const trace::CallTrace& trace, Instant horizon) {
  std::vector<ToldTurn> turns;
  for (const trace::CallEvent& event : trace.events) {
    if (event.at >= horizon) break;
    if (const auto* change = std::get_if<trace::StateChanged>(&event.what)) {
      if (is_of_caller(*change)) turns.push_back({{}, event.at, std::nullopt});
      const bool speaks = change->to == TurnState::kSpeaking;
      if (speaks && !turns.empty() && !turns.back().reply_at) turns.back().reply_at = event.at;
    } else if (const auto* text = std::get_if<trace::TurnText>(&event.what)) {
      if (!turns.empty()) turns.back().text = text->text;
    } else if (std::holds_alternative<trace::BargeIn>(event.what) && !turns.empty()) {
      turns.back().interrupted = true;
    }
  }
  return turns;
}

}  // namespace

Result<WhatIf> what_if(const trace::CallTrace& trace, std::string_view name,
                       const std::vector<std::pair<std::string, std::string>>& changes) {
  if (auto error = check_replayable(trace, name)) return *error;
  auto config = config_of(trace.header, std::string(name) + ":1");
  if (!config) return config.error();
  for (const auto& [key, value] : changes) {
    if (auto error = apply_setting(*config, key, value, "--set " + key)) return *error;
  }
  WhatIf result;
  result.trace.header = trace.header;
  result.trace.header.settings = changed_settings(*config);
  Rerun rerun(trace, *config, result.trace);
  if (!rerun.run()) {
    return make_error(
        "with these settings the call does not come to rest at " + std::to_string(to_millis(rerun.now())) + " ms",
        std::string(name));
  }
  find_parting(trace, result);
  result.before = turns_of(trace, result.horizon);
  result.after = turns_of(result.trace, result.horizon);
  result.assumed = std::count_if(rerun.assumed().begin(), rerun.assumed().end(),
                                 [&](Instant at) { return at < result.horizon; });
  return result;
}

}  // namespace parley
