#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "semantic/measure.h"
#include "semantic/phrase.h"
#include "semantic/text.h"

/// The one description of the dashboard: files of `dashboard/`, built into the program. A project may hold its own
/// `dashboard/` with files of the same names: entries replace those with the same id, new ones are added, ids under
/// `hide:` are left out.
namespace assay::semantic {

/// Where the members of a dimension come from: an axis ("customer", "product", "store"), or one of its attributes.
/// `column` is the column of the axis's gold table that holds the same.
struct DimensionSource {
  std::string axis;
  std::string attribute;  ///< empty = the members of the axis themselves
  std::string column;
};

/// What is said of a member that is known beforehand, such as a segment. The keys "@top", "@middle" and "@last" speak
/// of the tiers a project named itself.
struct MemberText {
  std::string key;
  Text label;
  Text meaning;
  Text next_step;
  std::string color;
  bool is_grey = false;
};

struct Dimension {
  std::string id;
  Text label;
  Text plural;
  bool is_date = false;
  std::vector<DimensionSource> sources;  ///< the first that has members; none for dates
  std::string parent;                    ///< one level up, or empty
  bool has_search = false;
  std::vector<MemberText> members;
};

enum class VisualType { kCard, kLine, kTiers, kMap, kBars, kTreemap, kShares, kTable, kSegments, kStatements };
std::string_view Name(VisualType type);

struct Visual {
  std::string id;
  VisualType type = VisualType::kCard;
  Text title;
  std::vector<std::string> measures;
  std::vector<std::string> group_by;  ///< up to two dimensions
  std::vector<std::string> ignores;   ///< dimensions whose selection it does not obey: the marks it shows
  std::vector<std::string> drill;     ///< levels, the widest first
  std::optional<int> top;             ///< members shown before the rest
  bool compares = false;
  bool goods_only = false;  ///< non-goods are left out and stand beside
  bool counts_several = false;
  int width = 12;
};

struct Page {
  std::string id;
  std::string path;
  Text title;
  Text empty;  ///< said when no visual is left
  std::vector<Visual> visuals;
};

struct Description {
  std::vector<Measure> measures;
  std::vector<Dimension> dimensions;
  std::vector<std::string> slicers;
  std::vector<Page> pages;
  Phrases phrases;

  const Measure* FindMeasure(std::string_view id) const;
  const Dimension* FindDimension(std::string_view id) const;
  const Page* FindPage(std::string_view id) const;
};

struct DescriptionFile {
  std::string name;  ///< "measures.yaml", "pages/stores.yaml"
  std::string text;
  std::string shown;  ///< how messages name it
};

/// The product's own description with what `<project_folder>/dashboard/` changes. kInvalidInput lists every mistake as
/// "<file>:<line>: Cannot ...", with the near name where one was meant: unknown keys, measures and dimensions, two
/// entries with one id, a missing translation. kIo when a file cannot be read.
Result<Description> LoadDescription(const std::string& project_folder);

/// As LoadDescription, from texts.
Result<Description> ReadDescription(const std::vector<DescriptionFile>& product,
                                    const std::vector<DescriptionFile>& project);

/// The files built into the program.
std::vector<DescriptionFile> ProductDescription();

}  // namespace assay::semantic
