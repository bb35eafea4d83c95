// Phones an ECHO server on loopback with many connections at once, their frames spread over the 20 ms, and tells
// what the server spent: CPU a frame from the kernel's account of its process, and the time until each frame came
// back.
//
//   media_load PORT PATH CONNECTIONS SECONDS SERVER_PID
//
// One line of JSON. Sending goes by absolute deadlines; a load that falls behind says so (`late_p99_us`) and its
// figures are worth nothing.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

constexpr microseconds kFrame{20'000};

struct Connection {
  int fd = -1;
  std::string in;
  std::deque<Clock::time_point> sent;
  Clock::time_point next;
  std::int64_t number = 0;
};

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  std::exit(2);
}

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) give_up("media_load: send");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

/// A text frame as a client sends it: masked.
std::string masked(std::string_view text) {
  constexpr std::array<char, 4> kMask{0x37, 0x5A, 0x21, 0x6D};
  std::string frame{static_cast<char>(0x81)};
  if (text.size() < 126) {
    frame.push_back(static_cast<char>(0x80 | text.size()));
  } else {
    frame.push_back(static_cast<char>(0x80 | 126));
    frame.push_back(static_cast<char>(text.size() >> 8));
    frame.push_back(static_cast<char>(text.size() & 0xFF));
  }
  frame.append(kMask.data(), kMask.size());
  for (std::size_t i = 0; i < text.size(); ++i) frame.push_back(static_cast<char>(text[i] ^ kMask[i % 4]));
  return frame;
}

std::string sid(std::string_view prefix, std::size_t number) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.2s%032zx", prefix.data(), number);
  return text.data();
}

std::string start_message(std::size_t number) {
  const std::string stream = sid("MZ", number);
  return R"({"event":"start","sequenceNumber":"1","start":{"accountSid":")" + sid("AC", 1) + R"(","streamSid":")" +
         stream + R"(","callSid":")" + sid("CA", number) +
         R"(","tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},)" +
         R"("customParameters":{}},"streamSid":")" + stream + R"("})";
}

std::string media_message(std::size_t connection, std::int64_t number) {
  static const std::string kPayload = [] {
    std::string payload;
    for (int i = 0; i < 53; ++i) payload += "fv3+";  // a quiet line
    return payload + "fv3+/w==";
  }();
  std::array<char, 220> head{};
  std::snprintf(
      head.data(), head.size(),
      R"({"event":"media","sequenceNumber":"%lld","media":{"track":"inbound","chunk":"%lld","timestamp":"%lld","payload":")",
      static_cast<long long>(number + 2), static_cast<long long>(number + 1),
      static_cast<long long>(100 + number * 20));
  return head.data() + kPayload + R"("},"streamSid":")" + sid("MZ", connection) + R"("})";
}

int connect_to(std::uint16_t port, const std::string& path) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) give_up("media_load: connect");
  const int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  write_all(
      fd,
      "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Twilio.TmeWs/1.0\r\nConnection: Upgrade\r\n" +
          "Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  std::string answer;
  std::array<char, 1024> block;
  while (answer.find("\r\n\r\n") == std::string::npos) {
    const ssize_t got = recv(fd, block.data(), block.size(), 0);
    if (got <= 0) give_up("media_load: no answer to the handshake");
    answer.append(block.data(), static_cast<std::size_t>(got));
  }
  if (answer.find(" 101 ") == std::string::npos) {
    std::fprintf(stderr, "media_load: the server answered %s\n", answer.substr(0, answer.find('\r')).c_str());
    std::exit(2);
  }
  return fd;
}

/// User and system time of a process.
microseconds cpu_of(int pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string text((std::istreambuf_iterator<char>(stat)), std::istreambuf_iterator<char>());
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) give_up("media_load: the server is gone");
  std::istringstream fields(text.substr(name_end + 2));
  std::string word;
  for (int i = 0; i < 11; ++i) fields >> word;
  std::int64_t user = 0;
  std::int64_t system = 0;
  fields >> user >> system;
  return microseconds((user + system) * 1'000'000 / sysconf(_SC_CLK_TCK));
}

