// An HTTP server of a test's own on a free port of the loopback interface: it reads requests as they ought to be
// and answers with whatever bytes the test says, in whatever pieces, and may then keep the connection, close it,
// reset it or say nothing for ever. A thread a connection; plain sockets, so that no library makes its answers any
// better.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace parley::speech_test {

struct SeenRequest {
  std::string method, target, body;
  std::map<std::string, std::string> headers;  // names in lower case
  int connection = 0;                          // counts from 0
  int number = 0;                              // of all requests, from 0
};

struct FakeAnswer {
  enum class Then { kKeep, kClose, kReset, kHang };
  std::vector<std::string> pieces;
  Then then = Then::kKeep;
};

inline std::string http_head(int status, const std::string& type, const std::string& more = "") {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: " + type + "\r\n" + more;
}
inline FakeAnswer whole_answer(int status, const std::string& type, const std::string& body) {
  return {{http_head(status, type, "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n") + body}};
}
inline std::string chunk_of(const std::string& bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string size;
  for (std::size_t left = bytes.size(); left > 0; left /= 16) size.insert(size.begin(), kDigits[left % 16]);
  return (size.empty() ? "0" : size) + "\r\n" + bytes + "\r\n";
}
/// Each part in a chunk and a piece of its own.
inline FakeAnswer chunked_answer(const std::string& type, const std::vector<std::string>& parts) {
  FakeAnswer out{{http_head(200, type, "Transfer-Encoding: chunked\r\n\r\n")}};
  for (const std::string& part : parts) out.pieces.push_back(chunk_of(part));
  out.pieces.push_back(chunk_of(""));
  return out;
}
/// The same bytes, of which only the first `bytes` go out.
inline FakeAnswer first_bytes(const FakeAnswer& answer, std::size_t bytes, FakeAnswer::Then then) {
  std::string all;
  for (const std::string& piece : answer.pieces) all += piece;
  return {{all.substr(0, bytes)}, then};
}
inline std::size_t size_of(const FakeAnswer& answer) {
  std::size_t size = 0;
  for (const std::string& piece : answer.pieces) size += piece.size();
  return size;
}

class FakeHttp {
 public:
  using Handler = std::function<FakeAnswer(const SeenRequest&)>;

  explicit FakeHttp(Handler handler) : handler_(std::move(handler)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener_, 64), 0);
    EXPECT_EQ(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  ~FakeHttp() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    {
      const std::lock_guard lock(mutex_);
      for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
    }
    for (std::thread& thread : threads_) thread.join();
    for (const int socket : sockets_) ::close(socket);
    ::close(listener_);
  }
  FakeHttp(const FakeHttp&) = delete;
  FakeHttp& operator=(const FakeHttp&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url(const std::string& path = "") const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
  std::vector<SeenRequest> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  int connections() {
    const std::lock_guard lock(mutex_);
    return connections_;
  }
  /// Waits until so many connections have been closed by the other side, or were ended here.
  bool wait_for_closed(int count) {
    return wait([this, count] { return closed_ >= count; });
  }
  bool wait_for_requests(std::size_t count) {
    return wait([this, count] { return requests_.size() >= count; });
  }
  bool wait_for_connections(int count) {
    return wait([this, count] { return connections_ >= count; });
  }

 private:
  bool wait(const std::function<bool()>& holds) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), holds);
  }

  void accept_all() {
    for (;;) {
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) return;
      const int yes = 1;
      ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
      const std::lock_guard lock(mutex_);
      sockets_.push_back(socket);
      threads_.emplace_back([this, socket, number = connections_++] { serve(socket, number); });
      changed_.notify_all();
    }
  }

  void serve(int socket, int number) {
    std::string unread;
    SeenRequest request;
    while (read_request(socket, unread, request)) {
      request.connection = number;
      {
        const std::lock_guard lock(mutex_);
        request.number = static_cast<int>(requests_.size());
        requests_.push_back(request);
        changed_.notify_all();
      }
      if (!answer(socket, handler_(request))) break;
    }
    const std::lock_guard lock(mutex_);
    ++closed_;
    changed_.notify_all();
  }

  static bool answer(int socket, const FakeAnswer& answer) {
    for (const std::string& piece : answer.pieces) {
      std::string_view left = piece;
      while (!left.empty()) {
        const auto sent = ::send(socket, left.data(), left.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        left.remove_prefix(static_cast<std::size_t>(sent));
      }
    }
    switch (answer.then) {
      case FakeAnswer::Then::kKeep:
        return true;
      case FakeAnswer::Then::kClose:
        ::shutdown(socket, SHUT_RDWR);
        return false;
      case FakeAnswer::Then::kReset: {
        const linger hard{1, 0};
        ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        // Going back to no address ends a connection with a reset and keeps the descriptor ours.
        sockaddr nobody{};
        nobody.sa_family = AF_UNSPEC;
        ::connect(socket, &nobody, sizeof nobody);
        return false;
      }
      case FakeAnswer::Then::kHang: {
        char byte = 0;
        while (::recv(socket, &byte, 1, 0) > 0) {
        }
        return false;
      }
    }
    return false;
  }

  static bool read_request(int socket, std::string& unread, SeenRequest& request) {
    std::size_t end = 0;
    while ((end = unread.find("\r\n\r\n")) == std::string::npos) {
      if (!receive(socket, unread)) return false;
    }
    request = {};
    std::string_view head = std::string_view(unread).substr(0, end);
    const std::string_view line = head.substr(0, head.find("\r\n"));
    request.method = line.substr(0, line.find(' '));
    request.target = line.substr(line.find(' ') + 1, line.rfind(' ') - line.find(' ') - 1);
    head.remove_prefix(std::min(line.size() + 2, head.size()));
    while (!head.empty()) {
      const std::string_view field = head.substr(0, head.find("\r\n"));
      std::string name(field.substr(0, field.find(':')));
      std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
      request.headers[name] = field.substr(std::min(field.find(':') + 2, field.size()));
      head.remove_prefix(std::min(field.size() + 2, head.size()));
    }
    unread.erase(0, end + 4);
    const auto length = request.headers.find("content-length");
    const std::size_t size = length == request.headers.end() ? 0 : std::stoul(length->second);
    while (unread.size() < size) {
      if (!receive(socket, unread)) return false;
    }
    request.body = unread.substr(0, size);
    unread.erase(0, size);
    return true;
  }

  static bool receive(int socket, std::string& unread) {
    char bytes[4096];
    const auto size = ::recv(socket, bytes, sizeof bytes, 0);
    if (size <= 0) return false;
    unread.append(bytes, static_cast<std::size_t>(size));
    return true;
  }

  Handler handler_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<SeenRequest> requests_;
  std::vector<int> sockets_;
  int connections_ = 0;
  int closed_ = 0;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace parley::speech_test
