// Any URL, form, token and signature: the right signature verifies for every variant of the URL, anything else does
// not, forms are read back as they were written, and URLs that are URLs come back as their own text.
#include <algorithm>

#include "core/base/check.h"
#include "core/twilio/signature.h"
#include "core/twilio/url.h"
#include "tests/fuzz/fuzz_input.h"

namespace parley::fuzz {
namespace {

using twilio::Form;

void check_form(const std::string& text) {
  const Result<Form> form = twilio::parse_form(text);
  if (!form.has_value()) return;
  const std::string written = twilio::write_form(*form);
  const Result<Form> again = twilio::parse_form(written, {.bytes = written.size()});
  PARLEY_CHECK(again.has_value() && *again == *form);
  PARLEY_CHECK(twilio::write_form(*again) == written);
}

void check_signature(const std::string& token, const std::string& url, const std::string& body) {
  const std::vector<std::string> variants = twilio::url_variants(url);
  PARLEY_CHECK(!variants.empty() && variants.size() <= 25 && variants.front() == url);
  const Result<Form> read = twilio::parse_form(body);
  const Form form = read.has_value() ? *read : Form{};
  for (const std::string& variant : variants) {
    const std::string right = twilio::sign(token, variant, form);
    PARLEY_CHECK(right.size() == 28);
    PARLEY_CHECK(twilio::valid(token, right, variants, form) == !token.empty());
    PARLEY_CHECK(!twilio::valid(token + "x", right, variants, form));
  }
  Form reversed = form;
  std::reverse(reversed.begin(), reversed.end());
  PARLEY_CHECK(twilio::sign(token, url, reversed) == twilio::sign(token, url, form));
  PARLEY_CHECK(!twilio::valid(token, body, variants, form) || body.size() == 28);

  const std::string with_hash = "https://h/?bodySHA256=" + twilio::body_sha256(body) + "&" + token;
  const std::vector<std::string> with_hashes = twilio::url_variants(with_hash);
  PARLEY_CHECK(twilio::valid_body("t", twilio::sign("t", with_hash), with_hashes, body));
  PARLEY_CHECK(!twilio::valid_body("t", twilio::sign("t", with_hash), with_hashes, body + "x"));
}

}  // namespace
}  // namespace parley::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A token, a URL and a body, each on its line.
  const std::string text = parley::fuzz::text_of(data, std::min<std::size_t>(size, 4096));
  const std::size_t first = std::min(text.find('\n'), text.size());
  const std::size_t second = std::min(text.find('\n', std::min(first + 1, text.size())), text.size());
  const std::string url = first < second ? text.substr(first + 1, second - first - 1) : std::string();
  const std::string body = second < text.size() ? text.substr(second + 1) : std::string();
  parley::fuzz::check_form(body);
  // A "#" would hide the hash of the body from the query.
  std::string token = text.substr(0, first);
  std::replace(token.begin(), token.end(), '#', '_');
  parley::fuzz::check_signature(token, url, body);
  return 0;
}
