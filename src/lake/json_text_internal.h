#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace assay::lake {

/// `json` on one line, its members in their order. Bytes that are not UTF-8 become U+FFFD. Pure.
inline std::string JsonText(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace assay::lake
