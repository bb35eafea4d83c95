// A value or one clear sentence. Only the members that std::expected shares are used (has_value, *, ->,
// error), so moving to C++23 is a change of this file alone.
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <utility>

namespace parley {

/// What is wrong with something from outside, and where. `place` is a file, a key or a byte position as a
/// person would look for it ("two_turns.json:12: caller[1].say"); empty when there is none.
struct Error {
  std::string message;
  std::string place;

  std::string text() const { return place.empty() ? message : place + ": " + message; }
};

[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::runtime_error(error.text());
}

template <class T>
using Result = boost::system::result<T, Error>;

inline Error make_error(std::string message, std::string place = {}) {
  return Error{std::move(message), std::move(place)};
}

}  // namespace parley
