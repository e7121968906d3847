#pragma once

#include <string>
#include <string_view>

#include "config/load_project.h"

namespace assay::config {

/// The shortest project that is valid; tests add keys below it. Its last line is line 3.
inline constexpr std::string_view kSmallest =
    "project: test\n"
    "sources: {shop: {type: files, tables: {sales: sales.csv, products: products.csv, dbo.stores: stores.csv}}}\n"
    "roles: {transactions: {from: shop.sales}}\n";

/// Parses `text` in folder /shop, with a few variables set.
inline Result<Project> Parse(std::string_view text) {
  Secrets secrets;
  const Environment environment({{"SHOP_ODBC", "Driver=x;UID=sa;PWD=pw-1234;Server=db"},
                                 {"CRM_URL", "https://crm.example.com"},
                                 {"CRM_TOKEN", "tok-123456"},
                                 {"EMPTY", ""},
                                 {"TEN", "10"}},
                                {{"DOT_ENV_ONLY", "from-dot-env"}});
  return ParseProject(text, "/shop", environment, secrets);
}

/// The message of the error that `text` gives, or "" when it is valid.
inline std::string ErrorOf(std::string_view text) {
  const auto project = Parse(text);
  return project ? std::string() : project.error().message;
}

}  // namespace assay::config
