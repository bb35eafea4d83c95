#include "server_under_test.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <thread>
#include <utility>

#include "core/twilio/url.h"
#include "live/http_client.h"
#include "live/stream_target.h"

namespace parley {
namespace {

constexpr std::chrono::milliseconds kAskEvery{200};
constexpr std::chrono::milliseconds kLookEvery{20};
constexpr int kLooksBeforeKilling = 250;  // five seconds

/// In the child, between fork and exec: only what may be called there.
[[noreturn]] void become_server(const char* command, int output) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGINT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  const int input = open("/dev/null", O_RDONLY);
  if (input >= 0) dup2(input, STDIN_FILENO);
  execl("/bin/sh", "sh", "-c", command, static_cast<char*>(nullptr));
  _exit(127);
}

/// Asks once. Nothing: not ready, for this reason.
std::optional<std::string> not_ready(const HttpFetch& fetch) {
  EventLoop loop;
  std::optional<std::string> reason;
  loop.post([&] {
    fetch_http(
        loop, fetch,
        [&](const HttpAnswer& answer) {
          if (answer.status != 200) reason = "HTTP " + std::to_string(answer.status);
          loop.stop();
        },
        [&](const ConnectFailure& failure) {
          reason = failure.what;
          loop.stop();
        });
  });
  loop.run();
  return reason;
}

}  // namespace

ServerUnderTest::~ServerUnderTest() {
  stop();
}

Result<void> ServerUnderTest::start(const std::string& command, const std::string& output) {
  const char* path = output.empty() ? "/dev/null" : output.c_str();
  const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return make_error("cannot be written: " + std::string(std::strerror(errno)), path);
  const pid_t child = fork();
  if (child == 0) become_server(command.c_str(), file);
  close(file);
  if (child < 0) return make_error("cannot start a process: " + std::string(std::strerror(errno)), command);
  setpgid(child, child);  // in both, since nobody knows who is first
  group_ = child;
  return {};
}

bool ServerUnderTest::has_ended() {
  if (group_ != 0 && !reaped_) reaped_ = waitpid(group_, nullptr, WNOHANG) == group_;
  return reaped_;
}

void ServerUnderTest::stop() {
  if (group_ == 0) return;
  kill(-group_, SIGTERM);
  // The group lives on in what the shell has started, even if the shell is gone.
  for (int looks = 0; looks < kLooksBeforeKilling; ++looks) {
    if (has_ended() && kill(-group_, 0) != 0) break;
    std::this_thread::sleep_for(kLookEvery);
  }
  kill(-group_, SIGKILL);
  if (!reaped_) waitpid(group_, nullptr, 0);
  group_ = 0;
}

Result<void> wait_until_ready(const std::string& url, std::chrono::seconds deadline,
                              const std::function<bool()>& gives_up) {
  const auto parsed = twilio::parse_url(url);
  if (!parsed || parsed->websocket()) return make_error("is no http or https URL", "--ready " + url);
  HttpFetch fetch;
  fetch.secure = parsed->secure();
  fetch.host = without_brackets(parsed->host);
  fetch.port = parsed->effective_port();
  fetch.request.target = parsed->target();
  fetch.request.headers = {{"User-Agent", "twisim"}};
  fetch.verify_certificate = false;  // it is asked whether it is there, not who it is
  const auto until = std::chrono::steady_clock::now() + deadline;
  while (true) {
    const auto reason = not_ready(fetch);
    if (!reason) return {};
    if (gives_up()) return make_error("the server ended before it was ready (" + *reason + ")", url);
    if (std::chrono::steady_clock::now() >= until) {
      return make_error("is not ready after " + std::to_string(deadline.count()) + " s: " + *reason, url);
    }
    std::this_thread::sleep_for(kAskEvery);
  }
}

}  // namespace parley
