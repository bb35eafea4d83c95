// Any text as a URL and as a reference relative to one: what is taken is written and read again to the same parts,
// names a host and a port, and keeps no dots that would lead above the root.
#include <algorithm>

#include "core/base/check.h"
#include "core/twilio/url.h"
#include "tests/fuzz/fuzz_input.h"

namespace parley::fuzz {
namespace {

using twilio::Url;

void check_url(const Url& url) {
  PARLEY_CHECK(!url.host.empty() && url.effective_port() != 0);
  PARLEY_CHECK(url.target().starts_with('/'));
  const std::string written = url.text();
  if (written.size() > twilio::kMaxUrlBytes) return;
  const Result<Url> again = twilio::parse_url(written);
  PARLEY_CHECK(again.has_value() && *again == url);
}

void check_reference(const Url& base, const std::string& reference) {
  const Result<Url> url = twilio::resolve_url(base, reference);
  if (!url.has_value()) {
    PARLEY_CHECK(!url.error().message.empty());
    return;
  }
  check_url(*url);
  const bool relative = url->scheme == base.scheme && url->host == base.host && !reference.empty();
  if (relative && reference.find(':') == std::string::npos && !reference.starts_with("//") &&
      reference.front() != '?' && reference.front() != '#') {
    const std::string path = url->path + "/";
    PARLEY_CHECK(path.find("/../") == std::string::npos && path.find("/./") == std::string::npos);
  }
}

}  // namespace
}  // namespace parley::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A URL and a reference, each on its line.
  const std::string text = parley::fuzz::text_of(data, size);
  const std::size_t line = std::min(text.find('\n'), text.size());
  const std::string reference = line < text.size() ? text.substr(line + 1) : std::string();
  const parley::Result<parley::twilio::Url> base = parley::twilio::parse_url(text.substr(0, line));
  if (base.has_value()) {
    parley::fuzz::check_url(*base);
    parley::fuzz::check_reference(*base, reference);
  } else {
    PARLEY_CHECK(!base.error().message.empty());
  }
  parley::fuzz::check_reference(*parley::twilio::parse_url("https://host/a/b"), reference);
  return 0;
}
