#include "report/findings_catalogue.h"

#include <cstdint>
#include <set>

#include "core/diagnosis/catalogue.h"
#include "core/diagnosis/confusion.h"
#include "core/diagnosis/profile.h"
#include "core/diagnosis/rules.h"
#include "report/terminal.h"

namespace parley {
namespace {

constexpr std::size_t kWidth = 118;

std::string paragraph(std::string_view label, std::string_view text) {
  if (text.empty()) return {};
  return wrapped("**" + std::string(label) + "** " + std::string(text), "", kWidth) + "\n";
}

std::string sentence(std::string_view text) {
  if (text.empty()) return {};
  std::string out(text);
  if (out.front() >= 'a' && out.front() <= 'z') out.front() = static_cast<char>(out.front() - 'a' + 'A');
  if (out.back() != '.') out += '.';
  return out;
}

std::string link(std::string_view scenario) {
  return "[" + std::string(scenario) + "](../scenarios/" + std::string(scenario) + ")";
}

std::string trigger_of(const CatalogueEntry& entry) {
  std::string text;
  if (!entry.fault.empty()) text = "`twisim naive --fault " + std::string(entry.fault) + "`";
  if (!entry.scenario.empty()) text += (text.empty() ? "" : "; ") + std::string("scenario ") + link(entry.scenario);
  return text.empty() ? text : text + ".";
}

/// "First in 24 calls with planted faults; `mark-name-mismatch` named in 24 of them and there in 20."
std::string counts_of(std::string_view id) {
  std::int64_t first = 0;
  for (const ConfusionCell& cell : confusion_cells()) {
    if (cell.finding == id) first += cell.calls;
  }
  if (first == 0) return {};
  std::string text = "It came first in " + std::to_string(first) + " calls with a planted fault.";
  std::set<std::string_view> causes;
  for (const CauseCell& cell : cause_cells()) {
    if (cell.finding == id) causes.insert(cell.cause);
  }
  for (const std::string_view cause : causes) {
    const CauseCount count = count_of(id, cause);
    text += " `" + std::string(cause) + "` was named in " + std::to_string(count.named) +
            " of them and was there in " + std::to_string(count.right) +
            (counted_certainty(id, cause) == Certainty::kLikely ? ": likely." : ": possible.");
  }
  return text;
}

std::string section(const CatalogueEntry& entry, std::string_view tells) {
  std::string text = "## " + std::string(entry.id) + "\n\n" + sentence(tells) + "\n\n";
  text += paragraph("The caller.", entry.caller);
  text += paragraph("The wire.", entry.wire);
  text += paragraph("Causes.", sentence(entry.causes));
  text += paragraph("What to look at.", sentence(entry.look_at));
  text += paragraph("To know more.", sentence(entry.more));
  text += paragraph("See it happen.", trigger_of(entry));
  text += paragraph("Not to be mistaken for it.", "The healthy " + link(entry.healthy) + ".");
  text += paragraph("Counted.", counts_of(entry.id));
  if (!applies(entry.id, Profile::kSpeechToSpeech)) {
    text += paragraph("Profile.", "Not said of a speech-to-speech model (`--profile`), which has no such steps.");
  }
  return text;
}

std::string_view tells_of(std::string_view id) {
  for (const Rule& rule : rules()) {
    if (rule.id == id) return rule.tells;
  }
  return {};
}

}  // namespace

std::string findings_catalogue() {
  std::string text =
      "# Findings\n\nMade by `twisim diagnose --catalogue`; not to be edited by hand. A finding names what the "
      "caller lived\n"
      "through, its evidence, its causes by rank, and what to look at. Whether a cause is *likely* or *possible* "
      "is counted:\n"
      "the naive agent's faults are planted one by one in calls of many kinds (`twisim naive --confusion`), and a "
      "cause is\n"
      "likely where it was right in half of them or more, of at least ten. `twisim diagnose --explain ID` "
      "prints one\n"
      "section.\n\n| Finding | It says |\n|---|---|\n";
  for (const CatalogueEntry& entry : catalogue()) {
    text += "| [" + std::string(entry.id) + "](#" + std::string(entry.id) + ") | " +
            std::string(tells_of(entry.id)) + " |\n";
  }
  text += "\n";
  for (const CatalogueEntry& entry : catalogue()) text += section(entry, tells_of(entry.id));
  text.pop_back();  // a file ends with its last line
  return text;
}

std::optional<std::string> finding_section(std::string_view id) {
  const CatalogueEntry* entry = catalogue_entry(id);
  if (entry == nullptr) return std::nullopt;
  return section(*entry, tells_of(id));
}

}  // namespace parley
