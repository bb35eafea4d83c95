// In place of google_grpc.cpp where the build found no gRPC.
#include "speech/google/google_stream.h"

namespace parley {

Result<std::shared_ptr<GoogleLine>> make_google_line(const GoogleAccess&) {
  return make_error("this build has no gRPC; install libgrpc++-dev and protobuf-compiler-grpc and build again");
}

}  // namespace parley
