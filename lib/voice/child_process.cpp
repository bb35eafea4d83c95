#include "voice/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace parley {
namespace {

using Clock = std::chrono::steady_clock;

enum class Ending : std::uint8_t { kAll, kUnwanted, kLate, kTooMuch, kBroken, kFailed };

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    close();
    number_ = std::exchange(other.number_, -1);
    return *this;
  }
  ~Descriptor() { close(); }

  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }
  int number() const { return number_; }

 private:
  int number_ = -1;
};

/// Both ends close when a program is started, so that no other child of ours inherits them. Sockets, since writing
/// to one whose reader is gone can be told not to raise a signal.
struct Pair {
  Descriptor ours;
  Descriptor theirs;
};

bool open_pair(Pair& pair) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return false;
  pair.ours = Descriptor(ends[0]);
  pair.theirs = Descriptor(ends[1]);
  return ::fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
}

/// A process that is ours to bury: killed where it still runs, and waited for.
class Child {
 public:
  explicit Child(pid_t id) : id_(id) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (id_ <= 0) return;
    ::kill(id_, SIGKILL);
    while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  /// Whether it ends well by then.
  Ending end_by(Clock::time_point until) {
    int status = 0;
    while (true) {
      const pid_t ended = ::waitpid(id_, &status, WNOHANG);
      if (ended < 0 && errno == EINTR) continue;
      if (ended != 0) {
        id_ = -1;
        return ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? Ending::kAll : Ending::kFailed;
      }
      if (Clock::now() >= until) return Ending::kLate;
      ::poll(nullptr, 0, 1);  // it has closed its output, so it is about to end
    }
  }

 private:
  pid_t id_;
};

struct SpawnSettings {
  SpawnSettings() {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};
};

/// 0, or why not.
int start(const std::vector<std::string>& command, const Pair& in, const Pair& out, pid_t& id) {
  SpawnSettings settings;
  posix_spawn_file_actions_adddup2(&settings.files, in.theirs.number(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&settings.files, out.theirs.number(), STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&settings.files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  sigset_t none;
  sigemptyset(&none);
  sigset_t usual;
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  posix_spawnattr_setsigmask(&settings.attributes, &none);
  posix_spawnattr_setsigdefault(&settings.attributes, &usual);
  posix_spawnattr_setflags(&settings.attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  return posix_spawnp(&id, arguments[0], &settings.files, &settings.attributes, arguments.data(), environ);
}

/// Gives the child its text and takes its output until one of the two has had enough.
class Exchange {
 public:
  Exchange(Descriptor in, Descriptor out, std::string_view input, std::size_t most_bytes, Clock::time_point until)
      : in_(std::move(in)), out_(std::move(out)), input_(input), most_bytes_(most_bytes), until_(until) {}

  Ending run(const std::function<bool(std::span<const std::uint8_t>)>& take) {
    while (true) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(until_ - Clock::now());
      if (left.count() <= 0) return Ending::kLate;
      if (input_.empty()) in_.close();
      std::array<pollfd, 2> watched{{{out_.number(), POLLIN, 0}, {in_.number(), POLLOUT, 0}}};
      const int ready = ::poll(watched.data(), watched.size(), static_cast<int>(left.count()));
      if (ready < 0 && errno != EINTR) return Ending::kBroken;
      if (ready <= 0) continue;
      if (watched[1].revents != 0) give();
      if (watched[0].revents == 0) continue;
      const auto size = ::recv(out_.number(), block_.data(), block_.size(), 0);
      if (size == 0) return Ending::kAll;
      if (size < 0 && errno != EINTR && errno != EAGAIN) return Ending::kBroken;
      if (size <= 0) continue;
      taken_ += static_cast<std::size_t>(size);
      if (taken_ > most_bytes_) return Ending::kTooMuch;
      if (!take(std::span(block_).first(static_cast<std::size_t>(size)))) return Ending::kUnwanted;
    }
  }

 private:
  void give() {
    const auto size = ::send(in_.number(), input_.data(), input_.size(), MSG_NOSIGNAL);
    if (size > 0) {
      input_.remove_prefix(static_cast<std::size_t>(size));
    } else if (errno != EINTR && errno != EAGAIN) {
      input_ = {};  // it reads no further; what it says is what counts
    }
  }

  Descriptor in_;
  Descriptor out_;
  std::string_view input_;
  const std::size_t most_bytes_;
  const Clock::time_point until_;
  std::size_t taken_ = 0;
  std::array<std::uint8_t, 8192> block_{};
};

std::string reason_of(int error) {
  return std::error_code(error, std::generic_category()).message();
}

}  // namespace

Result<void> run_child(const std::vector<std::string>& command, std::string_view input,
                       const std::function<bool(std::span<const std::uint8_t>)>& take, const ChildLimits& limits) {
  const std::string& name = command.front();
  Pair in;
  Pair out;
  if (!open_pair(in) || !open_pair(out)) return make_error(name + " could not be started: " + reason_of(errno));
  pid_t id = -1;
  if (const int error = start(command, in, out, id); error != 0) {
    return make_error(name + " could not be started: " + reason_of(error));
  }
  Child child(id);
  in.theirs.close();
  out.theirs.close();
  const Clock::time_point until = Clock::now() + limits.time;
  Exchange exchange(std::move(in.ours), std::move(out.ours), input, limits.bytes, until);
  Ending ending = exchange.run(take);
  if (ending == Ending::kAll) ending = child.end_by(until);
  switch (ending) {
    case Ending::kAll:
      return {};
    case Ending::kUnwanted:
      return {};
    case Ending::kLate:
      return make_error(name + " took over " + std::to_string(limits.time.count()) + " ms and was stopped");
    case Ending::kTooMuch:
      return make_error(name + " gave over " + std::to_string(limits.bytes) + " bytes and was stopped");
    case Ending::kBroken:
      return make_error(name + " could not be listened to");
    case Ending::kFailed:
      break;
  }
  return make_error(name + " failed");
}

}  // namespace parley
