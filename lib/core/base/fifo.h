// First in, first out, on one vector: no allocation once it has grown to its working size, which a deque cannot
// promise. Not bounded by itself: the owner knows what its bound is and looks at size().
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace parley {

template <class T>
class Fifo {
 public:
  void push(T item) { items_.push_back(std::move(item)); }
  /// Makes the item in its place.
  template <class... Args>
  T& emplace(Args&&... args) {
    return items_.emplace_back(std::forward<Args>(args)...);
  }
  std::optional<T> pop() {
    if (empty()) return std::nullopt;
    std::optional<T> item{std::move(items_[read_])};
    ++read_;
    forget_read();
    return item;
  }
  const T& front() const { return items_[read_]; }
  T& front() { return items_[read_]; }
  T& back() { return items_.back(); }
  bool empty() const { return read_ == items_.size(); }
  std::size_t size() const { return items_.size() - read_; }
  void clear() {
    items_.clear();
    read_ = 0;
  }

 private:
  static constexpr std::size_t kCompactAt = 64;

  void forget_read() {
    if (read_ == items_.size()) {
      clear();
    } else if (read_ >= kCompactAt && read_ * 2 >= items_.size()) {  // moves each item at most once on average
      items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(read_));
      read_ = 0;
    }
  }

  std::vector<T> items_;
  std::size_t read_ = 0;
};

}  // namespace parley
