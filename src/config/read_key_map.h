#pragma once

#include <map>
#include <string>

#include "config/project.h"
#include "config/value.h"

namespace assay::config {

/// Reads `keys` of transactions: customer_id, product_id and store_id to the map of each.
std::map<std::string, KeyMap> ReadKeyMaps(const Value& value);

}  // namespace assay::config
