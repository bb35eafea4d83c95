// One request to a provider's HTTP interface. Its answer is good and comes piece by piece, or it is a fault in one
// sentence: refusals are read, and what broke off is named. It retries nothing.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "speech/http/http_stream.h"
#include "speech/provider_fault.h"

namespace parley {

/// Whom a call of a service tells, on the loop's thread: `end` or `failed` is the last, and one of them comes.
struct ServiceAnswer {
  std::function<void(const Headers& headers)> began;
  std::function<void(std::string_view piece)> piece;
  std::function<void()> end;
  std::function<void(const ProviderFault& fault)> failed;
};

class ServiceCall {
 public:
  ServiceCall(EventLoop& loop, HttpStreamRequest request, ProviderName who, ServiceAnswer answer);
  /// Tells nothing any more; may be called by an event.
  ~ServiceCall();
  ServiceCall(const ServiceCall&) = delete;
  ServiceCall& operator=(const ServiceCall&) = delete;

 private:
  struct Reading;
  std::shared_ptr<Reading> reading_;
};

}  // namespace parley
