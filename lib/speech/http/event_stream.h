// Server-sent events, read from an answer's body as it comes in any pieces. Any bytes are taken: comments, CR, LF
// or CRLF, data over several lines, a last event without its blank line. Bounded; what is too long ends the stream.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace parley {

struct ServerSentEvent {
  std::string name;  // of its `event` field; empty where there is none
  std::string data;
};

class EventStream {
 public:
  static constexpr std::size_t kMostBytes = 1024 * 1024;  // of a line, and of an event
  using Take = std::function<void(const ServerSentEvent&)>;

  /// False from the moment on when something was too long; nothing more is taken then.
  bool push(std::string_view piece, const Take& take);
  /// The body has ended: what stands there without its blank line counts too.
  void finish(const Take& take);
  bool too_long() const { return too_long_; }

 private:
  void end_line(const Take& take);
  void field(std::string_view name, std::string_view value);
  void dispatch(const Take& take);

  std::string line_;
  ServerSentEvent event_;
  bool any_data_ = false;
  bool after_return_ = false;  // a line feed now belongs to the line that has ended
  bool first_line_ = true;
  bool too_long_ = false;
};

}  // namespace parley
