// A mark does not tell what the agent takes it to tell: it was sent before its audio, so that it comes back at
// once, or several of one name are out together, so that nobody can say which came back. Either may be harmless (a
// probe of the round trip; a count instead of names), so it is an error only where a caller was talked over because
// of it.
//
//   sent        mark audio audio audio
//   returned        |                       "played", says the agent, and listens while it is heard
#include <algorithm>
#include <cstddef>

#include "core/diagnosis/overlap.h"
#include "core/diagnosis/rules.h"
#include "core/diagnosis/wording.h"

namespace parley::rule {
namespace {

constexpr Duration kJustBefore = millis(200);
constexpr Duration kSomethingNew = seconds(1);  // after this long without sending it is no end of what came before
constexpr Duration kLongReply = millis(500);    // after a shorter one it makes no difference
constexpr std::size_t kEnough = 2;              // once may be anything

/// The mark right before a reply that has none behind it.
const MarkEntry* early_mark(const CallAccount& account, std::size_t index) {
  const Reply& reply = account.replies[index];
  if (reply.end - reply.begin < kLongReply) return nullptr;
  const bool last = index + 1 == account.replies.size();
  const Instant next = last ? kNever : account.replies[index + 1].first_sent - kJustBefore;
  const MarkEntry* found = nullptr;
  for (const MarkEntry& mark : account.marks) {
    // Of one instant, the order of the events decides.
    if (mark.sent_event > reply.last_event && mark.sent < next) return nullptr;
    if (mark.sent_event > reply.first_event && mark.sent_event < reply.last_event) return nullptr;
    const bool before = mark.sent_event < reply.first_event && mark.sent >= reply.first_sent - kJustBefore;
    // It might end the reply before this one, if that was still being heard.
    const bool of_this = index == 0 || mark.sent - account.replies[index - 1].last_sent >= kSomethingNew;
    if (before && (mark.reached == mark.sent || of_this)) found = &mark;
  }
  return found;
}

struct Misuse {
  std::vector<const MarkEntry*> early;
  std::vector<const MarkEntry*> twins;  // out together under one name
};

/// Both were on their way or waiting together.
bool out_together(const MarkEntry& first, const MarkEntry& second) {
  return first.name == second.name && second.sent < first.returned && second.sent < first.reached;
}

Misuse misuse_of(const CallAccount& account) {
  Misuse misuse;
  for (std::size_t i = 0; i < account.replies.size(); ++i) {
    if (const MarkEntry* mark = early_mark(account, i)) misuse.early.push_back(mark);
  }
  for (std::size_t i = 1; i < account.marks.size(); ++i) {
    // The marks that are still out stand right before it.
    const std::size_t from = i > 64 ? i - 64 : 0;
    for (std::size_t j = i; j-- > from;) {
      if (!out_together(account.marks[j], account.marks[i])) continue;
      if (misuse.twins.empty() || misuse.twins.back() != &account.marks[j])
        misuse.twins.push_back(&account.marks[j]);
      misuse.twins.push_back(&account.marks[i]);
      break;
    }
  }
  if (misuse.early.size() < kEnough && misuse.early.size() < account.replies.size()) misuse.early.clear();
  return misuse;
}

/// A caller was talked over after such a mark had come back: the agent believed itself silent.
const Interruption* harm(const CallAccount& account, const std::vector<const MarkEntry*>& marks) {
  for (const Interruption& interruption : account.interruptions) {
    const Reply& reply = account.replies[interruption.reply];
    if (interruption.clear || reply.cut || reply.end - interruption.onset < millis(1000)) continue;
    for (const MarkEntry* mark : marks) {
      const bool of_this_reply = mark->sent >= reply.first_sent - kJustBefore && mark->sent <= reply.last_sent;
      if (of_this_reply && mark->reached <= interruption.onset) return &interruption;
    }
  }
  return nullptr;
}

Finding shape(const CallAccount& account, const std::vector<const MarkEntry*>& marks) {
  Finding finding;
  finding.id = "mark-misuse";
  finding.at = marks.front()->sent;
  finding.evidence.push_back({"mark \"" + marks.front()->name + "\" sent " + moment_text(marks.front()->sent),
                              marks.front()->sent, marks.front()->sent_event});
  if (marks.front()->has_returned()) {
    finding.evidence.push_back({"it returned " + moment_text(marks.front()->returned), marks.front()->returned,
                                marks.front()->returned_event});
  }
  if (const Interruption* over = harm(account, marks)) {
    const Reply& reply = account.replies[over->reply];
    finding.severity = Severity::kError;
    finding.explanation = " The caller spoke into the reply at " + moment_text(over->onset) +
                          ", and it went on over him for " + span_text(reply.end - over->onset) + ".";
    finding.evidence.push_back({"caller's onset " + moment_text(over->onset) + ", no clear", over->onset,
                                account.utterances[over->utterance].first_event});
    finding.covers = {"barge-in-ignored", "barge-in-no-clear", "barge-in-blind-tail", "late-clear"};
  }
  return finding;
}

std::vector<Finding> check(const CallAccount& account) {
  const Misuse misuse = misuse_of(account);
  std::vector<Finding> found;
  if (!misuse.early.empty()) {
    Finding finding = shape(account, misuse.early);
    if (finding.severity != Severity::kError || finding.covers.empty()) finding.severity = Severity::kWarning;
    finding.explanation =
        "The mark is sent before the audio that it should follow, so it returns at once and the "
        "agent believes that it has been heard: " +
        count_text(std::ssize(misuse.early), "reply") + "." + finding.explanation;
    finding.causes.push_back({Certainty::kLikely,
                              "the mark is sent when the reply is begun, or by another task than "
                              "the one that sends its audio",
                              "mark-before-audio"});
    finding.look_at = "the order in which the audio of a reply and its mark are written to the socket";
    found.push_back(std::move(finding));
  }
  if (!misuse.twins.empty()) {
    Finding finding = shape(account, misuse.twins);
    if (finding.covers.empty()) finding.severity = Severity::kInfo;
    finding.explanation = "Several marks of the name \"" + misuse.twins.front()->name + "\" are out at once (" +
                          count_text(std::ssize(misuse.twins), "mark") +
                          "): when one returns, its name does not say how far playing has come." +
                          finding.explanation;
    finding.causes.push_back({finding.severity == Severity::kError ? Certainty::kLikely : Certainty::kPossible,
                              "the first that returns is taken for the end of the whole reply", "same-mark-name"});
    finding.look_at = "the handler of `mark` events: give each mark a name of its own, or count them";
    found.push_back(std::move(finding));
  }
  return found;
}

}  // namespace

std::vector<Finding> mark_misuse(const Evidence& evidence) {
  return each_call(evidence, check);
}

}  // namespace parley::rule
