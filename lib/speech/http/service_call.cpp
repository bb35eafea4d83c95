#include "speech/http/service_call.h"

#include <optional>
#include <utility>

namespace parley {
namespace {

constexpr std::size_t kMostRefusal = 4096;  // of its body is read

}  // namespace

struct ServiceCall::Reading : std::enable_shared_from_this<Reading> {
  Reading(ProviderName asked, ServiceAnswer told) : who(std::move(asked)), answer(std::move(told)) {}

  bool good() const { return status >= 200 && status < 300; }

  void piece(std::string_view bytes) {
    if (good()) {
      if (answer.piece) answer.piece(bytes);
      return;
    }
    refusal += bytes.substr(0, kMostRefusal - refusal.size());
    if (refusal.size() == kMostRefusal) fail(fault_of_status(who, status, refusal));
  }

  void end() {
    if (!good()) return fail(fault_of_status(who, status, refusal));
    if (const auto told = std::move(answer.end)) told();
  }

  void trouble(const HttpTrouble& what) {
    // That it refused counts for more than how it said so.
    const bool refused = what.answered && !good();
    fail(refused ? fault_of_status(who, status, refusal) : fault_of_trouble(who, what));
  }

  void fail(const ProviderFault& fault) {
    stream.reset();
    if (const auto told = std::exchange(answer.failed, nullptr)) told(fault);
  }

  ProviderName who;
  ServiceAnswer answer;
  int status = 0;
  std::string refusal;
  std::optional<HttpStream> stream;
};

ServiceCall::ServiceCall(EventLoop& loop, HttpStreamRequest request, ProviderName who, ServiceAnswer answer)
    : reading_(std::make_shared<Reading>(std::move(who), std::move(answer))) {
  // Held weakly, for the stream is a member; locked while an event runs, for the event may end this call.
  const std::weak_ptr<Reading> weak = reading_;
  HttpStreamEvents events;
  events.header = [weak](int status, const Headers& headers) {
    const auto self = weak.lock();
    if (!self) return;
    self->status = status;
    if (self->good() && self->answer.began) self->answer.began(headers);
  };
  events.body = [weak](std::string_view piece) {
    if (const auto self = weak.lock()) self->piece(piece);
  };
  events.end = [weak] {
    if (const auto self = weak.lock()) self->end();
  };
  events.failed = [weak](const HttpTrouble& trouble) {
    if (const auto self = weak.lock()) self->trouble(trouble);
  };
  reading_->stream.emplace(loop, std::move(request), std::move(events));
}

ServiceCall::~ServiceCall() {
  reading_->stream.reset();
}

}  // namespace parley
