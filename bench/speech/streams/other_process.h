// The answering service in a process of its own: this program once more, told by a socket between the two. Over
// that socket it also echoes, for how long the machine takes at present to bring a byte there and back, and says
// what it has used.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "bench/speech/streams/stamp.h"

namespace parley::bench {

class OtherProcess {
 public:
  /// Null if it does not come up; what is wrong was said then.
  static std::unique_ptr<OtherProcess> start(const std::string& provider, int think_ms);
  ~OtherProcess();
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;

  std::uint16_t port() const { return port_; }
  /// Waits for the answer, which has no work to wait for.
  std::optional<Usage> echo();

 private:
  OtherProcess() = default;

  pid_t process_ = -1;
  int socket_ = -1;
  std::uint16_t port_ = 0;
};

/// What the other process does. Returns when this one is gone.
int answer_over(int socket, const std::string& provider, int think_ms);

}  // namespace parley::bench
