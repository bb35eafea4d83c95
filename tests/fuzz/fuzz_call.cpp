// A call that is told anything at any time: well-formed messages, provider events, writes and wakes, at instants
// that never go back. Whatever it is told, it comes to rest, moves the floor only as its table allows, leaves no
// deadline behind, and sends no audio while nobody expects any.
#include <memory>
#include <variant>

#include "core/audio/level.h"
#include "core/base/check.h"
#include "core/call/call.h"
#include "tests/fuzz/fuzz_input.h"

namespace parley::fuzz {
namespace {

constexpr int kMostActions = 2000;  // of one input
constexpr int kMostWakes = 200;     // at one instant
constexpr std::size_t kMostInputs = 4000;

constexpr int kTailFrames = 11;  // TurnConfig::tail, and one that has begun

const Sid kOurs("MZ0123456789abcdef0123456789abcdef");

class Driver {
 public:
  explicit Driver(Bytes& bytes) : bytes_(bytes), call_(config(bytes), kCallStart) {
    twilio::Start start;
    start.stream_sid = kOurs;
    if (bytes.upto(7) > 0) tell(twilio::Inbound(start));
  }

  void step() {
    switch (bytes_.upto(15)) {
      case 0:
      case 1:
      case 2:
        return media(bytes_.upto(20), bytes_.byte());
      case 3:
      case 4:
        return go_on(millis(bytes_.byte()));
      case 5:
        return go_on(millis(bytes_.number()));
      case 6:
        return late(millis(bytes_.number()));
      case 7:
      case 8:
        return written();
      case 9:
      case 10:
        return provider();
      case 11:
        return tell(twilio::MarkReturned{1, kOurs, mark_name()});
      case 12:
        return tell(other_message());
      case 13:
        return tell(ProviderEvent(Final{range(), words()}));
      case 14:
        return wake();
      default:
        return connection();
    }
  }

 private:
  static CallConfig config(Bytes& bytes) {
    CallConfig config;
    auto phrases = std::make_shared<Phrases>(english_phrases());
    for (Phrase& phrase : phrases->items) {
      if (bytes.flag()) phrase.mulaw.assign(static_cast<std::size_t>(bytes.byte()) * 40, 0x20);
    }
    config.phrases = phrases;
    config.turn.barge_in = bytes.upto(3) > 0;
    if (bytes.flag()) config.turn.resume_after = Duration{};
    config.max_turns = bytes.upto(30);
    return config;
  }

  // ---- inputs
  template <class Input>
  void tell(const Input& input) {
    call_.handle(now_, input);
    drain();
  }
  /// Some frames of one loudness in real time.
  void media(int frames, std::uint8_t code) {
    twilio::Media media;
    media.stream_sid = bytes_.upto(31) > 0 ? kOurs : Sid("MZother");
    media.track = bytes_.upto(31) > 0 ? twilio::Track::kInbound : twilio::Track::kOutbound;
    const int odd = bytes_.upto(15);
    const std::vector<std::uint8_t> audio(odd == 0 ? bytes_.byte() * 8U : 160U, code);
    media.payload.assign(audio);
    if (odd == 1) timestamp_ms_ += bytes_.number();
    for (int i = 0; i < frames; ++i) {
      go_on(millis(20));
      media.timestamp_ms = timestamp_ms_ += 20;
      tell(twilio::Inbound(media));
    }
  }
  void provider() {
    const TurnId turn{bytes_.upto(20) - 1};
    const std::int32_t sentence = bytes_.upto(3);
    switch (bytes_.upto(6)) {
      case 0:
        return tell(ProviderEvent(Partial{range(), words()}));
      case 1:
        return tell(ProviderEvent(RecognizerFailed{"out of order"}));
      case 2:
        return tell(ProviderEvent(ReplyText{turn, words(), bytes_.flag()}));
      case 3:
        return tell(ProviderEvent(ReplyFailed{turn, "out of order"}));
      case 4:
        return tell(ProviderEvent(SpeechFailed{turn, sentence, "out of order"}));
      default: {
        const std::vector<std::uint8_t> audio(static_cast<std::size_t>(bytes_.byte()) * 37, bytes_.byte());
        return tell(ProviderEvent(SpeechAudio{turn, sentence, audio, bytes_.flag()}));
      }
    }
  }
  twilio::Inbound other_message() {
    switch (bytes_.upto(11)) {
      case 0:
        return twilio::Stop{9, kOurs, "AC", "CA"};
      case 1:
        return twilio::Connected{};
      case 2:
        return twilio::Unknown{"news"};
      case 3:
        return twilio::Malformed{"not JSON"};
      case 4: {
        twilio::Start start;
        start.stream_sid = kOurs;
        return start;
      }
      default:
        return twilio::Dtmf{1, kOurs, "0123456789*#"[bytes_.upto(11)]};
    }
  }
  void connection() {
    switch (bytes_.upto(15)) {
      case 0:
        return tell(ConnectionEvent(Closed{"lost"}));
      case 1:
        return tell(ConnectionEvent(Draining{}));
      case 2:
        return tell(ConnectionEvent(Wrote{bytes_.upto(5)}));  // more than was sent
      default:
        return tell(ConnectionEvent(Opened{}));
    }
  }
  void written() {
    for (int i = bytes_.upto(8); i > 0 && unwritten_ > 0; --i) {
      --unwritten_;
      tell(ConnectionEvent(Wrote{1}));
    }
  }
  std::string words() {
    static constexpr const char* kWords[] = {"",      " ",   "yes",  "Two sentences. Or three? Yes!",
                                             "mm-hm", "3.5", "\n\n", "."};
    return kWords[bytes_.upto(7)];
  }
  std::string mark_name() {
    return bytes_.upto(7) == 0 ? "another" : "assistant_tts_end:" + std::to_string(bytes_.upto(12));
  }
  MediaRange range() {
    const MediaTime begin{bytes_.number() * 16};
    return {begin, begin + (bytes_.number() - 100) * 4};
  }

