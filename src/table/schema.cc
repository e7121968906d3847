#include "table/schema.h"

namespace assay::table {

std::optional<std::size_t> Schema::Find(std::string_view name) const {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == name) return i;
  }
  return std::nullopt;
}

std::vector<std::string> Schema::Names() const {
  std::vector<std::string> names;
  for (const Field& field : fields) names.push_back(field.name);
  return names;
}

bool IsPersonal(const Field& field) { return field.metadata.contains(std::string(kPersonalData)); }

void MarkPersonal(Schema& schema, const std::set<std::string, std::less<>>& names) {
  for (Field& field : schema.fields) {
    field.metadata.erase(std::string(kPersonalData));
    if (names.contains(field.name)) field.metadata.emplace(kPersonalData, "true");
  }
}

}  // namespace assay::table
