#include "live/connection_probe.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <memory>
#include <utility>

namespace parley {
namespace {

namespace net = boost::asio;
using net::ip::tcp;
using ErrorCode = boost::system::error_code;
using Socket = net::basic_stream_socket<tcp, net::io_context::executor_type>;
using Resolver = net::ip::basic_resolver<tcp, net::io_context::executor_type>;
using Step = ConnectFailure::Step;

bool is_private(const net::ip::address& address) {
  if (address.is_loopback() || address.is_unspecified()) return true;
  if (address.is_v6()) {
    const auto bytes = address.to_v6().to_bytes();
    return address.to_v6().is_link_local() || (bytes[0] & 0xFE) == 0xFC;
  }
  const auto bytes = address.to_v4().to_bytes();
  return bytes[0] == 10 || (bytes[0] == 172 && (bytes[1] & 0xF0) == 16) || (bytes[0] == 192 && bytes[1] == 168) ||
         (bytes[0] == 169 && bytes[1] == 254) || (bytes[0] == 100 && (bytes[1] & 0xC0) == 64);
}

bool names_host(X509* certificate, const std::string& host) {
  ErrorCode not_an_address;
  net::ip::make_address(host, not_an_address);
  return not_an_address ? X509_check_host(certificate, host.data(), host.size(), 0, nullptr) == 1
                        : X509_check_ip_asc(certificate, host.c_str(), 0) == 1;
}

CertificateReport report_of(SSL* connection, const std::string& host) {
  CertificateReport report;
  report.tls_version = SSL_get_version(connection);
  const long verdict = SSL_get_verify_result(connection);
  report.trusted = verdict == X509_V_OK;
  report.expired = verdict == X509_V_ERR_CERT_HAS_EXPIRED;
  if (!report.trusted) report.problem = X509_verify_cert_error_string(verdict);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(connection), &X509_free);
  if (!certificate) return report;
  int days = 0;
  int rest = 0;
  if (ASN1_TIME_diff(&days, &rest, nullptr, X509_get0_notAfter(certificate.get())) == 1) report.days_left = days;
  report.expired = report.expired || days < 0 || rest < 0;
  report.names_host = names_host(certificate.get(), host);
  return report;
}

class Probe final : public std::enable_shared_from_this<Probe>, private Sleeper {
 public:
  Probe(EventLoop& loop, ProbeTarget target, std::function<void(ProbeReport)> done)
      : loop_(loop),
        target_(std::move(target)),
        done_(std::move(done)),
        resolver_(loop.context()),
        stream_(loop.context(), context_) {}

  void start() {
    begin(Step::kName);
    resolver_.async_resolve(target_.host, std::to_string(target_.port),
                            [self = shared_from_this()](const ErrorCode& error, const auto& endpoints) {
                              if (self->goes_on(error, self->report_.times.name)) self->connect(endpoints);
                            });
  }

 private:
  void connect(const Resolver::results_type& endpoints) {
    report_.all_private = report_.all_loopback = true;
    for (const auto& entry : endpoints) {
      const net::ip::address address = entry.endpoint().address();
      report_.all_private = report_.all_private && is_private(address);
      report_.all_loopback = report_.all_loopback && address.is_loopback();
      report_.addresses.push_back(address.to_string());
    }
    begin(Step::kTcp);
    net::async_connect(stream_.next_layer(), endpoints,
                       [self = shared_from_this()](const ErrorCode& error, const tcp::endpoint&) {
                         if (self->goes_on(error, self->report_.times.tcp)) self->secure();
                       });
  }

  void secure() {
    if (!target_.secure) {
      finish();
      return;
    }
    begin(Step::kTls);
    ErrorCode ignored;
    context_.set_default_verify_paths(ignored);
    if (!target_.ca_file.empty()) context_.load_verify_file(target_.ca_file, ignored);
    // The chain is verified all the same, and what comes of it can be asked for afterwards.
    stream_.set_verify_mode(net::ssl::verify_none, ignored);
    // What the macro SSL_set_tlsext_host_name says, without its old-style cast.
    SSL_ctrl(stream_.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, target_.host.data());
    stream_.async_handshake(net::ssl::stream_base::client,
                            [self = shared_from_this()](const ErrorCode& error) { self->on_handshake(error); });
  }

  void on_handshake(const ErrorCode& error) {
    if (!goes_on(error, report_.times.tls)) return;
    report_.certificate = report_of(stream_.native_handle(), target_.host);
    finish();
  }

  void begin(Step step) {
    step_ = step;
    began_ = std::chrono::steady_clock::now();
    loop_.arm(*this, began_ + target_.step_timeout);
  }

  bool goes_on(const ErrorCode& error, std::chrono::microseconds& took) {
    took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began_);
    if (error) fail(error.message());
    return !error && done_ != nullptr;
  }

  void fail(std::string what) {
    if (done_ == nullptr) return;
    ConnectFailure failure;
    failure.step = step_;
    failure.timed_out = timed_out_;
    failure.what =
        timed_out_ ? "no answer within " + std::to_string(target_.step_timeout.count()) + " ms" : std::move(what);
    report_.failure = std::move(failure);
    finish();
  }

  void finish() {
    loop_.arm(*this, SteadyTime::max());
    ErrorCode ignored;
    stream_.next_layer().close(ignored);
    // Within the probe's own call the caller may not yet be ready for an answer.
    loop_.post([done = std::exchange(done_, nullptr), report = std::move(report_)] { done(report); });
  }

  void on_wake(SteadyTime) override {
    timed_out_ = true;
    resolver_.cancel();
    fail({});
  }

  EventLoop& loop_;
  ProbeTarget target_;
  std::function<void(ProbeReport)> done_;
  Resolver resolver_;
  net::ssl::context context_{net::ssl::context::tls_client};
  net::ssl::stream<Socket> stream_;
  ProbeReport report_;
  SteadyTime began_;
  Step step_ = Step::kName;
  bool timed_out_ = false;
};

}  // namespace

void probe_connection(EventLoop& loop, ProbeTarget target, std::function<void(ProbeReport)> done) {
  std::make_shared<Probe>(loop, std::move(target), std::move(done))->start();
}

}  // namespace parley