  // ---- time
  /// Up to an instant, woken whenever the call asks for it.
  void go_on(Duration by) {
    const Instant until = now_ + by;
    for (int wakes = 0; call_.next_deadline() <= until && wakes < kMostWakes; ++wakes) {
      now_ = std::max(now_, call_.next_deadline());
      wake();
      if (write_at_once_) write_all();
    }
    now_ = until;
    wake();
  }
  /// Straight to an instant: the driver slept.
  void late(Duration by) {
    now_ += by;
    write_at_once_ = bytes_.flag();
    wake();
  }
  /// Until the call wants nothing more at this instant.
  void wake() {
    int wakes = 0;
    do {
      PARLEY_CHECK(++wakes < kMostWakes);
      call_.handle_timeout(now_);
      drain();
    } while (call_.next_deadline() <= now_);
  }
  void write_all() {
    while (unwritten_ > 0) {
      --unwritten_;
      tell(ConnectionEvent(Wrote{1}));
    }
  }

  // ---- outputs
  void drain() {
    int actions = 0;
    while (auto action = call_.poll()) {
      PARLEY_CHECK(++actions < kMostActions);
      if (const auto* record = std::get_if<Record>(&*action)) {
        if (const auto* change = std::get_if<trace::StateChanged>(&record->event.what)) follow(*change);
      } else if (const auto* send = std::get_if<Send>(&*action)) {
        ++unwritten_;
        const auto* media = std::get_if<twilio::SendMedia>(&send->message);
        if (media != nullptr && rms_level_mulaw(media->payload.bytes()) > kAudibleRms) sound();
      }
    }
    PARLEY_CHECK(state_ == call_.state());
  }
  /// Sound is sent while a reply is made or said, and its last frames when the caller has spoken into them.
  void sound() {
    if (state_ == TurnState::kProcessing || state_ == TurnState::kSpeaking) return;
    PARLEY_CHECK(tail_frames_-- > 0);
  }
  void follow(const trace::StateChanged& change) {
    PARLEY_CHECK(change.from == state_ && transition_allowed(change.from, change.to));
    state_ = change.to;
    tail_frames_ = change.reason == TurnReason::kTailSpeech ? kTailFrames : 0;
  }

  Bytes& bytes_;
  Call call_;
  Instant now_ = kCallStart;
  TurnState state_ = TurnState::kListening;
  std::int64_t timestamp_ms_ = 100;
  std::int64_t unwritten_ = 0;
  bool write_at_once_ = true;
  int tail_frames_ = 0;
};

}  // namespace
}  // namespace parley::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  parley::fuzz::Bytes bytes(data, size);
  parley::fuzz::Driver driver(bytes);
  for (std::size_t i = 0; i < parley::fuzz::kMostInputs && !bytes.empty(); ++i) driver.step();
  return 0;
}
