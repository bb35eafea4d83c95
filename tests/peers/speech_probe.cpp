// One call of two utterances through a streaming recogniser, for the peers test: `speech_probe google URL`. A line
// of JSON for each thing that it says; the exit code tells whether both utterances came back. It is part of the
// tests and no tool.
#include <chrono>
#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/overloaded.h"
#include "live/event_loop.h"
#include "speech/deepgram/deepgram_recognizer.h"
#include "speech/google/google_recognizer.h"

namespace parley::peers {
namespace {

constexpr std::string_view kKey = "K-of-the-peers";
constexpr std::int64_t kUtterance = 8000;  // a second
constexpr std::int64_t kBatch = 1200;

class Probe {
 public:
  explicit Probe(const RecognizerProvider& provider) {
    recognizer_ = provider.recognizer({loop_, [this](const ProviderEvent& event) { said(event); }}, profile_);
  }

  int run() {
    recognizer_->open();
    loop_.after(std::chrono::seconds(20), [this] { loop_.stop(); });
    speak();
    loop_.run();
    recognizer_.reset();
    return finals_ >= 2 ? 0 : 1;
  }

 private:
  /// A letter for each utterance, and silence behind it.
  void speak() {
    const std::int64_t begin = utterances_ * kUtterance;
    for (std::int64_t at = 0; at < kUtterance; at += kBatch) {
      const auto size = static_cast<std::size_t>(std::min(kBatch, kUtterance - at));
      const auto letter = static_cast<std::uint8_t>(at < kUtterance * 3 / 4 ? 'a' + utterances_ : '.');
      recognizer_->hear({MediaTime{begin + at}, std::vector<std::uint8_t>(size, letter)});
    }
    ++utterances_;
    recognizer_->finish({TurnId{utterances_}, 0, {MediaTime{begin}, MediaTime{begin + kUtterance}}});
  }

  void said(const ProviderEvent& event) {
    std::string line;
    json::Writer out(line);
    std::visit(overloaded{
                   [&](const Partial& partial) { tell(out, "partial", partial.range, partial.text); },
                   [&](const Final& words) { tell(out, "final", words.range, words.text); },
                   [&](const RecognizerFailed& failed) { tell(out, "failed", {}, failed.reason); },
                   [](const auto&) {},
               },
               event);
    std::cout << line << std::endl;
    const auto* words = std::get_if<Final>(&event);
    if (words == nullptr || words->text.empty()) return;
    if (++finals_ == 1) {
      loop_.post([this] { speak(); });
    } else {
      recognizer_->close();
      loop_.after(std::chrono::milliseconds(200), [this] { loop_.stop(); });
    }
  }
  static void tell(json::Writer& out, std::string_view what, const MediaRange& range, const std::string& text) {
    out.begin_object().member("said", what).member("begin", range.begin.samples).member("end", range.end.samples);
    out.member("text", std::string_view(text)).end_object();
  }

  EventLoop loop_;
  AgentProfile profile_{.language = "he"};
  std::unique_ptr<Recognizer> recognizer_;
  std::int32_t utterances_ = 0;
  int finals_ = 0;
};

Result<std::shared_ptr<const RecognizerProvider>> provider(const std::string& name, const std::string& url) {
  ProviderParts parts;
  parts.profiles.push_back(std::make_shared<AgentProfile>());
  const bool google = name == "google";
  const auto set = [&](const auto& settings, std::string_view key, std::string_view value) {
    for (const ProviderSetting& setting : settings) {
      if (setting.key == key) parts.values.set(setting, value);
    }
  };
  set(kGoogleRecognizerSettings, "google.api_key", kKey);
  set(kGoogleRecognizerSettings, "google.stt_url", url);
  set(kDeepgramRecognizerSettings, "deepgram.api_key", kKey);
  set(kDeepgramRecognizerSettings, "deepgram.stt_url", url);
  return google ? make_google_recognizer(parts) : make_deepgram_recognizer(parts);
}

}  // namespace
}  // namespace parley::peers

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto made = parley::peers::provider(argv[1], argv[2]);
  if (!made) {
    std::cerr << made.error().text() << "\n";
    return 77;
  }
  return parley::peers::Probe(**made).run();
}
