#include "sim/far_end.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/trace/message_peek.h"

namespace parley {
namespace {

/// Runs a far end alone, as nobody answers it, up to an instant.
class AloneFarEnd {
 public:
  explicit AloneFarEnd(Scenario scenario)
      : scenario_(std::move(scenario)), sink_(trace_), far_end_(scenario_, sounds_, PeerConfig{}, sink_) {
    far_end_.opened(kCallStart);
    drain();
  }
  void run_until(Instant until) {
    while (far_end_.next_deadline() <= until) {
      now_ = far_end_.next_deadline();
      far_end_.handle_timeout(now_);
      drain();
    }
    now_ = until;
  }
  void drain() {
    while (auto output = far_end_.poll()) {
      if (auto* text = std::get_if<FarEndText>(&*output)) {
        events.emplace_back(trace::peek_event(text->text));
        last_text_at = now_;
      } else {
        close_code = std::get<FarEndCloses>(*output).code;
        closed_at = now_;
      }
    }
  }

  std::vector<std::string> events;
  Instant last_text_at;
  std::optional<int> close_code;
  Instant closed_at;

 private:
  Scenario scenario_;
  SoundBank sounds_;
  trace::CallTrace trace_;
  trace::MemorySink sink_;
  Instant now_ = kCallStart;

 public:
  FarEnd far_end_;
};

Scenario quiet_line() {
  Scenario scenario;
  scenario.line.delay = {};
  scenario.ends_by = seconds(60);
  scenario.patience = seconds(60);
  return scenario;
}

TEST(FarEnd, FallsSilentAtAProtocolErrorWithoutStopOrClose) {
  Scenario scenario = quiet_line();
  scenario.line.protocol_error = seconds(2);
  AloneFarEnd far_end(scenario);
  far_end.run_until(at_millis(20'000));
  EXPECT_EQ(far_end.events.back(), "media");
  EXPECT_LT(far_end.last_text_at, at_millis(2001));
  EXPECT_FALSE(far_end.close_code);
  ASSERT_EQ(far_end.far_end_.warnings().size(), 1U);
  EXPECT_EQ(far_end.far_end_.warnings().front().code, 31924);
}

TEST(FarEnd, VanishesHalfAMinuteAfterAProtocolError) {
  Scenario scenario = quiet_line();
  scenario.line.protocol_error = seconds(2);
  AloneFarEnd far_end(scenario);
  far_end.run_until(at_millis(40'000));
  EXPECT_EQ(far_end.close_code, 1006);
  EXPECT_EQ(far_end.closed_at, at_millis(2000) + FarEnd::kHalfOpen);
  EXPECT_EQ(far_end.far_end_.over_at(), far_end.closed_at);
}

TEST(FarEnd, IsOverWhenTheServerClosesAHalfOpenConnection) {
  Scenario scenario = quiet_line();
  scenario.line.protocol_error = seconds(2);
  AloneFarEnd far_end(scenario);
  far_end.run_until(at_millis(5'000));
  far_end.far_end_.agent_closed(at_millis(5'000));
  EXPECT_EQ(far_end.far_end_.over_at(), at_millis(5'000));
  EXPECT_EQ(far_end.far_end_.next_deadline(), kNever);
}

TEST(FarEnd, SendsStopAndClosesWhenTheCallerIsMadeToHangUp) {
  AloneFarEnd far_end(quiet_line());
  far_end.run_until(at_millis(1'000));
  far_end.far_end_.hang_up(at_millis(1'000));
  far_end.drain();
  far_end.run_until(at_millis(1'100));
  EXPECT_EQ(far_end.events.back(), "stop");
  EXPECT_EQ(far_end.close_code, 1000);
}

}  // namespace
}  // namespace parley
