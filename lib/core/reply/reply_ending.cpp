#include "core/reply/reply_ending.h"

#include <algorithm>
#include <cstddef>

namespace parley {
namespace {

constexpr std::size_t kLongestNumber = 20;
constexpr std::size_t kLongestAddress = 255;

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

}  // namespace

bool is_dialable(std::string_view address) {
  if (address.starts_with("sip:") || address.starts_with("sips:")) {
    const std::size_t at = address.find('@');
    const bool printable =
        std::all_of(address.begin(), address.end(), [](char byte) { return byte > ' ' && byte < 0x7F; });
    return printable && address.size() <= kLongestAddress && at != std::string_view::npos &&
           at > address.find(':') + 1 && at + 1 < address.size();
  }
  if (address.starts_with('+')) address.remove_prefix(1);
  return address.size() >= 2 && address.size() <= kLongestNumber &&
         std::all_of(address.begin(), address.end(), is_digit);
}

}  // namespace parley
