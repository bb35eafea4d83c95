// A text that does not change and that many may hold: it exists once in memory, and a copy of it is a pointer. A
// message of a call is held by the side that sent it, by the line and by both traces. Not for building texts; build
// a std::string and share it when it is done.
//
//   TextArena   |text|text|text|....|      a piece of memory; it lives while one of its texts is held
//                  ^    ^    ^
//               SharedText, as many as there are holders
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

namespace parley {

class SharedText {
 public:
  SharedText() = default;
  /// Copies the text, once.
  template <class Text, class = std::enable_if_t<std::is_convertible_v<const Text&, std::string_view> &&
                                                 !std::is_same_v<Text, SharedText>>>
  SharedText(const Text& text) : SharedText(copy_of(text)) {}

  std::string_view view() const { return {characters_.get(), size()}; }
  operator std::string_view() const { return view(); }
  const char* data() const { return characters_.get(); }        // null for no text
  std::size_t size() const { return characters_ ? size_ : 0; }  // what has been moved from is empty
  bool empty() const { return size() == 0; }

  template <class Text>
  requires std::is_convertible_v<const Text&, std::string_view>
  friend bool operator==(const SharedText& left, const Text& right) {
    return left.view() == std::string_view(right);
  }

 private:
  friend class TextArena;

  SharedText(std::shared_ptr<const char[]> characters, std::size_t size)
      : characters_(std::move(characters)), size_(size) {}
  static SharedText copy_of(std::string_view text) {
    if (text.empty()) return {};
    auto characters = std::make_shared_for_overwrite<char[]>(text.size());
    std::memcpy(characters.get(), text.data(), text.size());
    return {std::move(characters), text.size()};
  }

  std::shared_ptr<const char[]> characters_;
  std::size_t size_ = 0;
};

/// Makes texts for those who make thousands: some eighty messages share one allocation. A holder of a single text
/// keeps the memory of its neighbours, so this is for texts that live and die together, as those of a call do.
class TextArena {
 public:
  SharedText share(std::string_view text) {
    if (text.empty() || text.size() > kLargest) return text;
    if (piece_ == nullptr || kPiece - used_ < text.size()) {
      piece_ = std::make_shared_for_overwrite<char[]>(kPiece);
      used_ = 0;
    }
    char* const place = piece_.get() + used_;
    std::memcpy(place, text.data(), text.size());
    used_ += text.size();
    return {std::shared_ptr<const char[]>(piece_, place), text.size()};
  }

 private:
  static constexpr std::size_t kPiece = 32'768;
  static constexpr std::size_t kLargest = kPiece / 8;

  std::shared_ptr<char[]> piece_;
  std::size_t used_ = 0;
};

}  // namespace parley
