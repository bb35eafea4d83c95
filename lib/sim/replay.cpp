#include "sim/replay.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/base/check.h"
#include "core/base/overloaded.h"
#include "core/call/recorded_config.h"
#include "core/call/traced_call.h"
#include "core/trace/jsonl.h"
#include "core/vad/make_vad.h"

namespace parley {
namespace {

std::string line_of(const trace::CallEvent& event) {
  std::string line;
  trace::write_event(event, line);
  line.pop_back();
  return line;
}

std::int64_t line_number(std::size_t index) {
  return static_cast<std::int64_t>(index) + 2;
}

std::string place_of(std::string_view name, std::size_t index) {
  return std::string(name) + ":" + std::to_string(line_number(index));
}

/// Hears what the core says anew and holds it against the trace, event by event.
class Comparison final : public trace::TraceSink {
 public:
  explicit Comparison(const trace::CallTrace& trace) : trace_(trace) {}

  void record(trace::CallEvent&& event) override {
    if (result_.difference) return;
    if (at_end()) {
      ++result_.beyond;
      return;
    }
    const trace::CallEvent& recorded = next();
    std::string wanted = line_of(recorded);
    std::string actual = line_of(event);
    if (wanted != actual) {
      result_.difference = ReplayDifference{line_number(next_), std::move(wanted), std::move(actual)};
      return;
    }
    (recorded.input >= 0 ? result_.inputs : result_.decisions) += 1;
    result_.finished = result_.finished || std::holds_alternative<trace::CallSummary>(recorded.what);
    ++next_;
  }
  /// The core has nothing more to say and the trace does.
  void nothing_came() {
    if (!at_end() && !result_.difference) {
      result_.difference = ReplayDifference{line_number(next_), line_of(next()), {}};
    }
  }

  bool at_end() const { return next_ == trace_.events.size(); }
  bool goes_on() const { return !at_end() && !result_.difference; }
  const trace::CallEvent& next() const { return trace_.events[next_]; }
  std::size_t position() const { return next_; }
  Replay take() { return std::move(result_); }

 private:
  const trace::CallTrace& trace_;
  std::size_t next_ = 0;
  Replay result_;
};

/// Polls only when the trace shows that its driver had polled: at a decision, or at a text that was written.
/// Between two inputs a driver may have drained nothing, a part or all; actions keep their order either way.
class Replayer {
 public:
  Replayer(const trace::CallTrace& trace, const CallConfig& config)
      : comparison_(trace), call_(config, kCallStart, comparison_) {}

  Replay run() {
    while (comparison_.goes_on()) {
      const trace::CallEvent& event = comparison_.next();
      if (event.input >= 0) {
        feed(event);
      } else if (!poll_until([this, from = comparison_.position()] { return comparison_.position() != from; })) {
        comparison_.nothing_came();
      }
    }
    while (call_.poll()) {
    }
    return comparison_.take();
  }

 private:
  template <class Done>
  bool poll_until(Done done) {
    while (comparison_.goes_on() && !done()) {
      if (!call_.poll()) return done();
    }
    return true;
  }

  void feed(const trace::CallEvent& event) {
    std::visit(overloaded{
                   [&](const trace::Message& message) { feed(event.at, message); },
                   [&](const trace::ProviderSaid& said) { call_.handle(event.at, said.event); },
                   [&](const trace::Connection& connection) { feed(event.at, connection); },
                   [&](const trace::Wake&) { call_.handle_timeout(event.at); },
                   [](const auto&) { PARLEY_CHECK(false); },  // check_replayable lets no decision have an ordinal
               },
               event.what);
  }
  void feed(Instant at, const trace::Message& message) {
    if (message.direction == trace::Direction::kToAgent) return call_.receive(at, message.text);
    poll_until([this] { return call_.awaits_write(); });
    if (!comparison_.goes_on()) return;
    if (call_.awaits_write()) {
      call_.wrote(at);
    } else {
      comparison_.nothing_came();
    }
  }
  void feed(Instant at, const trace::Connection& connection) {
    if (connection.what == "opened") return call_.opened(at);
    if (connection.what == "draining") return call_.draining(at);
    call_.closed(at, connection.reason);
  }

  Comparison comparison_;
  TracedCall call_;
};

bool is_input(const trace::What& what) {
  return std::holds_alternative<trace::Message>(what) || std::holds_alternative<trace::ProviderSaid>(what) ||
         std::holds_alternative<trace::Connection>(what) || std::holds_alternative<trace::Wake>(what);
}

bool is_known(const trace::Connection& connection) {
  return connection.what == "opened" || connection.what == "closed" || connection.what == "draining";
}

}  // namespace

std::optional<Error> check_replayable(const trace::CallTrace& trace, std::string_view name) {
  const std::string file(name);
  if (trace.header.observed_at != trace::ObservedAt::kAgent) {
    return make_error("this trace was taken " +
                          std::string(trace.header.observed_at == trace::ObservedAt::kFarEnd ? "at the far end"
                                                                                             : "beside the agent") +
                          "; only one of the agent's side holds the inputs that a replay needs",
                      file + ":1");
  }
  if (trace.header.mode != "AI")
    return make_error("a call in mode " + trace.header.mode + " decides nothing", file + ":1");
  if (!trace.header.has_audio) {
    return make_error("this trace was kept without audio, and without it nothing of the call can be recomputed",
                      file + ":1");
  }
  const auto detectors = vad_names();
  if (std::find(detectors.begin(), detectors.end(), trace.header.detector) == detectors.end()) {
    return make_error("its voice was detected by \"" + trace.header.detector +
                          "\", which this build does not have; --recompute-vad detects it anew",
                      file + ":1");
  }
  Instant last = kCallStart;
  std::int64_t ordinal = 0;
  for (std::size_t i = 0; i < trace.events.size(); ++i) {
    const trace::CallEvent& event = trace.events[i];
    if (is_input(event.what) != (event.input >= 0)) {
      return make_error(event.input >= 0 ? "a decision cannot be an input" : "an input needs its ordinal \"in\"",
                        place_of(name, i));
    }
    if (event.input < 0) continue;
    if (event.input != ordinal++) {
      return make_error("this input is number " + std::to_string(event.input) + " and should be number " +
                            std::to_string(ordinal - 1) + ": lines are missing or not in order",
                        place_of(name, i));
    }
    if (event.at < last) return make_error("this input lies before the one above it", place_of(name, i));
    last = event.at;
    const auto* connection = std::get_if<trace::Connection>(&event.what);
    if (connection != nullptr && !is_known(*connection)) {
      return make_error("nobody knows a connection that is \"" + connection->what + "\"", place_of(name, i));
    }
  }
  return std::nullopt;
}

Result<Replay> replay(const trace::CallTrace& trace, std::string_view name) {
  if (auto error = check_replayable(trace, name)) return *error;
  const auto config = config_of(trace.header, std::string(name) + ":1");
  if (!config) return config.error();
  return Replayer(trace, *config).run();
}

}  // namespace parley
