#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cube/image_parts.h"
#include "cube/query.h"

namespace assay::cube {

/// Which rows an output looks at. Outputs with equal conditions share a context. Borrows from the query and the image.
struct Context {
  struct RowFilter {
    Column members;
    const std::uint8_t* allowed = nullptr;
    double share = 1;  ///< of the members that are allowed
    bool operator==(const RowFilter& other) const { return allowed == other.allowed; }
  };

  std::vector<const std::uint8_t*> customers;  ///< who passes; all lists must allow a customer
  std::vector<RowFilter> rows;                 ///< those that let fewest pass first
  bool all_days = true;
  std::uint32_t first_day = 0;  ///< from the image's first day on
  std::uint32_t last_day = 0;
  bool nothing = false;  ///< no row can pass

  /// Of two contexts of one query: whether the same rows pass.
  bool operator==(const Context&) const = default;

  /// One that obeys `selections` but those at the positions `ignored`, and `days`.
  static Context Of(const Image::Parts& image, const std::vector<Selection>& selections,
                    const std::vector<std::size_t>& ignored, const std::optional<DayRange>& days);
};

/// The distinct contexts of a query, and which of them each output and each list has.
struct Contexts {
  std::vector<Context> contexts;
  std::vector<std::size_t> of_output;
  std::vector<std::size_t> of_list;

  static Contexts Of(const Image::Parts& image, const Query& query);
};

}  // namespace assay::cube
