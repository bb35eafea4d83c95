#include "speech/deepgram/deepgram_recognizer.h"

#include <chrono>
#include <string>
#include <utility>

#include "core/twilio/url.h"
#include "live/stream_target.h"
#include "speech/deepgram/deepgram_problem.h"
#include "speech/stream/foreign_text.h"

namespace parley {

const std::array<ProviderSetting, 7> kDeepgramRecognizerSettings{{
    {"deepgram.api_key", "DEEPGRAM_API_KEY", "", "Deepgram's key.", SettingKind::kText, 0, 0, true},
    {"deepgram.stt_url", "", "wss://api.deepgram.com/v1/listen", "Where speech is recognised.", SettingKind::kUrl},
    {"deepgram.stt_model", "DEEPGRAM_STT_MODEL", "nova-3", "Model."},
    {"deepgram.stt_language", "DEEPGRAM_STT_LANGUAGE", "", "Deepgram's code; empty: the call's language."},
    {"deepgram.stt_endpointing_ms", "", "300", "Silence after which Deepgram says its finals unasked.",
     SettingKind::kNumber, 10, 5000},
    {"deepgram.stt_smart_format", "", "true", "Numbers, dates and punctuation as they are written.",
     SettingKind::kSwitch},
    {"deepgram.ca_file", "", "", "PEM file of authorities to trust beside the system's."},
}};

namespace {

constexpr auto& kSettings = kDeepgramRecognizerSettings;
constexpr std::size_t kKey = 0, kUrl = 1, kModel = 2, kLanguage = 3, kEndpointing = 4, kSmartFormat = 5,
                      kCaFile = 6;

constexpr std::size_t kMostMessageBytes = 1024UL * 1024;
constexpr std::size_t kSilenceBytes = 2400;  // 300 ms

std::string encoded(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.' || byte == '~';
    if (plain) {
      out += c;
    } else {
      out.append({'%', kHex[byte >> 4], kHex[byte & 15]});
    }
  }
  return out;
}

/// Connects, has a moment of silence heard and says what came of it. Lives until its time is over, told or not.
class DeepgramCheck final : public std::enable_shared_from_this<DeepgramCheck>, WebSocket::Listener {
 public:
  DeepgramCheck(EventLoop& loop, DeepgramPlan plan, std::string what, ToldCheck told)
      : loop_(loop), plan_(std::move(plan)), what_(std::move(what)), told_(std::move(told)) {}
  ~DeepgramCheck() {
    if (socket_) socket_->forget_listener();
  }
  DeepgramCheck(const DeepgramCheck&) = delete;
  DeepgramCheck& operator=(const DeepgramCheck&) = delete;

  void begin() {
    began_ = std::chrono::steady_clock::now();
    const auto within = 3 * plan_.patience.connect + plan_.patience.finals;
    loop_.after(within, [self = shared_from_this()] {
      self->tell(false, "Deepgram takes audio and gives no answer; is there something else at this address?");
    });
    const auto failed = [self = shared_from_this()](const ConnectFailure& failure) {
      self->tell(false, deepgram_problem(failure, self->plan_.secret).sentence);
    };
    const auto connected = [self = shared_from_this()](const Connected& made) { self->connected(made.socket); };
    connect_web_socket(loop_, plan_.target, connected, failed);
  }

 private:
  void connected(const std::shared_ptr<WebSocket>& socket) {
    socket_ = socket;
    socket_->start(*this);
    socket_->send_binary(std::string(kSilenceBytes, static_cast<char>(0xFF)));
    socket_->send(R"({"type":"CloseStream"})");
  }

  void on_text(std::string_view text) override {
    const DeepgramMessage message = parse_deepgram(text);
    if (const auto* error = std::get_if<DeepgramError>(&message)) {
      tell(false, "Deepgram says what is wrong: " + foreign_text(error->what, plan_.secret));
    } else if (std::holds_alternative<DeepgramGarbage>(message)) {
      tell(false, "what is at this address says nothing that Deepgram would say; check deepgram.stt_url");
    } else {
      heard_ = true;  // a result or its metadata: it works, and the connection ends well
    }
  }
  void on_binary(std::size_t) override {}
  void on_wrote() override {}
  void on_closed(const SocketEnd& end) override {
    socket_.reset();
    if (heard_) {
      const auto took =
          std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began_);
      tell(true, what_ + " heard 0.3 s of silence in " + std::to_string(took.count()) + " ms");
    } else {
      const std::string said = foreign_text(end.reason, plan_.secret);
      tell(false,
           "Deepgram ended the stream with code " + std::to_string(end.code) + (said.empty() ? "" : ": " + said));
    }
  }

