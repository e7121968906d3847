#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/value.h"
#include "semantic/description.h"

/// Private to this folder: the parts that all readers of dashboard files share.
namespace assay::semantic {

/// One file while it is read.
struct SourceFile {
  SourceFile(const DescriptionFile& file, bool is_project);
  std::string name;
  bool is_project;
  config::Problems problems;
  config::YamlPtr root;
  config::Reading reading;
};
using SourceFiles = std::vector<std::unique_ptr<SourceFile>>;

/// A mapping with a fixed set of keys. Making one notes unknown keys, with the near name.
class Fields {
 public:
  Fields(const config::Value& value, std::vector<std::string> known);
  std::optional<config::Value> Get(std::string_view key) const;
  /// As Get, and notes the absence.
  std::optional<config::Value> Require(std::string_view key) const;
  std::string TextOf(std::string_view key) const;
  bool FlagOf(std::string_view key) const;
  const config::Value& value() const { return value_; }

 private:
  config::Value value_;
};

/// {en: ..., ar: ...}; a missing language is a problem.
Text ReadText(const config::Value& value);
Text ReadText(const Fields& fields, std::string_view key, bool is_required = true);

/// An entry of a list, by its id.
struct ListedEntry {
  std::string id;
  config::Value value;
};

/// The entries of list `key` in the files called `name`: those of the project replace the product's with the same id,
/// new ones are added, those under `hide` are left out. Notes entries without id and ids that stand twice in one file.
std::vector<ListedEntry> ListEntries(const SourceFiles& files, std::string_view name, std::string_view key);

/// Notes "Cannot use <what> '<given>': unknown; did you mean ...".
void RefuseName(const config::Value& value, std::string_view what, std::string_view given,
                const std::vector<std::string>& known);

std::vector<Measure> ReadMeasures(const SourceFiles& files);
void ReadDimensions(const SourceFiles& files, Description& description);
void ReadPages(const SourceFiles& files, Description& description);
void ReadPhrases(const SourceFiles& files, Phrases& phrases);

}  // namespace assay::semantic
