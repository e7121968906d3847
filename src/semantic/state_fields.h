#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "semantic/state.h"

/// Private to this folder: the checks that bodies and addresses share.
namespace assay::semantic {

const std::vector<std::string>& RelativeDates();
const std::vector<std::string>& OptionNames();

/// kInvalidInput unless `body` is an object with these fields only.
Status RequireFields(const nlohmann::json& body, const std::string& what, const std::vector<std::string>& known);
Result<std::string> TextOf(const nlohmann::json& value, const std::string& what);
/// A list of texts (each once), or one text.
Result<std::vector<std::string>> Texts(const nlohmann::json& value, const std::string& what);
Result<Day> DayOf(const nlohmann::json& value, const std::string& what);
Result<Day> DayOf(const std::string& text, const std::string& what);
Status RequireWord(const std::string& word, const std::string& what, const std::vector<std::string>& known);
Status RequireDimension(const std::string& id, const Shop& shop);
Status RequirePeriods(const std::vector<std::string>& keys, const Shop& shop);
/// kInvalidInput when from is after to.
Status RequireOrder(const DateChoice& choice);
Status RequireVisual(const std::string& id, const Page& page);
Result<const Page*> RequirePage(std::string_view id, const Shop& shop);
Result<Comparison> ComparisonNamed(const std::string& word);
Status SetOption(const std::string& visual, const std::string& name, const std::string& text, VisualOptions& options);
/// Adds a value to a filter, once. kInvalidInput for too many or too long ones.
Status AddValue(const std::string& what, std::string value, std::vector<std::string>& values);

}  // namespace assay::semantic
