#include "live/server.h"

#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <mutex>
#include <thread>

#include "live/http_connection.h"

namespace parley {
namespace net = boost::asio;
namespace http = boost::beast::http;
using net::ip::tcp;
using ErrorCode = boost::system::error_code;
using Acceptor = net::basic_socket_acceptor<tcp, net::io_context::executor_type>;

HttpRequest plain_request(const http::request<http::string_body>& request) {
  HttpRequest plain;
  plain.method = std::string(request.method_string());
  plain.target = std::string(request.target());
  plain.body = request.body();
  for (const auto& field : request) plain.headers.emplace_back(field.name_string(), field.value());
  return plain;
}

http::response<http::string_body> beast_response(const HttpResponse& response, unsigned version, bool keep_alive) {
  http::response<http::string_body> out(static_cast<http::status>(response.status), version);
  if (!response.content_type.empty()) out.set(http::field::content_type, response.content_type);
  for (const auto& [name, value] : response.headers) out.set(name, value);
  out.keep_alive(keep_alive);
  out.body() = response.body;
  // An answer without content must not even say how long its content is.
  if (response.status != 204 && response.status != 304) out.prepare_payload();
  return out;
}

namespace {

// After the system has run out of descriptors, accepting at once again would only spin.
constexpr std::chrono::milliseconds kRestAfterFailure{100};

using ReusePort = net::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

Result<std::shared_ptr<net::ssl::context>> load_certificate(const ServerConfig& config) {
  auto context = std::make_shared<net::ssl::context>(net::ssl::context::tls_server);
  ErrorCode error;
  context->set_options(net::ssl::context::default_workarounds | net::ssl::context::no_tlsv1 |
                           net::ssl::context::no_tlsv1_1 | net::ssl::context::no_compression,
                       error);
  context->use_certificate_chain_file(config.certificate_file, error);
  if (error)
    return make_error("is no certificate chain in PEM that can be read: " + error.message(),
                      config.certificate_file);
  context->use_private_key_file(config.key_file, net::ssl::context::pem, error);
  if (error) return make_error("is no private key of that certificate in PEM: " + error.message(), config.key_file);
  return context;
}

}  // namespace

struct Server::Impl {
  /// A loop with its thread and its own listening socket.
  struct Lane {
    EventLoop loop;
    Acceptor acceptor{loop.context()};
    std::thread thread;
  };

  Impl(ServerConfig the_config, WebService& the_service)
      : config(std::move(the_config)), shared{config.limits, the_service, counters} {}

  ServerConfig config;
  ServerCounters counters;
  ServerShared shared;
  std::mutex tls_mutex;  // guards `tls`, which is replaced when the certificate is read anew
  std::shared_ptr<net::ssl::context> tls;
  std::vector<std::unique_ptr<Lane>> lanes;

