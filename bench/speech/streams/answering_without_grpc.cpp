// Stands in for answering_google.cpp where gRPC is not installed.
#include "bench/speech/streams/answering.h"

namespace parley::bench {

std::unique_ptr<Answering> answering_google(std::chrono::milliseconds) {
  return nullptr;
}

}  // namespace parley::bench
