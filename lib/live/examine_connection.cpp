// The way to the server: name, TCP, TLS.
#include "live/examination.h"

namespace parley {
namespace {

using Step = ConnectFailure::Step;

constexpr int kDaysToRenew = 14;

/// A stream and a webhook have different codes for the same misfortune.
int code_of(const twilio::Url& url, int of_stream, int of_webhook) {
  return url.websocket() ? of_stream : of_webhook;
}

std::string place_of(const twilio::Url& url) {
  return url.host + ":" + std::to_string(url.effective_port());
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

CallProblem problem_of_probe(const twilio::Url& url, const ProbeReport& probe) {
  SocketTarget target;
  target.host = without_brackets(url.host);
  target.port = url.effective_port();
  CallProblem problem = problem_of(*probe.failure, target);
  if (url.websocket()) return problem;
  switch (probe.failure->step) {
    case Step::kName:
      problem.code = 11210;
      break;
    case Step::kTcp:
      problem.code = 11205;
      break;
    case Step::kTls:
    case Step::kHandshake:
      problem.code = 11220;
      break;
  }
  return problem;
}

}  // namespace

bool Examination::examine_connection(const twilio::Url& url) {
  ProbeTarget target;
  target.host = without_brackets(url.host);
  target.port = url.effective_port();
  target.secure = url.secure();
  target.ca_file = plan_.stream.ca_file;
  const auto probe = wait_for<ProbeReport>(
      [&](auto done) { probe_connection(loop_, target, [done](ProbeReport report) { done(std::move(report)); }); });
  if (!examine_address(url, probe)) return false;
  if (url.secure()) {
    if (probe.failure) {
      const CallProblem problem = problem_of_probe(url, probe);
      fail("tls", problem.what, problem.code, problem.cure);
      return false;
    }
    examine_certificate(url, probe);
  } else {
    say_unencrypted(url);
  }
  return true;
}

/// Name and TCP.
bool Examination::examine_address(const twilio::Url& url, const ProbeReport& probe) {
  const bool found = !probe.addresses.empty();
  if (!found) {
    const CallProblem problem = problem_of_probe(url, probe);
    fail("dns", problem.what, problem.code, problem.cure);
    return false;
  }
  local_ = local_ || probe.all_loopback;
  pass("dns", "DNS: " + url.host + " is " + joined(probe.addresses), probe.times.name);
  if (probe.all_private && !probe.all_loopback) {
    fail_unless_local("dns.public", "no address of " + url.host + " is public: Twilio cannot reach it",
                      code_of(url, 31904, 11205),
                      "Use a host name that public DNS resolves to a public address, or a tunnel.");
  }
  if (probe.failure && probe.failure->step != Step::kTls) {
    const CallProblem problem = problem_of_probe(url, probe);
    fail("tcp", problem.what, problem.code, problem.cure);
    return false;
  }
  pass("tcp", "TCP: " + place_of(url) + " accepts", probe.times.tcp);
  return true;
}

void Examination::examine_certificate(const twilio::Url& url, const ProbeReport& probe) {
  const CertificateReport& certificate = *probe.certificate;
  const bool old = certificate.tls_version != "TLSv1.2" && certificate.tls_version != "TLSv1.3";
  if (old) {
    fail("tls.version", "TLS: the server speaks " + certificate.tls_version, code_of(url, 31910, 11220),
         "Offer TLS 1.2 or later.");
  } else {
    pass("tls", "TLS: " + certificate.tls_version, probe.times.tls);
  }
  if (!certificate.names_host) {
    fail_unless_local("tls.host", "certificate: does not name " + url.host, code_of(url, 31910, 11235),
                      cure_for(11235));
  }
  if (certificate.expired) {
    fail_unless_local("tls.expiry", "certificate: expired", code_of(url, 31910, 11236), cure_for(11236));
  } else if (certificate.days_left < kDaysToRenew) {
    warn("tls.expiry", "certificate: expires in " + std::to_string(certificate.days_left) + " days", 0,
         "Renew it; see why that does not happen by itself.");
  } else if (certificate.trusted && certificate.names_host) {
    pass("tls.certificate",
         "certificate: trusted, names the host, " + std::to_string(certificate.days_left) + " days left");
  }
  if (!certificate.trusted && !certificate.expired) {
    fail_unless_local(
        "tls.chain", "certificate: not trusted, " + certificate.problem, code_of(url, 31910, 11237),
        cure_for(11237) + " Twilio takes none that is self-signed; to test one of your own: --ca FILE.");
  } else if (certificate.trusted && !plan_.stream.ca_file.empty()) {
    note("tls.authority", "trusted here with --ca; Twilio knows public authorities only");
  }
}

void Examination::say_unencrypted(const twilio::Url& url) {
  if (url.websocket()) {
    fail_unless_local("tls", "no TLS: Twilio needs wss", 31922, "Give <Stream> a wss:// URL.");
  } else if (local_) {
    note("tls", "no TLS: good for a test; anybody on the way can read and forge what is posted");
  } else {
    warn("tls", "no TLS: anybody on the way can read and forge what is posted", 0,
         "Give Twilio an https:// URL for the webhook.");
  }
}

}  // namespace parley