  std::optional<Error> listen(Lane& lane, tcp::endpoint endpoint);
  void accept(Lane& lane);
  void take(Lane& lane, TcpSocket socket);
};

std::optional<Error> Server::Impl::listen(Lane& lane, tcp::endpoint endpoint) {
  const std::string place = endpoint.address().to_string() + ":" + std::to_string(endpoint.port());
  ErrorCode error;
  lane.acceptor.open(endpoint.protocol(), error);
  if (!error) lane.acceptor.set_option(net::socket_base::reuse_address(true), error);
  // Only loops of one server share a port; a second server on it would take half of the calls and nobody would
  // know.
  if (!error && config.threads > 1) lane.acceptor.set_option(ReusePort(true), error);
  if (!error) lane.acceptor.bind(endpoint, error);
  if (!error) lane.acceptor.listen(4096, error);
  if (error) return make_error("cannot listen here: " + error.message(), place);
  return std::nullopt;
}

void Server::Impl::accept(Lane& lane) {
  lane.acceptor.async_accept(lane.loop.context(), [this, &lane](const ErrorCode& error, TcpSocket socket) {
    if (error == net::error::operation_aborted || !lane.acceptor.is_open()) return;
    if (error) {
      lane.loop.after(kRestAfterFailure, [this, &lane] { accept(lane); });
      return;
    }
    take(lane, std::move(socket));
    accept(lane);
  });
}

void Server::Impl::take(Lane& lane, TcpSocket socket) {
  if (counters.connections >= static_cast<std::int64_t>(config.limits.connections)) {
    ++counters.refused_full;
    return;  // closed as it goes out of scope
  }
  ++counters.accepted;
  ErrorCode ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const tcp::endpoint peer = socket.remote_endpoint(ignored);
  std::string address = peer.address().to_string(ignored);
  std::string remote = address + ":" + std::to_string(peer.port());
  if (config.certificate_file.empty()) {
    std::make_shared<HttpConnection<TcpSocket>>(lane.loop, shared, std::move(socket), std::move(address),
                                                std::move(remote))
        ->start();
    return;
  }
  std::shared_ptr<net::ssl::context> context;
  {
    const std::lock_guard lock(tls_mutex);
    context = tls;
  }
  std::make_shared<HttpConnection<TlsSocket>>(lane.loop, shared, TlsSocket(std::move(socket), *context),
                                              std::move(address), std::move(remote))
      ->start();
}

Result<ListenAddress> read_listen_address(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  const std::string_view digits = colon == std::string_view::npos ? text : text.substr(colon + 1);
  std::string_view address = colon == std::string_view::npos ? std::string_view{} : text.substr(0, colon);
  ListenAddress place;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place.port);
  if (error != std::errc{} || end != digits.data() + digits.size()) {
    return make_error("is no ADDRESS:PORT to listen on, such as 127.0.0.1:5000", std::string(text));
  }
  if (address.size() > 1 && address.front() == '[' && address.back() == ']') {
    address = address.substr(1, address.size() - 2);
  }
  place.address = address.empty() ? "127.0.0.1" : address == "localhost" ? "127.0.0.1" : std::string(address);
  return place;
}

Server::Server(ServerConfig config, WebService& service)
    : impl_(std::make_unique<Impl>(std::move(config), service)) {}

Server::~Server() {
  stop();
}

Result<std::uint16_t> Server::start() {
  ErrorCode error;
  const auto address = net::ip::make_address(impl_->config.address, error);
  if (error) return make_error("is no IP address to listen on", impl_->config.address);
  if (!impl_->config.certificate_file.empty()) {
    if (auto loaded = reload_certificate(); !loaded) return loaded.error();
  }
  std::uint16_t port = impl_->config.port;
  for (int i = 0; i < impl_->config.threads; ++i) {
    auto& lane = *impl_->lanes.emplace_back(std::make_unique<Impl::Lane>());
    if (auto failed = impl_->listen(lane, tcp::endpoint(address, port))) return *failed;
    port = lane.acceptor.local_endpoint(error).port();
  }
  for (auto& lane : impl_->lanes) {
    impl_->accept(*lane);
    lane->thread = std::thread([&loop = lane->loop] { loop.run(); });
  }
  return port;
}

Result<bool> Server::reload_certificate() {
  auto loaded = load_certificate(impl_->config);
  if (!loaded) return loaded.error();
  const std::lock_guard lock(impl_->tls_mutex);
  impl_->tls = std::move(*loaded);
  return true;
}

void Server::stop_accepting() {
  for (auto& lane : impl_->lanes) {
    lane->loop.post([&acceptor = lane->acceptor] {
      ErrorCode ignored;
      acceptor.close(ignored);
    });
  }
}

void Server::stop() {
  for (auto& lane : impl_->lanes) lane->loop.stop();
  for (auto& lane : impl_->lanes) {
    if (lane->thread.joinable()) lane->thread.join();
  }
  if (!impl_->lanes.empty()) impl_->shared.service.stopped();
  impl_->lanes.clear();
}

const ServerCounters& Server::counters() const {
  return impl_->counters;
}

std::vector<EventLoop*> Server::loops() {
  std::vector<EventLoop*> loops;
  for (auto& lane : impl_->lanes) loops.push_back(&lane->loop);
  return loops;
}

}  // namespace parley
