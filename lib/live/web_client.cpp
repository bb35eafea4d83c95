// Connecting as a client: name, TCP, TLS, handshake, each within its time.
#include <openssl/ssl.h>
#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>

#include "live/beast_socket.h"
#include "live/web_socket.h"

namespace parley {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
using net::ip::tcp;
using ErrorCode = boost::system::error_code;
using Resolver = net::ip::basic_resolver<tcp, net::io_context::executor_type>;
using Step = ConnectFailure::Step;

constexpr std::size_t kBodyShown = 4096;

std::chrono::microseconds since(SteadyTime from) {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - from);
}

Headers headers_of(const beast::websocket::response_type& response) {
  Headers headers;
  for (const auto& field : response) headers.emplace_back(field.name_string(), field.value());
  return headers;
}

/// One attempt. It keeps itself alive through its pending operation, and calls back once.
template <class Stream>
class Attempt final : public std::enable_shared_from_this<Attempt<Stream>>, private Sleeper {
 public:
  Attempt(EventLoop& loop, SocketTarget target, std::function<void(Connected)> connected,
          std::function<void(ConnectFailure)> failed)
      : loop_(loop),
        target_(std::move(target)),
        connected_(std::move(connected)),
        failed_(std::move(failed)),
        resolver_(loop.context()),
        tcp_(loop.context()) {}

  void start() {
    if constexpr (kSecure) {
      if (!prepare_tls()) return;
    }
    begin(Step::kName);
    resolver_.async_resolve(target_.host, std::to_string(target_.port),
                            [self = this->shared_from_this()](const ErrorCode& error, const auto& endpoints) {
                              if (self->goes_on(error, self->times_.name)) self->connect(endpoints);
                            });
  }

 private:
  static constexpr bool kSecure = !std::is_same_v<Stream, TcpSocket>;

  bool prepare_tls() {
    ErrorCode error;
    if (target_.verify_certificate) {
      context_.set_default_verify_paths(error);
      context_.set_verify_mode(net::ssl::verify_peer, error);
      context_.set_verify_callback(net::ssl::host_name_verification(target_.host), error);
      if (!target_.ca_file.empty()) context_.load_verify_file(target_.ca_file, error);
      if (error) {
        fail(Step::kTls, target_.ca_file + ": " + error.message());
        return false;
      }
    }
    return true;
  }

  void connect(const typename Resolver::results_type& endpoints) {
    begin(Step::kTcp);
    net::async_connect(tcp_, endpoints,
                       [self = this->shared_from_this()](const ErrorCode& error, const tcp::endpoint&) {
                         if (!self->goes_on(error, self->times_.tcp)) return;
                         ErrorCode ignored;
                         self->tcp_.set_option(tcp::no_delay(true), ignored);
                         self->secure();
                       });
  }

  void secure() {
    const std::string remote = target_.host + ":" + std::to_string(target_.port);
    if constexpr (kSecure) {
      Stream stream(std::move(tcp_), context_);
      // What the macro SSL_set_tlsext_host_name says, without its old-style cast.
      SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
               target_.host.data());
      socket_ = std::make_shared<BeastSocket<Stream>>(loop_, std::move(stream), target_.max_message_bytes, remote);
      begin(Step::kTls);
      socket_->socket().next_layer().async_handshake(net::ssl::stream_base::client,
                                                     [self = this->shared_from_this()](const ErrorCode& error) {
                                                       if (self->goes_on(error, self->times_.tls))
                                                         self->shake_hands();
                                                     });
    } else {
      socket_ = std::make_shared<BeastSocket<Stream>>(loop_, std::move(tcp_), target_.max_message_bytes, remote);
      shake_hands();
    }
  }

  void shake_hands() {
    begin(Step::kHandshake);
    auto& socket = socket_->socket();
    beast::websocket::stream_base::timeout timeout{};
    timeout.handshake_timeout = target_.connect_timeout;
    timeout.idle_timeout = beast::websocket::stream_base::none();
    timeout.keep_alive_pings = false;
    socket.set_option(timeout);
    socket.set_option(beast::websocket::stream_base::decorator(
        [headers = target_.headers](beast::websocket::request_type& request) {
          for (const auto& [name, value] : headers) request.set(name, value);
        }));
    const bool usual_port = target_.port == (kSecure ? 443 : 80);
    const std::string host = usual_port ? target_.host : target_.host + ":" + std::to_string(target_.port);
    socket.async_handshake(
        response_, host, target_.path,
        [self = this->shared_from_this()](const ErrorCode& error) { self->on_handshake(error); });
  }

  void on_handshake(const ErrorCode& error) {
    if (!goes_on(error, times_.handshake)) return;
    loop_.arm(*this, SteadyTime::max());
    auto connected = std::exchange(connected_, nullptr);
    failed_ = nullptr;
    connected({socket_, headers_of(response_), times_});
  }

  void begin(Step step) {
    step_ = step;
    began_ = std::chrono::steady_clock::now();
    loop_.arm(*this, began_ + target_.connect_timeout);
  }

  bool goes_on(const ErrorCode& error, std::chrono::microseconds& took) {
    took = since(began_);
    if (error) fail(step_, error.message());
    return !error && failed_ != nullptr;
  }

  void fail(Step step, std::string what) {
    loop_.arm(*this, SteadyTime::max());
    auto failed = std::exchange(failed_, nullptr);
    connected_ = nullptr;
    if (!failed) return;
    ConnectFailure failure;
    failure.step = step;
    failure.timed_out = timed_out_;
    failure.what =
        timed_out_ ? "no answer within " + std::to_string(target_.connect_timeout.count()) + " ms" : what;
    if (step == Step::kHandshake && response_.result_int() != 0 && response_.version() != 0) {
      failure.status = static_cast<int>(response_.result_int());
      failure.headers = headers_of(response_);
      failure.body = response_.body().substr(0, kBodyShown);
    }
    // Within the attempt's own call the caller may not yet be ready for an answer.
    loop_.post([failed = std::move(failed), failure = std::move(failure)] { failed(failure); });
  }

  void on_wake(SteadyTime) override {
    timed_out_ = true;
    resolver_.cancel();
    ErrorCode ignored;
    tcp_.close(ignored);
    if (socket_) beast::get_lowest_layer(socket_->socket()).close(ignored);
    fail(step_, {});
  }

  EventLoop& loop_;
  SocketTarget target_;
  std::function<void(Connected)> connected_;
  std::function<void(ConnectFailure)> failed_;
  Resolver resolver_;
  TcpSocket tcp_;
  net::ssl::context context_{net::ssl::context::tls_client};
  std::shared_ptr<BeastSocket<Stream>> socket_;
  beast::websocket::response_type response_;
  ConnectTimes times_;
  SteadyTime began_;
  Step step_ = Step::kName;
  bool timed_out_ = false;
};

}  // namespace

void connect_web_socket(EventLoop& loop, SocketTarget target, std::function<void(Connected)> connected,
                        std::function<void(ConnectFailure)> failed) {
  if (target.secure) {
    std::make_shared<Attempt<TlsSocket>>(loop, std::move(target), std::move(connected), std::move(failed))->start();
  } else {
    std::make_shared<Attempt<TcpSocket>>(loop, std::move(target), std::move(connected), std::move(failed))->start();
  }
}

}  // namespace parley
