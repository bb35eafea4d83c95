// A call told while it happens, one plain line for each thing a person would remark on: "12.3 s  agent speaks". It
// is told from the account of the call so far, so it says what the account says and nothing else.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/account/account_builder.h"
#include "core/diagnosis/finding.h"

namespace parley {

class CallNarrator {
 public:
  /// What is new since the last time. `now` is the call's.
  std::vector<std::string> tell(const CallAccount& account, Instant now);
  /// The same of findings, which are believed once they have been there twice running: in the middle of a call what
  /// looks wrong may yet come right.
  std::vector<std::string> tell(const std::vector<Finding>& findings);

 private:
  void voices(const CallAccount& account, Instant now);
  void messages(const CallAccount& account);
  void line(Instant at, const std::string& text) { lines_.emplace_back(at, text); }

  std::size_t utterances_begun_ = 0;
  std::size_t utterances_ended_ = 0;
  std::size_t stretches_begun_ = 0;
  std::size_t stretches_ended_ = 0;
  std::size_t clears_ = 0;
  std::size_t marks_sent_ = 0;
  std::vector<bool> marks_returned_;
  bool over_ = false;
  std::vector<std::pair<std::string_view, TurnId>> seen_;  // findings of the last time
  std::vector<std::pair<std::string_view, TurnId>> said_;
  std::vector<std::pair<Instant, std::string>> lines_;
};

}  // namespace parley
