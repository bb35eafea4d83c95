// How much memory the frame path asks for. Counting is done by replacing the program's own operator new, which one
// file of a program may do: this is that file.
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

#include "core/call/call.h"

namespace {

std::int64_t allocations = 0;

void* counted(std::size_t size) {
  ++allocations;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) {
  return counted(size);
}
void* operator new[](std::size_t size) {
  return counted(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace parley {
namespace {

/// A call that hears silence and says nothing.
class SilentCall {
 public:
  SilentCall() : call_(config(), kCallStart) {
    twilio::Start start;
    start.stream_sid = Sid("MZ1");
    call_.handle(now_, start);
    drain();
    Frame silence;
    silence.fill(kMulawSilence);
    auto& media = message_.emplace<twilio::Media>();
    media.stream_sid = start.stream_sid;
    media.payload.assign(silence);
  }

  void hear(int frames) {
    for (int i = 0; i < frames; ++i) {
      now_ += kFrameDuration;
      std::get<twilio::Media>(message_).timestamp_ms += 20;
      call_.handle(now_, message_);
      if (call_.next_deadline() <= now_) call_.handle_timeout(now_);
      drain();
    }
  }
  std::int64_t batches() const { return batches_; }

 private:
  static CallConfig config() {
    CallConfig config;
    config.idle = {Duration{}, Duration{}};  // nobody asks whether the caller is there
    config.phrases = std::make_shared<Phrases>();
    return config;
  }
  void drain() {
    while (auto action = call_.poll()) {
      const auto* ask = std::get_if<Ask>(&*action);
      if (ask != nullptr && std::holds_alternative<RecognizerAudio>(ask->request)) ++batches_;
    }
  }

  Call call_;
  Instant now_ = kCallStart;
  twilio::Inbound message_;
  std::int64_t batches_ = 0;
};

TEST(CallAllocation, IsOneForEachBatchOfTheRecogniserAndNoneForAFrame) {
  SilentCall call;
  call.hear(200);  // until everything has its working size
  const std::int64_t batches_before = call.batches();
  const std::int64_t before = allocations;
  call.hear(1000);
  const std::int64_t after = allocations;
  EXPECT_EQ(after - before, call.batches() - batches_before);
  EXPECT_EQ(call.batches() - batches_before, 125) << "150 ms are eight frames";
}

TEST(CallAllocation, IsSeenByThisTest) {
  const std::int64_t before = allocations;
  ::operator delete(::operator new(8));  // called by name, for a compiler may leave out a pair of expressions
  EXPECT_EQ(allocations, before + 1);
}

}  // namespace
}  // namespace parley
