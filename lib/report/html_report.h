// One call as a page that opens from disk: both voices at the time they were heard, what the far end held, states,
// marks, findings where they happen, and the sound itself. Everything is in the one file; it fetches nothing.
// The page is web/report.html; here its data are written.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/account/call_account.h"
#include "core/account/call_sound.h"
#include "core/diagnosis/finding.h"

namespace parley {

/// Words of either side, for the transcript.
struct Said {
  Instant at;
  bool by_caller = true;
  std::string text;
};
/// What the agent's own trace tells of the words; nothing from one of the far end.
std::vector<Said> said_in(const trace::CallTrace& trace);

struct HtmlReport {
  const CallAccount& account;
  std::span<const Finding> findings;
  const CallSound* sound = nullptr;  // null: the page draws levels and plays nothing
  std::vector<Said> said;
  std::string build;  // version of the program
  std::string title;  // empty: the scenario's name, else the call's
};

/// More sound than this is left out: a browser would have to hold all of it.
inline constexpr Duration kMostSoundOfAPage = seconds(1800);

std::string html_report(const HtmlReport& report);

}  // namespace parley
