#include "live/http_client.h"

#include <openssl/ssl.h>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <memory>
#include <utility>

namespace parley {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using net::ip::tcp;
using ErrorCode = boost::system::error_code;
using TcpStream = net::basic_stream_socket<tcp, net::io_context::executor_type>;
using TlsStream = beast::ssl_stream<TcpStream>;
using Resolver = net::ip::basic_resolver<tcp, net::io_context::executor_type>;
using Step = ConnectFailure::Step;

/// One request. It keeps itself alive through its pending operation, and calls back once.
template <class Stream>
class Exchange final : public std::enable_shared_from_this<Exchange<Stream>>, private Sleeper {
 public:
  Exchange(EventLoop& loop, HttpFetch fetch, std::function<void(HttpAnswer)> answered,
           std::function<void(ConnectFailure)> failed)
      : loop_(loop),
        fetch_(std::move(fetch)),
        answered_(std::move(answered)),
        failed_(std::move(failed)),
        resolver_(loop.context()),
        stream_(make_stream()) {}

  void start() {
    began_ = std::chrono::steady_clock::now();
    loop_.arm(*this, began_ + fetch_.connect_timeout);
    if (!prepare_tls()) return;
    resolver_.async_resolve(fetch_.host, std::to_string(fetch_.port),
                            [self = this->shared_from_this()](const ErrorCode& error, const auto& endpoints) {
                              if (self->goes_on(error)) self->connect(endpoints);
                            });
  }

 private:
  static constexpr bool kSecure = std::is_same_v<Stream, TlsStream>;

  Stream make_stream() {
    if constexpr (kSecure) {
      return Stream(TcpStream(loop_.context()), context_);
    } else {
      return Stream(loop_.context());
    }
  }

  bool prepare_tls() {
    if constexpr (kSecure) {
      // What the macro SSL_set_tlsext_host_name says, without its old-style cast.
      SSL_ctrl(stream_.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
               fetch_.host.data());
      if (!fetch_.verify_certificate) return true;
      ErrorCode error;
      context_.set_default_verify_paths(error);
      if (!fetch_.ca_file.empty()) context_.load_verify_file(fetch_.ca_file, error);
      if (error) {
        step_ = Step::kTls;
        fail(fetch_.ca_file + ": " + error.message());
        return false;
      }
      stream_.set_verify_mode(net::ssl::verify_peer, error);
      stream_.set_verify_callback(net::ssl::host_name_verification(fetch_.host), error);
    }
    return true;
  }

  void connect(const typename Resolver::results_type& endpoints) {
    step_ = Step::kTcp;
    net::async_connect(beast::get_lowest_layer(stream_), endpoints,
                       [self = this->shared_from_this()](const ErrorCode& error, const tcp::endpoint&) {
                         if (self->goes_on(error)) self->secure();
                       });
  }

  void secure() {
    if constexpr (kSecure) {
      step_ = Step::kTls;
      stream_.async_handshake(net::ssl::stream_base::client,
                              [self = this->shared_from_this()](const ErrorCode& error) {
                                if (self->goes_on(error)) self->send();
                              });
    } else {
      send();
    }
  }

  void send() {
    step_ = Step::kHandshake;
    loop_.arm(*this, began_ + fetch_.total_timeout);
    const HttpRequest& request = fetch_.request;
    request_.method_string(request.method);
    request_.target(request.target);
    request_.version(11);
    const bool usual_port = fetch_.port == (kSecure ? 443 : 80);
    request_.set(http::field::host, usual_port ? fetch_.host : fetch_.host + ":" + std::to_string(fetch_.port));
    request_.set(http::field::connection, "close");
    for (const auto& [name, value] : request.headers) request_.set(name, value);
    request_.body() = request.body;
    if (!request.body.empty() || request.method == "POST") request_.prepare_payload();
    parser_.body_limit(fetch_.max_body_bytes);
    http::async_write(stream_, request_, [self = this->shared_from_this()](const ErrorCode& error, std::size_t) {
      if (self->goes_on(error)) self->read();
    });
  }

  void read() {
    http::async_read(stream_, buffer_, parser_,
                     [self = this->shared_from_this()](const ErrorCode& error, std::size_t) {
                       if (self->goes_on(error)) self->finish();
                     });
  }

  void finish() {
    loop_.arm(*this, SteadyTime::max());
    const auto& response = parser_.get();
    HttpAnswer answer;
    answer.status = static_cast<int>(response.result_int());
    for (const auto& field : response) answer.headers.emplace_back(field.name_string(), field.value());
    answer.body = response.body();
    answer.took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began_);
    failed_ = nullptr;
    ErrorCode ignored;
    beast::get_lowest_layer(stream_).close(ignored);
    std::exchange(answered_, nullptr)(std::move(answer));
  }

  bool goes_on(const ErrorCode& error) {
    if (error) fail(error.message());
    return !error && failed_ != nullptr;
  }

  void fail(std::string what) {
    loop_.arm(*this, SteadyTime::max());
    auto failed = std::exchange(failed_, nullptr);
    answered_ = nullptr;
    if (!failed) return;
    ConnectFailure failure;
    failure.step = step_;
    failure.timed_out = timed_out_;
    failure.what = timed_out_ ? "no answer in time" : std::move(what);
    ErrorCode ignored;
    beast::get_lowest_layer(stream_).close(ignored);
    loop_.post([failed = std::move(failed), failure = std::move(failure)] { failed(failure); });
  }

  void on_wake(SteadyTime) override {
    timed_out_ = true;
    resolver_.cancel();
    fail({});
  }

  EventLoop& loop_;
  HttpFetch fetch_;
  std::function<void(HttpAnswer)> answered_;
  std::function<void(ConnectFailure)> failed_;
  Resolver resolver_;
  net::ssl::context context_{net::ssl::context::tls_client};
  Stream stream_;
  http::request<http::string_body> request_;
  beast::flat_buffer buffer_{64 * 1024};  // bounds the header
  http::response_parser<http::string_body> parser_;
  SteadyTime began_;
  Step step_ = Step::kName;
  bool timed_out_ = false;
};

}  // namespace

void fetch_http(EventLoop& loop, HttpFetch fetch, std::function<void(HttpAnswer)> answered,
                std::function<void(ConnectFailure)> failed) {
  if (fetch.secure) {
    std::make_shared<Exchange<TlsStream>>(loop, std::move(fetch), std::move(answered), std::move(failed))->start();
  } else {
    std::make_shared<Exchange<TcpStream>>(loop, std::move(fetch), std::move(answered), std::move(failed))->start();
  }
}

}  // namespace parley
