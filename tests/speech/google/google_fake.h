// Google's Speech-to-Text on a free port of the loopback interface, over real gRPC: keeps what comes, hears letters
// in place of words, and misbehaves as it is told. Configure it before anybody calls.
#pragma once

#include <google/cloud/speech/v1/cloud_speech.grpc.pb.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace parley {

class GoogleFake final : private google::cloud::speech::v1::Speech::Service {
 public:
  using Request = google::cloud::speech::v1::StreamingRecognizeRequest;
  using Response = google::cloud::speech::v1::StreamingRecognizeResponse;
  struct Stream {
    google::cloud::speech::v1::StreamingRecognitionConfig config;
    std::string key;
    std::string authorization;
    std::string peer;  // the connection, by its other end
    std::string audio;
    std::size_t largest = 0;  // message
    bool half_closed = false;
    bool over = false;
  };
  static constexpr int kMostStreams = 100;  // on a connection, as Google has it; more wait
  struct Fault {
    std::size_t stream = 0;       // from 0, in the order in which they were opened
    std::size_t after_bytes = 0;  // of audio
    grpc::Status status;          // ends the stream with this
    bool hangs = false;           // or never says anything again
    bool in_answer = false;       // or the status stands in an answer's error
  };

  explicit GoogleFake(std::shared_ptr<grpc::ServerCredentials> credentials = grpc::InsecureServerCredentials()) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", std::move(credentials), &port_);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMostStreams);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
    EXPECT_NE(server_, nullptr);
  }
  ~GoogleFake() override { stop(); }
  void stop() {
    if (!server_) return;
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      changed_.notify_all();
    }
    server_->Shutdown(std::chrono::system_clock::now());
    server_.reset();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  int port() const { return port_; }

  void misbehave(Fault fault) { faults_.push_back(std::move(fault)); }
  void refuse_language(std::string code) { refused_ = std::move(code); }
  void want_key(std::string key) {
    note([&] { wanted_key_ = std::move(key); });
  }
  /// One result a word, and each word of the final again and again before it.
  void drip() { drips_ = true; }

  std::vector<Stream> streams() {
    const std::lock_guard lock(mutex_);
    return streams_;
  }
  std::string all_audio() {
    std::string all;
    for (const Stream& stream : streams()) all += stream.audio;
    return all;
  }
  /// What was heard of all streams together.
  bool wait_for_bytes(std::size_t count) {
    return wait_until([this, count] {
      std::size_t all = 0;
      for (const Stream& stream : streams_) all += stream.audio.size();
      return all >= count;
    });
  }
  bool wait_for_streams(std::size_t count) {
    return wait_until([this, count] { return streams_.size() >= count; });
  }
  bool wait_for_streams_over(std::size_t count) {
    return wait_until([this, count] {
      std::size_t over = 0;
      for (const Stream& stream : streams_) over += stream.over ? 1 : 0;
      return over >= count;
    });
  }

 private:
  using Wire = grpc::ServerReaderWriter<Response, Request>;

  grpc::Status StreamingRecognize(grpc::ServerContext* context, Wire* wire) override {
    Request request;
    if (!wire->Read(&request) || !request.has_streaming_config()) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "the first message must have the configuration"};
    }
    const std::size_t index = begin(*context, request.streaming_config());
    const grpc::Status status = converse(*context, *wire, index);
    note([&] { streams_[index].over = true; });
    return status;
  }

  std::size_t begin(const grpc::ServerContext& context,
                    const google::cloud::speech::v1::StreamingRecognitionConfig& config) {
    const auto sent = [&context](const char* name) {
      const auto found = context.client_metadata().find(name);
      return found == context.client_metadata().end() ? std::string()
                                                      : std::string(found->second.data(), found->second.size());
    };
    std::size_t index = 0;
    note([&] {
      index = streams_.size();
      Stream& stream = streams_.emplace_back();
      stream.config = config;
      stream.key = sent("x-goog-api-key");
      stream.authorization = sent("authorization");
      stream.peer = context.peer();
    });
    return index;
  }

  grpc::Status converse(grpc::ServerContext& context, Wire& wire, std::size_t index) {
    if (const grpc::Status refusal = refuses(index); !refusal.ok()) return refusal;
    Request request;
    std::string audio;  // its own copy: what other streams heard is of no interest here
    std::size_t words_said = 0;
    while (true) {
      if (const Fault* fault = due(index)) return fail(*fault, context, wire);
      if (!wire.Read(&request)) break;
      audio += request.audio_content();
      note([&] {
        Stream& stream = streams_[index];
        stream.audio += request.audio_content();
        stream.largest = std::max(stream.largest, request.ByteSizeLong());
      });
      const std::string words = words_in(audio);
      if (words.size() != words_said) say(wire, words, false, end_of_words(audio));
      words_said = words.size();
    }
    if (context.IsCancelled()) return grpc::Status::CANCELLED;
    note([&] { streams_[index].half_closed = true; });
    if (const Fault* fault = due(index, true)) return fail(*fault, context, wire);
    const std::string words = words_in(audio);
    for (int i = 0; drips_ && i < 200; ++i) say(wire, words, false, end_of_words(audio));
    if (!words.empty()) say(wire, words, true, end_of_words(audio));
    return grpc::Status::OK;
  }

  grpc::Status refuses(std::size_t index) {
    const std::lock_guard lock(mutex_);
    const Stream& opened = streams_[index];
    if (!wanted_key_.empty() && opened.key != wanted_key_) {
      return {grpc::StatusCode::UNAUTHENTICATED, "API key " + opened.key + " not valid"};
    }
    if (opened.config.config().language_code() == refused_) {
      return {grpc::StatusCode::INVALID_ARGUMENT, "bad language code"};
    }
    return grpc::Status::OK;
  }

  const Fault* due(std::size_t index, bool at_end = false) {
    const std::lock_guard lock(mutex_);
    for (const Fault& fault : faults_) {
      const bool reached = at_end || streams_[index].audio.size() >= fault.after_bytes;
      if (fault.stream == index && reached) return &fault;
    }
    return nullptr;
  }

  grpc::Status fail(const Fault& fault, grpc::ServerContext& context, Wire& wire) {
    if (fault.in_answer) {
      Response response;
      response.mutable_error()->set_code(fault.status.error_code());
      response.mutable_error()->set_message(fault.status.error_message());
      wire.Write(response);
    }
    if (fault.hangs || fault.in_answer) {
      std::unique_lock lock(mutex_);
      // Cancellation is told to nobody who waits, so it is looked for.
      while (!stopping_ && !context.IsCancelled()) changed_.wait_for(lock, std::chrono::milliseconds(10));
      return grpc::Status::CANCELLED;
    }
    return fault.status;
  }

  static void say(Wire& wire, const std::string& words, bool is_final, std::size_t end) {
    Response response;
    auto* result = response.add_results();
    result->set_is_final(is_final);
    result->add_alternatives()->set_transcript(words);
    const auto micros = static_cast<std::int64_t>(end) * 125;
    result->mutable_result_end_time()->set_seconds(micros / 1'000'000);
    result->mutable_result_end_time()->set_nanos(static_cast<std::int32_t>(micros % 1'000'000) * 1000);
    wire.Write(response);
  }
  static bool is_word(char byte) { return byte >= 'a' && byte <= 'z'; }
  static std::string words_in(const std::string& audio) {
    std::string words;
    for (std::size_t i = 0; i < audio.size(); ++i) {
      if (!is_word(audio[i]) || (i > 0 && audio[i] == audio[i - 1])) continue;
      if (!words.empty()) words += ' ';
      words += audio[i];
    }
    return words;
  }
  static std::size_t end_of_words(const std::string& audio) {
    const auto last = std::find_if(audio.rbegin(), audio.rend(), is_word);
    return static_cast<std::size_t>(audio.rend() - last);
  }

  void note(const std::function<void()>& change) {
    const std::lock_guard lock(mutex_);
    change();
    changed_.notify_all();
  }
  bool wait_until(const std::function<bool()>& holds) {
    std::unique_lock lock(mutex_);
    const bool in_time = changed_.wait_for(lock, std::chrono::seconds(20), holds);
    EXPECT_TRUE(in_time) << "waited in vain";
    return in_time;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Stream> streams_;
  std::vector<Fault> faults_;
  std::string refused_;
  std::string wanted_key_;
  bool drips_ = false;
  bool stopping_ = false;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace parley
