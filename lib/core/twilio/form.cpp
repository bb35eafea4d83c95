#include "core/twilio/form.h"

#include <algorithm>
#include <optional>

namespace parley::twilio {
namespace {

constexpr std::string_view kFormUnreserved = "*-._";

std::optional<int> hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return std::nullopt;
}

bool is_alphanumeric(char character) {
  return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
         (character >= 'A' && character <= 'Z');
}

std::string decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '+' && plus_is_space) {
      out += ' ';
      continue;
    }
    if (text[at] == '%' && text.size() - at > 2) {
      const std::optional<int> high = hex_value(text[at + 1]);
      const std::optional<int> low = hex_value(text[at + 2]);
      if (high && low) {
        out += static_cast<char>(*high * 16 + *low);
        at += 2;
        continue;
      }
    }
    out += text[at];
  }
  return out;
}

FormField read_field(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return {decode(text, true), {}};
  return {decode(text.substr(0, equals), true), decode(text.substr(equals + 1), true)};
}

void write_part(std::string_view text, std::string& out) {
  while (true) {
    const std::size_t space = text.find(' ');
    percent_encode(text.substr(0, space), kFormUnreserved, out);
    if (space == std::string_view::npos) return;
    out += '+';
    text.remove_prefix(space + 1);
  }
}

}  // namespace

Result<Form> parse_form(std::string_view text, const FormLimits& limits) {
  if (text.size() > limits.bytes) {
    return make_error("a form of " + std::to_string(text.size()) + " bytes is over the limit of " +
                      std::to_string(limits.bytes));
  }
  Form form;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('&', begin), text.size());
    if (end > begin) {
      if (form.size() == limits.fields) {
        return make_error("a form has more than " + std::to_string(limits.fields) + " fields",
                          "byte " + std::to_string(begin));
      }
      form.push_back(read_field(text.substr(begin, end - begin)));
    }
    begin = end + 1;
  }
  return form;
}

std::string write_form(const Form& form) {
  std::string out;
  bool first = true;
  for (const FormField& field : form) {
    if (!first) out += '&';
    first = false;
    write_part(field.name, out);
    out += '=';
    write_part(field.value, out);
  }
  return out;
}

const std::string* find_field(const Form& form, std::string_view name) {
  for (const FormField& field : form) {
    if (field.name == name) return &field.value;
  }
  return nullptr;
}

std::string percent_decode(std::string_view text) {
  return decode(text, false);
}

void percent_encode(std::string_view text, std::string_view unreserved, std::string& out) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char character : text) {
    if (is_alphanumeric(character) || unreserved.find(character) != std::string_view::npos) {
      out += character;
      continue;
    }
    const auto byte = static_cast<unsigned char>(character);
    out += '%';
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 0xFU];
  }
}

}  // namespace parley::twilio
