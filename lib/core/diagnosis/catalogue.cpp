#include "core/diagnosis/catalogue.h"

#include <algorithm>
#include <vector>

#include "core/diagnosis/rules.h"

namespace parley {
namespace {

std::vector<CatalogueEntry> in_order_of_rules() {
  std::vector<CatalogueEntry> all;
  for (const Rule& rule : rules()) {
    for (const auto part : {catalogue_part::turns(), catalogue_part::sound(), catalogue_part::calls()}) {
      const auto found =
          std::find_if(part.begin(), part.end(), [&](const auto& entry) { return entry.id == rule.id; });
      if (found != part.end()) all.push_back(*found);
    }
  }
  return all;
}

}  // namespace

std::span<const CatalogueEntry> catalogue() {
  static const std::vector<CatalogueEntry> all = in_order_of_rules();
  return all;
}

const CatalogueEntry* catalogue_entry(std::string_view id) {
  const auto all = catalogue();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& entry) { return entry.id == id; });
  return found == all.end() ? nullptr : &*found;
}

std::string more_evidence_for(std::string_view id) {
  const CatalogueEntry* entry = catalogue_entry(id);
  return entry == nullptr ? std::string() : std::string(entry->more);
}

std::string documentation_of(std::string_view id) {
  return "docs/findings.md#" + std::string(id);
}

}  // namespace parley
