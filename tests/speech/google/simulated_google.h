// Google without a wire, for tests on one thread: streams that hear letters in place of words. A byte of audio that
// is a letter is a word of its own; anything else is silence. Each operation can be made to fail.
#pragma once

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "live/event_loop.h"
#include "speech/google/google_stream.h"

namespace parley {

struct SimulatedGoogle {
  struct Record {
    GoogleSpeechConfig config;
    std::string audio;
    bool half_closed = false;
  };
  std::vector<std::shared_ptr<Record>> streams;
  std::vector<GoogleStream::Listener*> listeners;  // null once the stream is gone
  std::string refused_language;                    // INVALID_ARGUMENT for this one
  int operations = 0;
  int fails_at = -1;  // this operation, counted from 0, ends its stream with UNAVAILABLE
  bool takes = true;  // what is written; otherwise nothing is ever written
  bool guesses = true;
  bool ends = true;  // a half-closed stream is answered; otherwise never

  static bool is_word(char byte) { return byte >= 'a' && byte <= 'z'; }
  static std::string words_in(const std::string& audio, std::size_t from) {
    std::string words;
    for (std::size_t i = from; i < audio.size(); ++i) {
      if (!is_word(audio[i]) || (i > from && audio[i] == audio[i - 1])) continue;
      if (!words.empty()) words += ' ';
      words += audio[i];
    }
    return words;
  }
  /// The sample behind the last letter.
  static std::int64_t end_of_words(const std::string& audio) {
    const auto last = std::find_if(audio.rbegin(), audio.rend(), is_word);
    return static_cast<std::int64_t>(audio.rend() - last);
  }
  int distrusted = 0;
};

class SimulatedStream final : public GoogleStream {
 public:
  SimulatedStream(EventLoop& loop, SimulatedGoogle& google, const GoogleSpeechConfig& config, Listener& listener)
      : loop_(loop),
        google_(google),
        record_(std::make_shared<SimulatedGoogle::Record>()),
        listener_(std::make_shared<Listener*>(&listener)),
        index_(google.streams.size()) {
    record_->config = config;
    google.streams.push_back(record_);
    google.listeners.push_back(&listener);
    if (config.language == google.refused_language) {
      end(GoogleEnd::kInvalidArgument);
    } else if (goes_well() && google.takes) {
      tell([](Listener& to) { to.on_written(); });
    }
  }
  ~SimulatedStream() override {
    *listener_ = nullptr;
    google_.listeners[index_] = nullptr;
  }

  void write(std::string mulaw) override {
    if (!goes_well()) return;
    record_->audio += mulaw;
    if (google_.takes) tell([](Listener& to) { to.on_written(); });
    const std::string words = SimulatedGoogle::words_in(record_->audio, 0);
    if (words.empty() || !google_.guesses) return;
    results({{words, false, SimulatedGoogle::end_of_words(record_->audio)}});
  }
  void half_close() override {
    if (!goes_well()) return;
    record_->half_closed = true;
    if (!google_.ends) return;
    const std::string words = SimulatedGoogle::words_in(record_->audio, 0);
    if (!words.empty()) results({{words, true, SimulatedGoogle::end_of_words(record_->audio)}});
    end(GoogleEnd::kOk);
  }
  void distrust() override { ++google_.distrusted; }

 private:
  bool goes_well() {
    if (google_.operations++ != google_.fails_at) return true;
    end(GoogleEnd::kUnavailable);
    return false;
  }
  void results(std::vector<GoogleResult> results) {
    tell([results = std::move(results)](Listener& to) { to.on_results(results); });
  }
  void end(int code) {
    tell([code](Listener& to) { to.on_ended({code, "as the test wants it"}); });
  }
  void tell(std::function<void(Listener&)> what) {
    loop_.post([listener = listener_, what = std::move(what)] {
      if (*listener != nullptr) what(**listener);
    });
  }

  EventLoop& loop_;
  SimulatedGoogle& google_;
  std::shared_ptr<SimulatedGoogle::Record> record_;
  std::shared_ptr<Listener*> listener_;
  std::size_t index_;
};

class SimulatedLine final : public GoogleLine {
 public:
  explicit SimulatedLine(SimulatedGoogle& google) : google_(google) {}
  std::unique_ptr<GoogleStream> open(EventLoop& loop, const GoogleSpeechConfig& config,
                                     GoogleStream::Listener& listener) override {
    return std::make_unique<SimulatedStream>(loop, google_, config, listener);
  }

 private:
  SimulatedGoogle& google_;
};

}  // namespace parley
