// What is to be known of each finding whatever the call: what the caller lives through, what the wire shows, what
// may be behind it, what would tell more, how to see it happen, and the healthy call that looks most like it.
// docs/findings.md is made of this. What a rule says of a given call is the rule's own.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace parley {

struct CatalogueEntry {
  std::string_view id;
  std::string_view caller;  // what he lives through
  std::string_view wire;    // what Twilio's side of it shows
  std::string_view causes;  // the likeliest first, with semicolons between
  std::string_view look_at;
  std::string_view more;      // evidence that would tell its causes apart; empty: the wire is enough
  std::string_view fault;     // of the naive agent, that triggers it
  std::string_view scenario;  // under scenarios/, that shows it; empty: only a log or two calls can
  std::string_view healthy;   // under scenarios/: the nearest call that is not blamed
};

/// In the order of rules().
std::span<const CatalogueEntry> catalogue();
/// nullptr for an id that there is not.
const CatalogueEntry* catalogue_entry(std::string_view id);
/// What to bring to know more of a finding; empty where the wire is enough.
std::string more_evidence_for(std::string_view id);
/// "docs/findings.md#stuck-speaking"
std::string documentation_of(std::string_view id);

namespace catalogue_part {
std::span<const CatalogueEntry> turns();  // who has the floor
std::span<const CatalogueEntry> sound();  // what is heard, and how it is sent
std::span<const CatalogueEntry> calls();  // greeting, protocol, end
}  // namespace catalogue_part

}  // namespace parley
