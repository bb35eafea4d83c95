#include "core/diagnosis/finding.h"

namespace parley {

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return "info";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      return "error";
  }
  return "error";
}

std::string_view name_of(Certainty certainty) {
  return certainty == Certainty::kLikely ? "likely" : "possible";
}

}  // namespace parley