std::int64_t percentile(std::vector<std::int64_t>& values, double part) {
  if (values.empty()) return -1;
  const auto at = static_cast<std::size_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

class Load {
 public:
  Load(std::uint16_t port, const std::string& path, std::size_t count) : poll_(epoll_create1(0)) {
    for (std::size_t i = 0; i < count; ++i) {
      auto& connection = connections_.emplace_back(std::make_unique<Connection>());
      connection->fd = connect_to(port, path);
      write_all(connection->fd, masked(R"({"event":"connected","protocol":"Call","version":"1.0.0"})"));
      write_all(connection->fd, masked(start_message(i)));
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u64 = i;
      epoll_ctl(poll_, EPOLL_CTL_ADD, connection->fd, &event);
    }
  }

  void run(Clock::duration length) {
    const Clock::time_point begin = Clock::now();
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      connections_[i]->next = std::max(
          connections_[i]->next, begin + kFrame * static_cast<int>(i) / static_cast<int>(connections_.size()));
    }
    std::size_t turn = 0;
    while (Clock::now() - begin < length) {
      // They stay in the order of their phases, so the next to send is always the next in turn.
      Connection& next = *connections_[turn];
      const Clock::time_point now = Clock::now();
      if (now >= next.next) {
        send_frame(turn, now);
        turn = (turn + 1) % connections_.size();
        if (turn % 16 != 0) continue;
      }
      receive(next.next > now ? std::chrono::duration_cast<microseconds>(next.next - now) : microseconds(0));
    }
  }

  void forget() {
    late_.clear();
    round_trips_.clear();
    frames_ = echoed_ = 0;
  }

  void tell(microseconds cpu) {
    std::printf(
        "{\"connections\":%zu,\"frames\":%lld,\"echoed\":%lld,\"cpu_us_a_frame\":%.2f,\"rtt_p50_us\":%lld,\"rtt_"
        "p99_us\":%lld,"
        "\"late_p99_us\":%lld}\n",
        connections_.size(), static_cast<long long>(frames_), static_cast<long long>(echoed_),
        static_cast<double>(cpu.count()) / static_cast<double>(std::max<std::int64_t>(1, frames_)),
        static_cast<long long>(percentile(round_trips_, 0.5)),
        static_cast<long long>(percentile(round_trips_, 0.99)), static_cast<long long>(percentile(late_, 0.99)));
  }

 private:
  void send_frame(std::size_t index, Clock::time_point now) {
    Connection& connection = *connections_[index];
    late_.push_back(std::chrono::duration_cast<microseconds>(now - connection.next).count());
    write_all(connection.fd, masked(media_message(index, connection.number++)));
    connection.sent.push_back(now);
    connection.next += kFrame;
    ++frames_;
  }

  void receive(microseconds wait) {
    const timespec timeout{0, std::max<std::int64_t>(0, wait.count()) * 1000};
    std::array<epoll_event, 64> ready;
    const int count = epoll_pwait2(poll_, ready.data(), static_cast<int>(ready.size()), &timeout, nullptr);
    for (int i = 0; i < count; ++i) take(*connections_[ready[static_cast<std::size_t>(i)].data.u64]);
  }

  void take(Connection& connection) {
    std::array<char, 16'384> block;
    const ssize_t got = recv(connection.fd, block.data(), block.size(), 0);
    if (got <= 0) give_up("media_load: the server closed");
    connection.in.append(block.data(), static_cast<std::size_t>(got));
    const Clock::time_point now = Clock::now();
    std::size_t at = 0;
    while (connection.in.size() - at >= 4) {
      const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(connection.in[at + i]); };
      std::size_t length = byte(1);
      std::size_t head = 2;
      if (length == 126) {
        length = static_cast<std::size_t>(byte(2)) << 8 | byte(3);
        head = 4;
      }
      if (connection.in.size() - at < head + length) break;
      at += head + length;
      ++echoed_;
      if (!connection.sent.empty()) {
        round_trips_.push_back(std::chrono::duration_cast<microseconds>(now - connection.sent.front()).count());
        connection.sent.pop_front();
      }
    }
    connection.in.erase(0, at);
  }

  int poll_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<std::int64_t> late_;
  std::vector<std::int64_t> round_trips_;
  std::int64_t frames_ = 0;
  std::int64_t echoed_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fputs("usage: media_load PORT PATH CONNECTIONS SECONDS SERVER_PID\n", stderr);
    return 2;
  }
  const int pid = std::atoi(argv[5]);
  Load load(static_cast<std::uint16_t>(std::atoi(argv[1])), argv[2], static_cast<std::size_t>(std::atoi(argv[3])));
  load.run(std::chrono::seconds(2));  // until caches and memory are what they will be
  load.forget();
  const microseconds before = cpu_of(pid);
  load.run(std::chrono::seconds(std::atoi(argv[4])));
  load.tell(cpu_of(pid) - before);
}