  void tell(bool good, const std::string& sentence) {
    const ToldCheck told = std::exchange(told_, nullptr);
    if (socket_) {
      socket_->forget_listener();
      std::exchange(socket_, nullptr)->close(1000, {});
    }
    if (told) told({good, "deepgram: " + sentence});
  }

  EventLoop& loop_;
  DeepgramPlan plan_;
  std::string what_;
  ToldCheck told_;
  std::shared_ptr<WebSocket> socket_;
  std::chrono::steady_clock::time_point began_;
  bool heard_ = false;
};

class DeepgramRecognizer final : public RecognizerProvider {
 public:
  DeepgramRecognizer(twilio::Url url, const ProviderValues& values, const StreamPatience& patience)
      : url_(std::move(url)), values_(values), patience_(patience) {}

  std::unique_ptr<Recognizer> recognizer(ProviderSeat seat, const AgentProfile& profile) const override {
    return std::make_unique<DeepgramSession>(std::move(seat), plan(profile));
  }
  void check(EventLoop& loop, const AgentProfile& profile, ToldCheck told) const override {
    const std::string what = values_.text(kSettings[kModel]) + " in " + language(profile);
    std::make_shared<DeepgramCheck>(loop, plan(profile), what, std::move(told))->begin();
  }

 private:
  std::string language(const AgentProfile& profile) const {
    const std::string configured = values_.text(kSettings[kLanguage]);
    return configured.empty() ? profile.language : configured;
  }

  DeepgramPlan plan(const AgentProfile& profile) const {
    DeepgramPlan plan;
    plan.secret = values_.text(kSettings[kKey]);
    plan.patience = patience_;
    plan.target.secure = url_.secure();
    plan.target.host = without_brackets(url_.host);
    plan.target.port = url_.effective_port();
    plan.target.path = path(profile);
    plan.target.headers = {{"User-Agent", "parley"}};
    if (!plan.secret.empty()) plan.target.headers.emplace_back("Authorization", "Token " + plan.secret);
    plan.target.ca_file = values_.text(kSettings[kCaFile]);
    plan.target.max_message_bytes = kMostMessageBytes;
    plan.target.connect_timeout = patience_.connect;
    return plan;
  }

  std::string path(const AgentProfile& profile) const {
    std::string path = url_.path.empty() || url_.path == "/" ? "/v1/listen" : url_.path;
    path += "?" + (url_.query ? *url_.query + "&" : std::string());
    path += "model=" + encoded(values_.text(kSettings[kModel])) + "&language=" + encoded(language(profile));
    path += "&encoding=mulaw&sample_rate=8000&channels=1&interim_results=true";
    path += "&endpointing=" + values_.text(kSettings[kEndpointing]);
    path += values_.on(kSettings[kSmartFormat]) ? "&smart_format=true" : "&smart_format=false";
    return path;
  }

  twilio::Url url_;
  ProviderValues values_;
  StreamPatience patience_;
};

}  // namespace

Result<std::shared_ptr<const RecognizerProvider>> make_deepgram_recognizer(const ProviderParts& parts) {
  return make_deepgram_recognizer(parts, StreamPatience{});
}

Result<std::shared_ptr<const RecognizerProvider>> make_deepgram_recognizer(const ProviderParts& parts,
                                                                           const StreamPatience& patience) {
  Result<twilio::Url> url = twilio::parse_url(parts.values.text(kSettings[kUrl]));
  if (!url) return url.error();
  if (parts.values.text(kSettings[kKey]).empty() && url->secure()) {
    return make_error("Deepgram wants a key: set DEEPGRAM_API_KEY");
  }
  std::shared_ptr<const RecognizerProvider> made =
      std::make_shared<DeepgramRecognizer>(std::move(*url), parts.values, patience);
  return made;
}

}  // namespace parley
