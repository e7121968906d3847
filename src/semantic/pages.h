#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "semantic/shop.h"

namespace assay::semantic {

/// Everything the pages need to draw themselves: measures, dimensions with up to 1000 members, slicers, pages with the
/// visuals that this shop has.
nlohmann::json PagesJson(const Shop& shop);

/// {"members": [...]} of a dimension whose key or label holds `search` (ASCII case ignored), at most `limit`.
/// kNotFound, with the near name, for a dimension the shop does not have.
Result<nlohmann::json> MembersJson(const Shop& shop, std::string_view dimension, std::string_view search,
                                   std::size_t limit);

}  // namespace assay::semantic
