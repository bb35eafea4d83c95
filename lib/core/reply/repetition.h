// An agent that says the same thing twice sounds as if it had not heard. Told what was said before and what the
// model writes now, this decides how the reply begins: a reply equal to the one before is varied, unless the caller
// asked for it again. While the new text could still become the old one it is kept back; with the first character
// that differs it goes out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/reply/reply_config.h"

namespace parley {

class Repetition {
 public:
  /// The caller said `words`; the model is asked.
  void asked(const ReplyConfig& config, std::string_view words);
  /// More of the model's text. Returns what of it may be said now.
  std::string text(const ReplyConfig& config, std::string_view more, bool done);
  /// Audio of this reply has been given out: it is what the caller heard last.
  void said() { said_ = true; }
  /// ... or it was taken back before anything of it went out.
  void taken_back() { said_ = false; }
  /// The next turn begins.
  void turn_over();

 private:
  static constexpr std::size_t kRemembered = 4096;  // longer replies are never taken for the same

  std::string before_;   // the reply that was said last, as the model wrote it
  std::string current_;  // ... and the one that is being written, as far as it could be the same
  std::string kept_;     // not given out yet
  bool wanted_ = false;  // the caller asked to hear it again
  bool differs_ = true;
  bool done_ = false;
  bool said_ = false;
  std::size_t variations_ = 0;
};

}  // namespace parley
