#include "table/column_name.h"

#include <set>

#include <fmt/format.h>

#include "base/ascii.h"

namespace assay::table {
std::string LakeColumnName(std::string_view source_name) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = source_name.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return "column";
  std::string name(source_name.substr(first, source_name.find_last_not_of(kBlank) - first + 1));
  for (char& c : name) {
    if (std::string_view(" ,;{}()\n\r\t=").contains(c)) c = '_';
  }
  return name;
}

std::vector<std::string> LakeColumnNames(const std::vector<std::string>& source_names) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const std::string& source_name : source_names) {
    const std::string base = LakeColumnName(source_name);
    std::string name = base;
    for (int number = 2; !taken.insert(LowerAscii(name)).second; ++number) name = fmt::format("{}_{}", base, number);
    names.push_back(name);
  }
  return names;
}

}  // namespace assay::table
