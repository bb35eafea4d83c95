// A reply machine and nobody around it: its steps are read in words, times are milliseconds since the call began.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/reply/reply_machine.h"
#include "tests/core/reply/steps.h"

namespace parley {

inline PhrasesPtr phrases(bool with_audio) {
  auto made = std::make_shared<Phrases>();
  made->items.fill(Phrase{"", audio(with_audio ? 320 : 0)});
  return made;
}

class Studio {
 public:
  explicit Studio(const ReplyConfig& config = {}, bool with_audio = true) : machine_(config, phrases(with_audio)) {}

  void begin(std::int64_t ms, int turn) { machine_.begin(at_millis(ms), TurnId{turn}); }
  std::vector<std::string> ask(std::int64_t ms, const std::string& words) {
    machine_.ask(at_millis(ms), words, steps_);
    return taken();
  }
  std::vector<std::string> begin_and_ask(std::int64_t ms, int turn, const std::string& words = "hello") {
    begin(ms, turn);
    return ask(ms, words);
  }
  std::vector<std::string> event(std::int64_t ms, const ProviderEvent& event) {
    machine_.handle(at_millis(ms), event, steps_);
    return taken();
  }
  std::vector<std::string> text(std::int64_t ms, int turn, std::string words, bool done = true) {
    return event(ms, ReplyText{{turn}, std::move(words), done});
  }
  std::vector<std::string> speech(std::int64_t ms, int turn, int sentence, std::vector<std::uint8_t> mulaw,
                                  bool done = true) {
    return event(ms, SpeechAudio{{turn}, sentence, std::move(mulaw), done});
  }
  std::vector<std::string> say(std::int64_t ms, int turn, PhraseId phrase) {
    machine_.say(at_millis(ms), TurnId{turn}, phrase, steps_);
    return taken();
  }
  std::vector<std::string> hold(std::int64_t ms, bool held) {
    machine_.hold(at_millis(ms), held, steps_);
    return taken();
  }
  std::vector<std::string> cancel() {
    machine_.cancel(steps_);
    return taken();
  }
  std::vector<std::string> resume(std::int64_t ms, int turn) {
    machine_.resume(at_millis(ms), TurnId{turn}, steps_);
    return taken();
  }
  std::vector<std::string> forget() {
    machine_.forget_suspended(steps_);
    return taken();
  }
  std::vector<std::string> wake(std::int64_t ms) {
    machine_.handle_timeout(at_millis(ms), steps_);
    return taken();
  }
  std::int64_t deadline_ms() const { return to_millis(machine_.next_deadline()); }
  bool has_deadline() const { return machine_.next_deadline() != kNever; }
  ReplyMachine& machine() { return machine_; }

 private:
  std::vector<std::string> taken() { return told(std::exchange(steps_, {})); }

  ReplyMachine machine_;
  ReplySteps steps_;
};

}  // namespace parley
