// How far one can come towards a server, step by step and each measured: name, TCP, TLS with what the certificate
// is. Nothing is sent over the connection. Unlike a connection that is to be used, a bad certificate does not end
// it: it is told.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "live/event_loop.h"
#include "live/web_socket.h"

namespace parley {

struct ProbeTarget {
  std::string host;  // an IPv6 address without brackets
  std::uint16_t port = 443;
  bool secure = true;
  std::string ca_file;  // in addition to the system's
  std::chrono::milliseconds step_timeout{5'000};
};

struct CertificateReport {
  std::string tls_version;  // "TLSv1.3"
  bool trusted = false;     // its chain leads to an authority that is known here, and nothing in it has expired
  bool expired = false;
  bool names_host = false;
  std::string problem;  // why it is not trusted, as the library says it
  int days_left = 0;
};

struct ProbeReport {
  std::optional<ConnectFailure> failure;
  std::vector<std::string> addresses;
  bool all_private = false;  // none of them can be reached from the internet
  bool all_loopback = false;
  ConnectTimes times;
  std::optional<CertificateReport> certificate;
};

/// Calls back once, on the loop's thread.
void probe_connection(EventLoop& loop, ProbeTarget target, std::function<void(ProbeReport)> done);

}  // namespace parley
