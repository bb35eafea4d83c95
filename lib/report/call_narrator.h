// A call told while it happens, one plain line for each thing a person would remark on: "12.3 s  agent speaks". It
// is told from the account of the call so far, so it says what the account says and nothing else. What comes in a
// shower, as the marks of a server that sends one behind each chunk do, is counted instead of told one by one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/account/account_builder.h"
#include "core/diagnosis/finding.h"
#include "core/diagnosis/log_trouble.h"

namespace parley {

class CallNarrator {
 public:
  /// What is new since the last time. `now` is the call's.
  std::vector<std::string> tell(const CallAccount& account, Instant now);
  /// The same of findings, which are believed once they have been there twice running: in the middle of a call what
  /// looks wrong may yet come right.
  std::vector<std::string> tell(const std::vector<Finding>& findings);
  /// What the agent's own log told of trouble.
  static std::string tell(const TroubleLine& line);

 private:
  /// Where the telling of one side's voice has come to.
  struct Voice {
    std::size_t told = 0;  // spans of the account
    bool speaks = false;
    Instant end{};
  };
  /// The same message again and again: the first is told at once, and those that follow it at once are one line
  /// when no more come.
  struct Shower {
    Instant last{};
    std::string name;
    int more = -1;  // since the one that was told; -1: none was
  };

  template <typename Spans>
  void voice(const Spans& spans, Voice& voice, const std::string& who, Instant now, bool over);
  void messages(const CallAccount& account, Instant now);
  void mark(Shower& shower, Instant at, const std::string& name, const std::string& what);
  void end_shower(Shower& shower, const std::string& what);
  void line(Instant at, const std::string& text) { lines_.emplace_back(at, text); }

  Voice caller_;
  Voice agent_;
  Shower sent_;
  Shower returned_;
  Shower cleared_;
  std::size_t clears_ = 0;
  std::size_t marks_sent_ = 0;
  std::vector<bool> marks_returned_;
  bool over_ = false;
  std::vector<std::pair<std::string_view, TurnId>> seen_;  // findings of the last time
  std::vector<std::pair<std::string_view, TurnId>> said_;
  std::vector<std::pair<Instant, std::string>> lines_;
};

}  // namespace parley
