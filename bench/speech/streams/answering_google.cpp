#include <google/cloud/speech/v1/cloud_speech.grpc.pb.h>
#include <grpcpp/alarm.h>
#include <grpcpp/grpcpp.h>

#include <mutex>

#include "bench/speech/streams/answering.h"
#include "bench/speech/streams/stamp.h"

namespace parley::bench {
namespace {

namespace v1 = ::google::cloud::speech::v1;
using Request = v1::StreamingRecognizeRequest;
using Response = v1::StreamingRecognizeResponse;

void fill(Response& response, const std::string& text, bool is_final, std::int64_t samples) {
  response.Clear();
  v1::StreamingRecognitionResult& result = *response.add_results();
  result.set_is_final(is_final);
  result.add_alternatives()->set_transcript(text);
  result.mutable_result_end_time()->set_seconds(samples / 8000);
  result.mutable_result_end_time()->set_nanos(static_cast<std::int32_t>(samples % 8000 * 125'000));
}

/// gRPC calls one of these at a time for a stream.
class Stream final : public grpc::ServerBidiReactor<Request, Response> {
 public:
  explicit Stream(std::chrono::milliseconds think) : think_(think) { StartRead(&request_); }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) {
      heard_us_ = monotonic_us();
      if (think_.count() == 0) return answer();
      // The stream is there until it has been finished, which nobody but the alarm does.
      alarm_.Set(std::chrono::system_clock::now() + think_, [this](bool) { answer(); });
      return;
    }
    samples_ += static_cast<std::int64_t>(request_.audio_content().size());
    {
      const std::lock_guard lock(mutex_);
      if (++messages_ % kMessagesAPartial == 0 && !writing_) {
        writing_ = true;
        fill(response_, "so far", false, samples_);
        StartWrite(&response_);
      }
    }
    StartRead(&request_);
  }
  void OnWriteDone(bool) override {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    if (answers_) finish();
  }
  void OnDone() override { delete this; }

  void answer() {
    const std::lock_guard lock(mutex_);
    answers_ = true;
    if (!writing_) finish();
  }
  void finish() {
    if (samples_ == 0) return Finish(grpc::Status::OK);
    fill(response_, stamp_text(heard_us_), true, samples_);
    StartWriteAndFinish(&response_, grpc::WriteOptions(), grpc::Status::OK);
  }

  std::chrono::milliseconds think_;
  grpc::Alarm alarm_;
  Request request_;
  Response response_;
  std::int64_t samples_ = 0;
  std::mutex mutex_;
  int messages_ = 0;
  bool writing_ = false;
  bool answers_ = false;
  std::int64_t heard_us_ = 0;
};

class Google final : public Answering, private v1::Speech::CallbackService {
 public:
  explicit Google(std::chrono::milliseconds think) : think_(think) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 100);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  std::uint16_t port() const override { return static_cast<std::uint16_t>(port_); }

 private:
  grpc::ServerBidiReactor<Request, Response>* StreamingRecognize(grpc::CallbackServerContext*) override {
    return new Stream(think_);
  }

  std::chrono::milliseconds think_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace

std::unique_ptr<Answering> answering_google(std::chrono::milliseconds think) {
  return std::make_unique<Google>(think);
}

}  // namespace parley::bench
