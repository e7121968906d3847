#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "config/project.h"
#include "config/value.h"

namespace assay::config {

/// Splits "shop.dbo.sales" after the name of a declared source; nothing when it starts with none of them.
std::optional<TableRef> SplitTableRef(std::string_view text, std::span<const Source> sources);

/// Reads the name of a declared table; notes, with the near name, one whose source or table is not declared.
std::optional<TableRef> ReadTableRef(const Value& value, std::span<const Source> sources);

}  // namespace assay::config
