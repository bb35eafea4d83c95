// Google's streams over gRPC: reactors of its callback interface, whose threads post to the loop of the call. The
// only file of ours that knows gRPC.
#include <google/cloud/speech/v1/cloud_speech.grpc.pb.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <utility>

#include "core/base/check.h"
#include "core/twilio/url.h"
#include "speech/call_post.h"
#include "speech/google/google_stream.h"

namespace parley {
namespace {

namespace v1 = ::google::cloud::speech::v1;

// Google allows a hundred streams on a connection; beyond that they would wait for one another.
constexpr int kStreamsPerChannel = 80;
constexpr int kMaxAnswerBytes = 1024 * 1024;

struct Channel {
  std::unique_ptr<v1::Speech::Stub> stub;
  std::atomic<int> streams{0};
  std::atomic<bool> distrusted{false};
};

/// Where channels wait for a thread of ours to take them down. The last of a process must not go on a thread of
/// gRPC's: it would have the threads of its callbacks joined by one of them (seen with 1.51: aborts and deadlocks).
class ChannelRest {
 public:
  static ChannelRest& of_process() {
    static ChannelRest rest;
    return rest;
  }
  /// From any thread.
  void lay(std::shared_ptr<Channel> channel) {
    const std::lock_guard lock(mutex_);
    channels_.push_back(std::move(channel));
  }
  /// From a thread of ours.
  void clear() {
    std::vector<std::shared_ptr<Channel>> gone;
    {
      const std::lock_guard lock(mutex_);
      gone.swap(channels_);
    }
  }

