#include "bench/speech/streams/other_process.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "bench/speech/streams/answering.h"

namespace parley::bench {
namespace {

template <class T>
bool receive(int socket, T& value) {
  return ::recv(socket, &value, sizeof value, MSG_WAITALL) == static_cast<ssize_t>(sizeof value);
}
template <class T>
bool send(int socket, const T& value) {
  return ::send(socket, &value, sizeof value, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof value);
}

}  // namespace

std::unique_ptr<OtherProcess> OtherProcess::start(const std::string& provider, int think_ms) {
  int ends[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return nullptr;
  std::unique_ptr<OtherProcess> made(new OtherProcess);
  made->socket_ = ends[0];
  const std::string number = std::to_string(ends[1]);
  const std::string think = std::to_string(think_ms);
  made->process_ = ::fork();
  if (made->process_ == 0) {
    ::fcntl(ends[1], F_SETFD, 0);
    ::execl("/proc/self/exe", "parley_streams_bench", "--answer-over", number.c_str(), "--provider",
            provider.c_str(), "--think", think.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  ::close(ends[1]);
  std::int64_t port = 0;
  if (!receive(made->socket_, port) || port == 0) {
    std::fprintf(stderr, "nobody answers as %s; is this built with it?\n", provider.c_str());
    return nullptr;
  }
  made->port_ = static_cast<std::uint16_t>(port);
  return made;
}

OtherProcess::~OtherProcess() {
  ::close(socket_);
  if (process_ > 0) ::waitpid(process_, nullptr, 0);
}

std::optional<Usage> OtherProcess::echo() {
  Usage usage;
  if (!send(socket_, 'e') || !receive(socket_, usage)) return {};
  return usage;
}

int answer_over(int socket, const std::string& provider, int think_ms) {
  const std::unique_ptr<Answering> service = answering(provider, std::chrono::milliseconds(think_ms));
  if (!send(socket, std::int64_t{service == nullptr ? 0 : service->port()})) return 1;
  char asked = 0;
  while (receive(socket, asked)) {
    Usage usage = usage_now();
    usage.connections = service->accepted();
    if (!send(socket, usage)) break;
  }
  // Streams may be open still, and nobody wants to see them end well.
  std::_Exit(0);
}

}  // namespace parley::bench
