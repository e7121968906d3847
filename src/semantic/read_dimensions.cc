#include <algorithm>

#include <fmt/format.h>

#include "semantic/read_fields.h"

namespace assay::semantic {
namespace {

using config::Value;

struct AxisColumns {
  std::string_view axis;
  std::vector<std::string> columns;
};

// The columns of the gold dimensions that the pages know, by axis.
const std::vector<AxisColumns>& KnownColumns() {
  static const std::vector<AxisColumns> known{
      {"customer", {"customer_name", "customer_tier", "segment", "country"}},
      {"product", {"product_name", "category"}},
      {"store", {"store_name", "location", "country"}},
  };
  return known;
}

DimensionSource ReadSource(const Value& value) {
  const Fields fields(value, {"axis", "attribute", "column"});
  DimensionSource source{fields.TextOf("axis"), fields.TextOf("attribute"), fields.TextOf("column")};
  const auto known = std::ranges::find(KnownColumns(), source.axis, &AxisColumns::axis);
  if (known == KnownColumns().end()) {
    RefuseName(value, "axis", source.axis, {"customer", "product", "store"});
  } else if (std::ranges::find(known->columns, source.column) == known->columns.end()) {
    RefuseName(value, "column of that axis", source.column, known->columns);
  }
  return source;
}

MemberText ReadMember(const Value& value) {
  const Fields fields(value, {"key", "label", "meaning", "next_step", "color", "grey"});
  MemberText member;
  if (const auto key = fields.Require("key")) member.key = key->Text().value_or("");
  member.label = ReadText(fields, "label");
  member.meaning = ReadText(fields, "meaning", false);
  member.next_step = ReadText(fields, "next_step", false);
  member.color = fields.TextOf("color");
  member.is_grey = fields.FlagOf("grey");
  return member;
}

Dimension ReadDimension(const ListedEntry& entry) {
  const Fields fields(entry.value, {"id", "kind", "label", "plural", "from", "parent", "search", "members"});
  Dimension dimension;
  dimension.id = entry.id;
  dimension.label = ReadText(fields, "label");
  dimension.plural = ReadText(fields, "plural");
  dimension.parent = fields.TextOf("parent");
  dimension.has_search = fields.FlagOf("search");
  if (const auto kind = fields.Get("kind")) dimension.is_date = kind->Choice<bool>({{"date", true}}).value_or(false);
  if (dimension.is_date != (dimension.id == "date")) entry.value.Report("expected kind: date at the id date only");
  if (const auto from = dimension.is_date ? fields.Get("from") : fields.Require("from")) {
    for (const Value& item : from->Items()) dimension.sources.push_back(ReadSource(item));
  }
  if (const auto members = fields.Get("members")) {
    for (const Value& item : members->Items()) dimension.members.push_back(ReadMember(item));
  }
  return dimension;
}

std::vector<std::string> IdsOf(const std::vector<Dimension>& dimensions) {
  std::vector<std::string> ids;
  for (const Dimension& dimension : dimensions) ids.push_back(dimension.id);
  return ids;
}

// The slicers of the last file that names some.
void ReadSlicers(const SourceFiles& files, Description& description) {
  const std::vector<std::string> known = IdsOf(description.dimensions);
  for (const auto& file : files) {
    if (file->name != "dimensions.yaml" || !file->root) continue;
    const Fields fields(Value(file->reading, *file->root, 1, ""), {"dimensions", "slicers", "hide"});
    const auto slicers = fields.Get("slicers");
    if (!slicers) continue;
    description.slicers.clear();
    for (const Value& item : slicers->Items()) {
      const std::string id = item.Text().value_or("");
      if (std::ranges::find(known, id) == known.end()) RefuseName(item, "dimension", id, known);
      description.slicers.push_back(id);
    }
  }
}

}  // namespace

void ReadDimensions(const SourceFiles& files, Description& description) {
  const std::vector<ListedEntry> entries = ListEntries(files, "dimensions.yaml", "dimensions");
  for (const ListedEntry& entry : entries) description.dimensions.push_back(ReadDimension(entry));
  const std::vector<std::string> known = IdsOf(description.dimensions);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string& parent = description.dimensions[i].parent;
    if (parent.empty() || std::ranges::find(known, parent) != known.end()) continue;
    RefuseName(entries[i].value, "dimension as parent", parent, known);
  }
  ReadSlicers(files, description);
}

}  // namespace assay::semantic