 private:
  std::mutex mutex_;
  std::vector<std::shared_ptr<Channel>> channels_;
};

std::vector<GoogleResult> results_of(const v1::StreamingRecognizeResponse& answer) {
  std::vector<GoogleResult> results;
  results.reserve(static_cast<std::size_t>(answer.results_size()));
  for (const v1::StreamingRecognitionResult& each : answer.results()) {
    GoogleResult result;
    if (each.alternatives_size() > 0) result.text = each.alternatives(0).transcript();
    result.is_final = each.is_final();
    // Bounded before it is multiplied: the numbers are somebody else's.
    const std::int64_t seconds = std::clamp<std::int64_t>(each.result_end_time().seconds(), 0, 1'000'000);
    const std::int64_t nanos = std::clamp<std::int64_t>(each.result_end_time().nanos(), 0, 999'999'999);
    result.end = seconds * 8000 + nanos / 125'000;
    results.push_back(std::move(result));
  }
  return results;
}

v1::StreamingRecognizeRequest opening(const GoogleSpeechConfig& config) {
  v1::StreamingRecognizeRequest request;
  v1::StreamingRecognitionConfig& streaming = *request.mutable_streaming_config();
  streaming.set_interim_results(true);
  v1::RecognitionConfig& recognition = *streaming.mutable_config();
  recognition.set_encoding(v1::RecognitionConfig::MULAW);
  recognition.set_sample_rate_hertz(8000);
  recognition.set_language_code(config.language);
  recognition.set_max_alternatives(1);
  recognition.set_model(config.model);
  recognition.set_use_enhanced(config.enhanced);
  recognition.set_enable_automatic_punctuation(config.punctuation);
  if (!config.phrases.empty()) {
    v1::SpeechContext& context = *recognition.add_speech_contexts();
    for (const std::string& phrase : config.phrases) context.add_phrases(phrase);
  }
  return request;
}

/// One call of gRPC. It holds itself until its last operation is done, and whoever holds the stream may be gone
/// long before or stay long after; so a lock guards the one thing that both must know, whether operations may be
/// begun.
class SpeechCall final
    : public grpc::ClientBidiReactor<v1::StreamingRecognizeRequest, v1::StreamingRecognizeResponse>,
      public std::enable_shared_from_this<SpeechCall> {
 public:
  SpeechCall(std::shared_ptr<Channel> channel, const std::string& key, CallPost::Sender sender,
             GoogleStream::Listener& listener)
      : channel_(std::move(channel)), sender_(std::move(sender)), listener_(listener) {
    ++channel_->streams;
    if (!key.empty()) context_->AddMetadata("x-goog-api-key", key);
  }
  ~SpeechCall() override {
    --channel_->streams;
    context_.reset();  // it holds the channel too
    ChannelRest::of_process().lay(std::move(channel_));
  }

  void begin(const GoogleSpeechConfig& config) {
    self_ = shared_from_this();
    request_ = opening(config);
    channel_->stub->async()->StreamingRecognize(&*context_, this);
    AddHold();  // operations begin on the loop, outside of reactions
    StartWrite(&request_);
    StartRead(&answer_);
    StartCall();
  }

  void write(std::string mulaw) {
    const std::lock_guard lock(mutex_);
    if (over_) return;
    writing_ = true;
    request_.set_audio_content(std::move(mulaw));
    StartWrite(&request_);
  }
  void half_close() {
    const std::lock_guard lock(mutex_);
    if (over_) return;
    closes_ = true;
    if (!writing_) StartWritesDone();
  }
  void distrust() { channel_->distrusted = true; }
  /// The stream is not wanted any more.
  void leave() {
    context_->TryCancel();
    finish();
  }

 private:
  void read_more() {
    const std::lock_guard lock(mutex_);
    if (!over_) StartRead(&answer_);
  }

  /// No more operations; the call may then come to its end.
  void finish() {
    {
      const std::lock_guard lock(mutex_);
      if (std::exchange(over_, true)) return;
    }
    RemoveHold();
  }

  void OnWriteDone(bool ok) override {
    {
      // From here and not by way of the loop: the caller waits for his words from now on.
      const std::lock_guard lock(mutex_);
      writing_ = false;
      if (ok && closes_ && !over_) StartWritesDone();
    }
    if (ok) sender_.post([listener = &listener_] { listener->on_written(); });
  }
  void OnReadDone(bool ok) override {
    if (!ok) {
      finish();
      return;
    }
    // The next answer is read when the loop has dealt with this one, so that no more than one waits.
    auto results = results_of(answer_);
    const bool refused = answer_.has_error() && answer_.error().code() != 0;
    GoogleEnd error{answer_.error().code(), answer_.error().message()};
    sender_.post([self = self_, refused, results = std::move(results), error = std::move(error)]() mutable {
      // Whoever listens may let go of the stream while he is told, so he is told one thing and last.
      if (refused) {
        self->leave();
        self->listener_.on_ended(std::move(error));
      } else {
        self->read_more();
        if (!results.empty()) self->listener_.on_results(std::move(results));
      }
    });
  }
  void OnDone(const grpc::Status& status) override {
    GoogleEnd end{static_cast<int>(status.error_code()), status.error_message()};
    sender_.post([listener = &listener_, end = std::move(end)]() mutable { listener->on_ended(std::move(end)); });
    self_.reset();
  }

  std::shared_ptr<SpeechCall> self_;  // until OnDone
  std::shared_ptr<Channel> channel_;
  CallPost::Sender sender_;
  GoogleStream::Listener& listener_;
  std::optional<grpc::ClientContext> context_{std::in_place};
  v1::StreamingRecognizeRequest request_;
  v1::StreamingRecognizeResponse answer_;
  std::mutex mutex_;
  bool writing_ = true;  // the opening, to begin with
  bool closes_ = false;  // once that is written
  bool over_ = false;    // no operation may be begun any more
};

class GrpcStream final : public GoogleStream {
 public:
  GrpcStream(EventLoop& loop, std::shared_ptr<Channel> channel, const std::string& key,
             const GoogleSpeechConfig& config, Listener& listener)
      : post_(loop),
        relay_{listener, *this},
        call_(std::make_shared<SpeechCall>(std::move(channel), key, post_.sender(), relay_)) {
    call_->begin(config);
  }
  ~GrpcStream() override {
    if (call_ != nullptr) call_->leave();
  }

  void write(std::string mulaw) override {
    if (call_ != nullptr) call_->write(std::move(mulaw));
  }
  void half_close() override {
    if (call_ != nullptr) call_->half_close();
  }
  void distrust() override {
    if (call_ != nullptr) call_->distrust();
  }

