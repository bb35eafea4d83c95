#include "speech/http/event_stream.h"

namespace parley {

bool EventStream::push(std::string_view piece, const Take& take) {
  while (!piece.empty() && !too_long_) {
    if (after_return_ && piece.front() == '\n') piece.remove_prefix(1);
    after_return_ = false;
    const std::size_t end = piece.find_first_of("\r\n");
    line_ += piece.substr(0, end);
    too_long_ = line_.size() > kMostBytes;
    if (end == std::string_view::npos || too_long_) break;
    after_return_ = piece[end] == '\r';
    piece.remove_prefix(end + 1);
    end_line(take);
  }
  return !too_long_;
}

void EventStream::finish(const Take& take) {
  if (too_long_) return;
  if (!line_.empty()) end_line(take);
  if (!too_long_) dispatch(take);
}

void EventStream::end_line(const Take& take) {
  std::string_view line = line_;
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (first_line_ && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  first_line_ = false;
  if (line.empty()) {
    dispatch(take);
  } else if (line.front() != ':') {
    const std::size_t colon = line.find(':');
    std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    field(line.substr(0, colon), value);
  }
  line_.clear();
}

void EventStream::field(std::string_view name, std::string_view value) {
  if (name == "event") event_.name = value;
  if (name != "data") return;
  if (any_data_) event_.data += '\n';
  any_data_ = true;
  event_.data += value;
  too_long_ = event_.data.size() > kMostBytes;
}

void EventStream::dispatch(const Take& take) {
  // The standard has events without data forgotten.
  if (any_data_) take(event_);
  event_ = {};
  any_data_ = false;
}

}  // namespace parley
