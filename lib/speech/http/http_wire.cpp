#include "speech/http/http_wire.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <map>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

namespace parley {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
using net::ip::tcp;
using ErrorCode = boost::system::error_code;
using PlainStream = net::basic_stream_socket<tcp, net::io_context::executor_type>;
using TlsStream = beast::ssl_stream<PlainStream>;
using Resolver = net::ip::basic_resolver<tcp, net::io_context::executor_type>;
using Step = ConnectFailure::Step;
using TlsContext = std::shared_ptr<net::ssl::context>;

/// What is trusted, read from disk once: that takes tens of milliseconds, which no loop has to spare in a call.
class TrustStore {
 public:
  static TrustStore& instance() {
    static TrustStore store;
    return store;
  }

  Result<TlsContext> context_for(const WireTarget& target) {
    const std::string trusted = target.verify_certificate ? "verify " + target.ca_file : "";
    const std::lock_guard lock(mutex_);
    const auto known = contexts_.find(trusted);
    if (known != contexts_.end()) return known->second;
    auto context = std::make_shared<net::ssl::context>(net::ssl::context::tls_client);
    ErrorCode error;
    context->set_options(net::ssl::context::no_tlsv1 | net::ssl::context::no_tlsv1_1, error);
    if (target.verify_certificate) {
      context->set_default_verify_paths(error);
      if (!target.ca_file.empty()) context->load_verify_file(target.ca_file, error);
      if (error) return make_error(error.message(), target.ca_file);
    }
    contexts_.emplace(trusted, context);
    return context;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, TlsContext> contexts_;
};

template <class Stream>
class WireOver final : public HttpWire, public std::enable_shared_from_this<WireOver<Stream>> {
 public:
  WireOver(EventLoop& loop, WireTarget target, TlsContext context, Owner* owner)
      : target_(std::move(target)),
        context_(std::move(context)),
        owner_(owner),
        resolver_(loop.context()),
        stream_(make_stream(loop)) {}

  void start() {
    if (lost_ || !prepare_tls()) return;
    resolver_.async_resolve(target_.host, std::to_string(target_.port),
                            [self = this->shared_from_this()](const ErrorCode& error, const auto& endpoints) {
                              if (self->goes_on(error)) self->connect(endpoints);
                            });
  }

  /// Says why there will be no connection.
  void refuse(std::string why) {
    step_ = Step::kTls;
    if (!lost_) lose(std::move(why));
  }

  void own(Owner* owner) override { owner_ = owner; }
  bool is_open() const override { return open_; }
  bool written() const override { return outgoing_.empty(); }

  void write(std::string bytes) override {
    outgoing_ = std::move(bytes);
    net::async_write(stream_, net::buffer(outgoing_),
                     [self = this->shared_from_this()](const ErrorCode& error, std::size_t) {
                       // A server may answer and close before it has read all; of both the reader hears.
                       if (!error) self->outgoing_.clear();
                     });
  }

  void close() override {
    owner_ = nullptr;
    lost_ = true;
    open_ = false;
    resolver_.cancel();
    ErrorCode ignored;
    beast::get_lowest_layer(stream_).close(ignored);
  }

 private:
  static constexpr bool kSecure = std::is_same_v<Stream, TlsStream>;

  Stream make_stream(EventLoop& loop) {
    if constexpr (kSecure) {
      return Stream(PlainStream(loop.context()), *context_);
    } else {
      return Stream(loop.context());
    }
  }

  bool prepare_tls() {
    if constexpr (kSecure) {
      // What the macro SSL_set_tlsext_host_name says, without its old-style cast.
      SSL_ctrl(stream_.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
               target_.host.data());
      if (!target_.verify_certificate) return true;
      ErrorCode error;
      stream_.set_verify_mode(net::ssl::verify_peer, error);
      stream_.set_verify_callback(net::ssl::host_name_verification(target_.host), error);
      if (error) lose(error.message());
      return !error;
    }
    return true;
  }

  void connect(const typename Resolver::results_type& endpoints) {
    step_ = Step::kTcp;
    // IPv4 first: a network whose IPv6 leads nowhere says nothing for as long as we have.
    for (const auto& entry : endpoints) endpoints_.push_back(entry.endpoint());
    std::stable_partition(endpoints_.begin(), endpoints_.end(),
                          [](const tcp::endpoint& endpoint) { return endpoint.address().is_v4(); });
    net::async_connect(beast::get_lowest_layer(stream_), endpoints_,
                       [self = this->shared_from_this()](const ErrorCode& error, const tcp::endpoint&) {
                         if (self->goes_on(error)) self->secure();
                       });
  }

  void secure() {
    ErrorCode ignored;
    beast::get_lowest_layer(stream_).set_option(tcp::no_delay(true), ignored);
    if constexpr (kSecure) {
      step_ = Step::kTls;
      stream_.async_handshake(net::ssl::stream_base::client,
                              [self = this->shared_from_this()](const ErrorCode& error) {
                                if (self->goes_on(error)) self->stand();
                              });
    } else {
      stand();
    }
  }

  void stand() {
    step_ = Step::kHandshake;
    open_ = true;
    if (owner_ != nullptr) owner_->on_open();
    if (!lost_) read();
  }

  void read() {
    stream_.async_read_some(net::buffer(incoming_),
                            [self = this->shared_from_this()](const ErrorCode& error, std::size_t size) {
                              if (!self->goes_on(error)) return;
                              self->pass_on({self->incoming_.data(), size});
                              if (!self->lost_) self->read();
                            });
  }

  void pass_on(std::string_view bytes) {
    if (owner_ != nullptr) {
      owner_->on_bytes(bytes);
    } else {
      close();  // nobody has asked for anything
    }
  }

  bool goes_on(const ErrorCode& error) {
    if (lost_) return false;
    // Many servers close a TLS connection without its farewell; who needs the length to be right has it in HTTP.
    const bool clean = error == net::error::eof || error == net::ssl::error::stream_truncated;
    if (error) lose(clean ? "the far side closed" : error.message(), clean);
    return !error;
  }

  void lose(std::string what, bool clean = false) {
    const WireLoss loss{step_, clean, std::move(what)};
    Owner* owner = owner_;
    close();
    if (owner != nullptr) owner->on_lost(loss);
  }

  WireTarget target_;
  TlsContext context_;  // before the stream that uses it
  Owner* owner_;
  Resolver resolver_;
  Stream stream_;
  std::vector<tcp::endpoint> endpoints_;
  std::string outgoing_;
  std::array<char, 16 * 1024> incoming_{};
  Step step_ = Step::kName;
  bool open_ = false;
  bool lost_ = false;
};

}  // namespace

std::shared_ptr<HttpWire> open_wire(EventLoop& loop, const WireTarget& target, HttpWire::Owner* owner) {
  if (!target.secure) {
    auto wire = std::make_shared<WireOver<PlainStream>>(loop, target, nullptr, owner);
    loop.post([wire] { wire->start(); });
    return wire;
  }
  const auto context = TrustStore::instance().context_for(target);
  if (!context) {
    // It never connects, so a plain one will do to say why.
    auto wire = std::make_shared<WireOver<PlainStream>>(loop, target, nullptr, owner);
    loop.post([wire, why = context.error().text()] { wire->refuse(why); });
    return wire;
  }
  auto wire = std::make_shared<WireOver<TlsStream>>(loop, target, *context, owner);
  loop.post([wire] { wire->start(); });
  return wire;
}

Result<void> prepare_trust(const WireTarget& target) {
  if (!target.secure) return {};
  const auto context = TrustStore::instance().context_for(target);
  if (!context) return context.error();
  return {};
}

}  // namespace parley
