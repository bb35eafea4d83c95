// Names and values as web forms carry them (application/x-www-form-urlencoded), both ways: the bodies of Twilio's
// webhooks and the query strings of URLs. Names may repeat and their order is kept, so it is no map. Reading is
// lenient as browsers are: any text means something. It knows neither which names Twilio sends (see webhook.h) nor
// what a signature does with them (see signature.h).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace parley::twilio {

struct FormField {
  std::string name;
  std::string value;
  friend bool operator==(const FormField&, const FormField&) = default;
};
using Form = std::vector<FormField>;

/// A voice webhook has some 30 fields and under 2 kB; these bounds leave room for any number of custom ones.
struct FormLimits {
  std::size_t bytes = 256 * 1024;
  std::size_t fields = 1000;
};

/// Reads "a=1&b=two+words". A "%" that no two hexadecimal digits follow stands for itself, a field without "=" has
/// an empty value, and empty fields ("a=1&&b=2") are passed over. The only errors are the limits.
Result<Form> parse_form(std::string_view text, const FormLimits& limits = {});
/// Writes what parse_form reads: letters, digits and "*-._" as they are, a space as "+", any other byte as %XX.
std::string write_form(const Form& form);

/// The first value of that name, or nullptr.
const std::string* find_field(const Form& form, std::string_view name);

/// Resolves %XX and leaves what is no escape as it is; a "+" stays a "+".
std::string percent_decode(std::string_view text);
/// Escapes all bytes but letters, digits and those in `unreserved`.
void percent_encode(std::string_view text, std::string_view unreserved, std::string& out);

}  // namespace parley::twilio
