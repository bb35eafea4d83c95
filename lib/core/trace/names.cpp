#include "core/trace/names.h"

#include "core/base/name_table.h"

namespace parley::trace {
namespace {

static_assert(!kKindNames.back().empty() && !kProviderEventNames.back().empty() &&
                  !kProviderRequestNames.back().empty(),
              "an alternative without a name");

constexpr NameTable<Direction, 2> kDirections({"to_agent", "from_agent"}, Direction::kFromAgent);
constexpr NameTable<ObservedAt, 4> kPlaces({"agent", "far_end", "tap", "log"}, ObservedAt::kLog);
constexpr NameTable<ReplyKind, 10> kReplyKinds({"answer", "greeting", "filler", "apology", "not_caught", "farewell",
                                                "beep", "idle_prompt", "offer", "fallback"},
                                               ReplyKind::kFallback);
constexpr NameTable<Stage, 4> kStages({"recognizer", "reply", "synthesis", "handler"}, Stage::kHandler);
constexpr NameTable<AfterReply, 3> kAfterReplies({"nothing", "hang_up", "transfer"}, AfterReply::kTransfer);

}  // namespace

std::string_view name_of(Direction direction) {
  return kDirections.name_of(direction);
}
std::string_view name_of(ObservedAt place) {
  return kPlaces.name_of(place);
}
std::string_view name_of(ReplyKind kind) {
  return kReplyKinds.name_of(kind);
}
std::string_view name_of(Stage stage) {
  return kStages.name_of(stage);
}
std::string_view name_of(AfterReply then) {
  return kAfterReplies.name_of(then);
}

std::optional<Direction> direction_from(std::string_view name) {
  return kDirections.find(name);
}
std::optional<ObservedAt> observed_at_from(std::string_view name) {
  return kPlaces.find(name);
}
std::optional<ReplyKind> reply_kind_from(std::string_view name) {
  return kReplyKinds.find(name);
}
std::optional<Stage> stage_from(std::string_view name) {
  return kStages.find(name);
}
std::optional<AfterReply> after_reply_from(std::string_view name) {
  return kAfterReplies.find(name);
}

}  // namespace parley::trace
