#include "live/public_address.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <optional>
#include <utility>

namespace parley {
namespace {

namespace ip = boost::asio::ip;
using ErrorCode = boost::system::error_code;

/// An IPv4 address in IPv6 clothes is that IPv4 address.
std::optional<ip::address> address_of(std::string_view text) {
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
  ErrorCode error;
  ip::address address = ip::make_address(text, error);
  if (error) return std::nullopt;
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return ip::address(ip::make_address_v4(ip::v4_mapped, address.to_v6()));
  }
  return address;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// The last item of a list: what the nearest proxy wrote.
std::string_view last_item(std::string_view list) {
  const std::size_t comma = list.rfind(',');
  return trimmed(comma == std::string_view::npos ? list : list.substr(comma + 1));
}

}  // namespace

struct PublicAddress::Networks {
  std::vector<ip::network_v4> v4;
  std::vector<ip::network_v6> v6;

  bool add(std::string_view text) {
    ErrorCode error;
    const std::string item(text);
    if (item.find('/') == std::string::npos) {
      const auto address = address_of(item);
      if (!address) return false;
      if (address->is_v4()) {
        v4.emplace_back(address->to_v4(), 32);
      } else {
        v6.emplace_back(address->to_v6(), 128);
      }
      return true;
    }
    const ip::network_v4 four = ip::make_network_v4(item, error);
    if (!error) {
      v4.push_back(four.canonical());
      return true;
    }
    const ip::network_v6 six = ip::make_network_v6(item, error);
    if (!error) v6.push_back(six.canonical());
    return !error;
  }

  bool hold(const ip::address& address) const {
    if (address.is_v4()) {
      return std::any_of(v4.begin(), v4.end(), [&](const ip::network_v4& network) {
        return ip::network_v4(address.to_v4(), network.prefix_length()).canonical() == network;
      });
    }
    return std::any_of(v6.begin(), v6.end(), [&](const ip::network_v6& network) {
      return ip::network_v6(address.to_v6(), network.prefix_length()).canonical() == network;
    });
  }
};

PublicAddress::PublicAddress() : proxies_(std::make_unique<Networks>()) {}
PublicAddress::PublicAddress(PublicAddress&&) noexcept = default;
PublicAddress& PublicAddress::operator=(PublicAddress&&) noexcept = default;
PublicAddress::~PublicAddress() = default;

Result<PublicAddress> PublicAddress::make(std::string_view public_host, std::string_view proxies) {
  PublicAddress made;
  std::string_view host = trimmed(public_host);
  if (host.substr(0, 7) == "http://") made.secure_ = false;
  if (const std::size_t scheme = host.find("://"); scheme != std::string_view::npos) host.remove_prefix(scheme + 3);
  while (!host.empty() && host.back() == '/') host.remove_suffix(1);
  if (!host.empty() && !is_host(host)) {
    return make_error("must be a host name, with a port if need be, without a path", "PUBLIC_HOST");
  }
  made.host_ = host;
  while (!proxies.empty()) {
    const std::size_t end = std::min(proxies.find_first_of(", \t"), proxies.size());
    const std::string_view item = proxies.substr(0, end);
    if (!item.empty() && !made.proxies_->add(item)) {
      return make_error("\"" + std::string(item) + "\" is neither an address nor a network such as 10.0.0.0/8",
                        "TRUSTED_PROXIES");
    }
    proxies.remove_prefix(std::min(end + 1, proxies.size()));
  }
  return made;
}

bool PublicAddress::trusts(std::string_view address) const {
  const auto parsed = address_of(address);
  return parsed && proxies_->hold(*parsed);
}

RequestOrigin PublicAddress::origin_of(const HttpRequest& request) const {
  constexpr std::array kForwarding{"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
                                   "Forwarded",       "X-Real-IP",        "Via"};
  RequestOrigin origin;
  origin.client = request.remote_address;
  origin.secure = request.secure;
  origin.forwarded = std::any_of(kForwarding.begin(), kForwarding.end(),
                                 [&](const char* name) { return !request.header(name).empty(); });
  std::string_view host = request.header("Host");
  if (trusts(request.remote_address)) {
    // From the nearest hop outwards, as long as each hop is one of ours.
    std::string_view hops = request.header("X-Forwarded-For");
    while (trusts(origin.client)) {
      const std::string_view hop = last_item(hops);
      if (!address_of(hop)) break;
      origin.client = hop;
      const std::size_t comma = hops.rfind(',');
      hops = comma == std::string_view::npos ? std::string_view{} : hops.substr(0, comma);
    }
    if (const auto proto = last_item(request.header("X-Forwarded-Proto")); !proto.empty()) {
      origin.secure = proto == "https" || proto == "wss";
    }
    if (const auto forwarded = last_item(request.header("X-Forwarded-Host")); !forwarded.empty()) host = forwarded;
  }
  if (configured()) {
    origin.host = host_;
    origin.secure = secure_;
  } else if (is_host(host)) {
    origin.host = host;
  }
  return origin;
}

bool is_loopback(std::string_view address) {
  const auto parsed = address_of(address);
  return parsed && parsed->is_loopback();
}

bool is_host(std::string_view text) {
  return !text.empty() && text.size() <= 255 && std::all_of(text.begin(), text.end(), [](char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
           byte == '.' || byte == '-' || byte == '_' || byte == ':' || byte == '[' || byte == ']';
  });
}

}  // namespace parley