 private:
  /// Hears first, for the end is told once and after it there is no call any more.
  struct Relay final : Listener {
    Relay(Listener& its_listener, GrpcStream& its_stream) : listener(its_listener), stream(its_stream) {}
    void on_written() override { listener.on_written(); }
    void on_results(std::vector<GoogleResult> results) override { listener.on_results(std::move(results)); }
    void on_ended(GoogleEnd end) override {
      if (std::exchange(stream.call_, nullptr) == nullptr) return;  // an error within an answer, and then the end
      listener.on_ended(std::move(end));
    }
    Listener& listener;
    GrpcStream& stream;
  };

  CallPost post_;
  Relay relay_;
  std::shared_ptr<SpeechCall> call_;  // null after its end
};

class GrpcLine final : public GoogleLine {
 public:
  GrpcLine(std::string target, std::shared_ptr<grpc::ChannelCredentials> credentials, std::string key, bool proxy)
      : target_(std::move(target)), credentials_(std::move(credentials)), key_(std::move(key)), proxy_(proxy) {
    ChannelRest::of_process();  // made before the first channel, so that it goes after the last
  }
  ~GrpcLine() override {
    channels_.clear();
    ChannelRest::of_process().clear();
  }
  GrpcLine(const GrpcLine&) = delete;
  GrpcLine& operator=(const GrpcLine&) = delete;

  std::unique_ptr<GoogleStream> open(EventLoop& loop, const GoogleSpeechConfig& config,
                                     GoogleStream::Listener& listener) override {
    return std::make_unique<GrpcStream>(loop, channel(), key_, config, listener);
  }

 private:
  std::shared_ptr<Channel> channel() {
    ChannelRest::of_process().clear();
    const std::lock_guard lock(mutex_);
    std::erase_if(channels_, [](const auto& each) { return each->distrusted.load(); });
    for (const std::shared_ptr<Channel>& each : channels_) {
      if (each->streams < kStreamsPerChannel) return each;
    }
    auto made = std::make_shared<Channel>();
    made->stub = v1::Speech::NewStub(grpc::CreateCustomChannel(target_, credentials_, arguments()));
    channels_.push_back(made);
    return made;
  }

  grpc::ChannelArguments arguments() const {
    grpc::ChannelArguments arguments;
    // Each channel a connection of its own: otherwise gRPC would find them equal and share one.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 3'000);  // also how long connecting may take
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
    arguments.SetInt(GRPC_ARG_DNS_MIN_TIME_BETWEEN_RESOLUTIONS_MS, 1'000);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, proxy_ ? 1 : 0);
    // Whether audio may be sent again is the call's to decide.
    arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
    arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, 16 * 1024);
    arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
    return arguments;
  }

  const std::string target_;
  const std::shared_ptr<grpc::ChannelCredentials> credentials_;
  const std::string key_;
  const bool proxy_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Channel>> channels_;
};

}  // namespace

Result<std::shared_ptr<GoogleLine>> make_google_line(const GoogleAccess& access) {
  const Result<twilio::Url> url = twilio::parse_url(access.url);
  if (!url) return url.error();
  const std::string target = url->host + ":" + std::to_string(url->effective_port());
  if (!url->secure()) {
    return std::shared_ptr<GoogleLine>(
        std::make_shared<GrpcLine>(target, grpc::InsecureChannelCredentials(), access.api_key, false));
  }
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = access.certificates;
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::SslCredentials(options);
  if (!access.service_account.empty()) {
    const auto account = grpc::ServiceAccountJWTAccessCredentials(access.service_account, 3600);
    if (account == nullptr) {
      return make_error("lacks type, client_id or private_key_id, which a service account's key file has",
                        access.account_file);
    }
    credentials = grpc::CompositeChannelCredentials(credentials, account);
  }
  const std::string key = access.service_account.empty() ? access.api_key : std::string();
  return std::shared_ptr<GoogleLine>(std::make_shared<GrpcLine>(target, credentials, key, true));
}

}  // namespace parley
