#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace assay::semantic {

/// SQL condition over gold.fact_sales, called `alias`: the line sold something, so that its order counts. A return
/// alone, or what was given away, makes no order; a line discounted to nothing does, since its price before was above
/// zero.
inline std::string SoldLineSql(std::string_view alias) {
  return fmt::format("{0}.quantity > 0 AND COALESCE({0}.unit_price, {0}.total_sale_amount + {0}.return_amount) > 0",
                     alias);
}

}  // namespace assay::semantic
