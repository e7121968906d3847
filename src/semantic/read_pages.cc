#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "semantic/read_fields.h"

namespace assay::semantic {
namespace {

using config::Value;

class VisualReader {
 public:
  explicit VisualReader(const Description& description) {
    for (const Measure& measure : description.measures) measures_.push_back(measure.id);
    for (const Dimension& dimension : description.dimensions) dimensions_.push_back(dimension.id);
  }

  Visual Read(const ListedEntry& entry) const {
    const Fields fields(entry.value, {"id", "type", "title", "measures", "group_by", "ignores", "drill", "top",
                                      "compare", "goods_only", "several", "width"});
    Visual visual;
    visual.id = entry.id;
    if (const auto type = fields.Require("type")) visual.type = ReadType(*type);
    visual.title = ReadText(fields, "title");
    visual.measures = Names(fields, "measures", "measure", measures_);
    visual.group_by = Names(fields, "group_by", "dimension", dimensions_);
    visual.ignores = Names(fields, "ignores", "dimension", dimensions_);
    visual.drill = Names(fields, "drill", "dimension", dimensions_);
    if (const auto top = fields.Get("top")) {
      if (const auto number = top->Integer(1, 100)) visual.top = static_cast<int>(*number);
    }
    if (const auto width = fields.Get("width")) visual.width = static_cast<int>(width->Integer(1, 12).value_or(12));
    visual.compares = fields.FlagOf("compare");
    visual.goods_only = fields.FlagOf("goods_only");
    visual.counts_several = fields.FlagOf("several");
    CheckShape(visual, entry.value);
    return visual;
  }

 private:
  static VisualType ReadType(const Value& value) {
    return value
        .Choice<VisualType>({{"card", VisualType::kCard},
                             {"line", VisualType::kLine},
                             {"tiers", VisualType::kTiers},
                             {"map", VisualType::kMap},
                             {"bars", VisualType::kBars},
                             {"treemap", VisualType::kTreemap},
                             {"shares", VisualType::kShares},
                             {"table", VisualType::kTable},
                             {"segments", VisualType::kSegments},
                             {"statements", VisualType::kStatements}})
        .value_or(VisualType::kCard);
  }

  static std::vector<std::string> Names(const Fields& fields, std::string_view key, std::string_view what,
                                        const std::vector<std::string>& known) {
    std::vector<std::string> names;
    const auto value = fields.Get(key);
    if (!value) return names;
    for (const Value& item : value->Items()) {
      const std::string id = item.Text().value_or("");
      if (std::ranges::find(known, id) == known.end()) {
        RefuseName(item, what, id, known);
      } else {
        names.push_back(id);
      }
    }
    return names;
  }

  static void CheckShape(const Visual& visual, const Value& value) {
    if (visual.type != VisualType::kStatements && visual.measures.empty() && !value.node().Find("measures")) {
      value.Report("expected at least one measure, got none; add measures: [total_sales]");
    }
    if (visual.group_by.size() > 2) value.Report("expected at most two dimensions under group_by");
    const bool has_group = value.node().Find("group_by") != nullptr;
    if ((visual.type == VisualType::kCard) == has_group) {
      value.Report(has_group ? "expected no group_by, since a card shows one number"
                             : "expected group_by, got none; add group_by: [store]");
    }
    const bool is_shares = visual.type == VisualType::kShares;
    if (is_shares && visual.group_by.size() == 1) value.Report("expected two dimensions under group_by for shares");
    const bool is_by_date = !visual.group_by.empty() && visual.group_by[0] == "date";
    if (has_group && !visual.group_by.empty() && is_by_date != (visual.type == VisualType::kLine)) {
      value.Report("expected group_by: [date] with type line, and with no other type");
    }
    if (visual.group_by.size() == 2 && (visual.group_by[1] == "date" || visual.group_by[1] == "customer")) {
      value.Report(fmt::format("expected no '{}' as the second dimension", visual.group_by[1]));
    }
    if (!visual.group_by.empty() && visual.group_by[0] == "customer" && visual.type != VisualType::kTable) {
      value.Report("expected customers in a table only");
    }
  }

  std::vector<std::string> measures_;
  std::vector<std::string> dimensions_;
};

// What a page says of itself; a project's file need not repeat what it leaves as it is.
void ReadHead(SourceFile& file, Page& page) {
  const bool is_new = page.id.empty();
  const Fields fields(Value(file.reading, *file.root, 1, ""), {"page", "path", "title", "empty", "visuals", "hide"});
  if (is_new) {
    if (const auto id = fields.Require("page")) page.id = id->Text().value_or("");
    if (const auto path = fields.Require("path")) page.path = path->Text().value_or("");
  } else if (const std::string path = fields.TextOf("path"); !path.empty()) {
    page.path = path;
  }
  if (is_new || fields.Get("title")) page.title = ReadText(fields, "title");
  if (is_new || fields.Get("empty")) page.empty = ReadText(fields, "empty");
}

// The product's pages stand in the order of the report, a project's own behind them.
std::vector<std::string> PageFiles(const SourceFiles& files) {
  std::vector<std::string> names{"pages/executive.yaml", "pages/products.yaml", "pages/stores.yaml"};
  for (const auto& file : files) {
    if (file->name.starts_with("pages/") && std::ranges::find(names, file->name) == names.end()) {
      names.push_back(file->name);
    }
  }
  return names;
}

}  // namespace

void ReadPages(const SourceFiles& files, Description& description) {
  const VisualReader reader(description);
  for (const std::string& name : PageFiles(files)) {
    Page page;
    SourceFile* last = nullptr;
    for (const auto& file : files) {
      if (file->name != name || !file->root) continue;
      ReadHead(*file, page);
      last = file.get();
    }
    if (last == nullptr) continue;
    for (const ListedEntry& entry : ListEntries(files, name, "visuals")) page.visuals.push_back(reader.Read(entry));
    for (const Page& other : description.pages) {
      if (other.id != page.id && other.path != page.path) continue;
      last->problems.Add(
          1, fmt::format("Cannot use page '{}' at '{}': expected an id and a path of its own", page.id, page.path));
    }
    description.pages.push_back(std::move(page));
  }
}

}  // namespace assay::semantic
