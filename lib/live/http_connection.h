// One accepted connection while it speaks HTTP: reads requests one after another, hands them to the service, and
// turns into a WebSocket when one is asked for. Included by server.cpp alone.
#pragma once

#include <boost/asio/ssl/stream_base.hpp>
#include <boost/beast/http.hpp>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "core/base/overloaded.h"
#include "live/beast_socket.h"
#include "live/server.h"

namespace parley {

/// What all connections of a server share.
struct ServerShared {
  const ServerLimits& limits;
  WebService& service;
  ServerCounters& counters;
};

HttpRequest plain_request(const boost::beast::http::request<boost::beast::http::string_body>& request);
boost::beast::http::response<boost::beast::http::string_body> beast_response(const HttpResponse& response,
                                                                             unsigned version, bool keep_alive);

template <class Stream>
class HttpConnection final : public std::enable_shared_from_this<HttpConnection<Stream>>, private Sleeper {
 public:
  using ErrorCode = boost::system::error_code;

  HttpConnection(EventLoop& loop, const ServerShared& shared, Stream stream, std::string address,
                 std::string remote)
      : loop_(loop),
        shared_(shared),
        stream_(std::move(stream)),
        address_(std::move(address)),
        remote_(std::move(remote)) {
    ++shared_.counters.connections;
  }
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;
  ~HttpConnection() { --shared_.counters.connections; }

  void start() {
    limit(shared_.limits.handshake_timeout);
    if constexpr (kSecure) {
      stream_.async_handshake(boost::asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](const ErrorCode& error) {
                                if (error) {
                                  ++self->shared_.counters.tls_failures;
                                } else {
                                  self->read();
                                }
                              });
    } else {
      read();
    }
  }

 private:
  static constexpr bool kSecure = !std::is_same_v<Stream, TcpSocket>;

  /// Whatever is under way ends by then, or the connection does.
  void limit(std::chrono::milliseconds within) { loop_.arm(*this, std::chrono::steady_clock::now() + within); }
  void unlimited() { loop_.arm(*this, SteadyTime::max()); }
  void on_wake(SteadyTime) override {
    ++shared_.counters.timeouts;
    ErrorCode ignored;
    boost::beast::get_lowest_layer(stream_).close(ignored);
  }

  void read() {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(shared_.limits.header_bytes));
    parser_->body_limit(shared_.limits.body_bytes);
    boost::beast::http::async_read(
        stream_, buffer_, *parser_,
        [self = this->shared_from_this()](const ErrorCode& error, std::size_t) { self->on_read(error); });
  }

  void on_read(const ErrorCode& error) {
    namespace http = boost::beast::http;
    unlimited();
    if (error) {
      refuse(error);
      return;
    }
    ++shared_.counters.requests;
    const auto& request = parser_->get();
    keep_alive_ = request.keep_alive();
    version_ = request.version();
    request_ = plain_request(request);
    request_.remote_address = address_;
    request_.secure = kSecure;
    if (boost::beast::websocket::is_upgrade(request)) {
      upgrade();
      return;
    }
    shared_.service.handle(loop_, request_, [self = this->shared_from_this()](const HttpResponse& response) {
      self->respond(response);
    });
  }

  /// What cannot be read as HTTP is answered where that is still possible.
  void refuse(const ErrorCode& error) {
    namespace http = boost::beast::http;
    if (error == http::error::end_of_stream || error == boost::asio::error::operation_aborted) return;
    ++shared_.counters.bad_requests;
    if (error.category() != make_error_code(http::error::bad_version).category()) return;
    const bool too_much = error == http::error::body_limit || error == http::error::header_limit;
    keep_alive_ = false;
    respond({too_much ? 413 : 400, "text/plain; charset=utf-8", error.message() + "\n", {}});
  }

  void respond(const HttpResponse& response) {
    response_ = beast_response(response, version_, keep_alive_);
    limit(shared_.limits.handshake_timeout);
    boost::beast::http::async_write(
        stream_, response_,
        [self = this->shared_from_this()](const ErrorCode& error, std::size_t) { self->on_responded(error); });
  }

  void on_responded(const ErrorCode& error) {
    if (!error && keep_alive_) {
      limit(shared_.limits.keep_alive_timeout);
      read();
      return;
    }
    unlimited();
    ErrorCode ignored;
    boost::beast::get_lowest_layer(stream_).shutdown(boost::asio::socket_base::shutdown_send, ignored);
  }

  void upgrade() {
    limit(shared_.limits.handshake_timeout);
    shared_.service.ask_upgrade(
        loop_, request_, [self = this->shared_from_this()](UpgradeAnswer answer) { self->answer_upgrade(answer); });
  }

  void answer_upgrade(UpgradeAnswer& answer) {
    unlimited();
    if (auto* refused = std::get_if<HttpResponse>(&answer)) {
      ++shared_.counters.upgrades_refused;
      respond(*refused);
      return;
    }
    auto& accepted = std::get<UpgradeAccepted>(answer);
    using Socket = BeastSocket<Stream>;
    auto socket = std::make_shared<Socket>(loop_, std::move(stream_), shared_.limits.message_bytes, remote_);
    boost::beast::websocket::stream_base::timeout timeout{};
    timeout.handshake_timeout = shared_.limits.handshake_timeout;
    timeout.idle_timeout = boost::beast::websocket::stream_base::none();  // the call has its own
    timeout.keep_alive_pings = false;
    socket->socket().set_option(timeout);
    socket->socket().set_option(boost::beast::websocket::stream_base::decorator(
        [protocol = accepted.subprotocol](boost::beast::websocket::response_type& response) {
          if (!protocol.empty()) {
            response.set(boost::beast::http::field::sec_websocket_protocol, protocol);
          }
        }));
    socket->socket().async_accept(parser_->get(), [self = this->shared_from_this(), socket,
                                                   opened = std::move(accepted.opened)](const ErrorCode& error) {
      if (error) {
        ++self->shared_.counters.upgrades_refused;
        return;
      }
      ++self->shared_.counters.upgrades;
      if (opened) {
        opened(socket);
      } else {
        self->shared_.service.opened(self->loop_, self->request_, socket);
      }
    });
  }

  EventLoop& loop_;
  ServerShared shared_;
  Stream stream_;
  std::string address_;
  std::string remote_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  boost::beast::http::response<boost::beast::http::string_body> response_;
  HttpRequest request_;
  unsigned version_ = 11;
  bool keep_alive_ = false;
};

}  // namespace parley
