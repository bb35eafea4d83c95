// The floor that agentd's ECHO is measured against: an epoll loop with nothing around it. It reads what is there,
// takes WebSocket frames apart in place, parses the message, decodes the audio, takes its level as ECHO does, and
// answers with one send. No limits, no timeouts, no fragments, no TLS: a yardstick and not a server.
//
//   bare_epoll_echo PORT
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/sha.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "core/audio/level.h"
#include "core/twilio/base64.h"
#include "core/twilio/codec.h"

namespace parley {
namespace {

struct Connection {
  int fd = -1;
  bool open = false;  // the handshake is done
  std::string in;
  std::string out;
  Sid stream;
};

std::string accept_key(std::string_view key) {
  const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string accepted;
  twilio::base64_encode(digest, accepted);
  return accepted;
}

/// True once the request is whole; the answer is in `out` then.
bool shake_hands(Connection& connection) {
  const std::size_t end = connection.in.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  const std::string_view name = "Sec-WebSocket-Key: ";
  const std::size_t at = connection.in.find(name);
  if (at == std::string::npos) return false;
  const std::size_t from = at + name.size();
  const std::string key = connection.in.substr(from, connection.in.find("\r\n", from) - from);
  connection.out =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
      accept_key(key) + "\r\n\r\n";
  connection.in.erase(0, end + 4);
  connection.open = true;
  return true;
}

void answer(Connection& connection, std::string_view text) {
  const twilio::Inbound message = twilio::parse_inbound(text);
  if (const auto* start = std::get_if<twilio::Start>(&message)) connection.stream = start->stream_sid;
  const auto* media = std::get_if<twilio::Media>(&message);
  if (media == nullptr) return;
  static int loudest = 0;  // so that the level is really taken
  loudest = std::max(loudest, rms_level_mulaw(media->payload.bytes()));
  static std::string body;
  body.clear();
  twilio::write(twilio::SendMedia{connection.stream, media->payload}, body);
  connection.out.push_back(static_cast<char>(0x81));
  connection.out.push_back(126);
  connection.out.push_back(static_cast<char>(body.size() >> 8));
  connection.out.push_back(static_cast<char>(body.size() & 0xFF));
  connection.out += body;
}

/// Answers the whole frames in `in`. False: the peer closes.
bool take_frames(Connection& connection) {
  std::size_t at = 0;
  std::string& in = connection.in;
  while (in.size() - at >= 6) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(in[at + i]); };
    std::size_t length = byte(1) & 0x7FU;
    std::size_t head = 2;
    if (length == 126) {
      length = static_cast<std::size_t>(byte(2)) << 8 | byte(3);
      head = 4;
    }
    if (in.size() - at < head + 4 + length) break;
    if ((byte(0) & 0x0FU) == 8) return false;
    char* const payload = in.data() + at + head + 4;
    for (std::size_t i = 0; i < length; ++i) payload[i] = static_cast<char>(payload[i] ^ in[at + head + i % 4]);
    answer(connection, {payload, length});
    at += head + 4 + length;
  }
  in.erase(0, at);
  return true;
}

bool serve(Connection& connection) {
  std::array<char, 16'384> block;
  const ssize_t got = recv(connection.fd, block.data(), block.size(), 0);
  if (got <= 0) return false;
  connection.in.append(block.data(), static_cast<std::size_t>(got));
  if (!connection.open && !shake_hands(connection)) return true;
  if (!take_frames(connection)) return false;
  if (!connection.out.empty()) {
    const ssize_t sent = send(connection.fd, connection.out.data(), connection.out.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(connection.out.size())) return false;
    connection.out.clear();
  }
  return true;
}

int listen_on(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  const int one = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(fd, 4096) != 0) {
    std::perror("bare_epoll_echo: cannot listen");
    std::exit(2);
  }
  return fd;
}

void run(std::uint16_t port) {
  const int listener = listen_on(port);
  const int poll = epoll_create1(0);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = nullptr;
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
  std::array<epoll_event, 256> ready;
  while (true) {
    const int count = epoll_wait(poll, ready.data(), static_cast<int>(ready.size()), -1);
    for (int i = 0; i < count; ++i) {
      auto* connection = static_cast<Connection*>(ready[static_cast<std::size_t>(i)].data.ptr);
      if (connection == nullptr) {
        const int fd = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK);
        if (fd < 0) continue;
        const int one = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        connection = new Connection;
        connection->fd = fd;
        event.data.ptr = connection;
        epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
      } else if (!serve(*connection)) {
        close(connection->fd);
        delete connection;
      }
    }
  }
}

}  // namespace
}  // namespace parley

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: bare_epoll_echo PORT\n", stderr);
    return 2;
  }
  parley::run(static_cast<std::uint16_t>(std::atoi(argv[1])));
}
