#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "cube/image.h"
#include "engine/duckdb/database.h"
#include "lake/release.h"

/// The cross-filter image of a release: a cache that anybody who lacks it builds from the release's gold tables.
///
/// Axes: the customers (attributes `tier`, `segment`, `customer_country`), `product` (`category`; `non_goods`, "0" or
/// "1"; `name_ar` where any product has one) and `store` (`location`, `country`, `name_ar` likewise). A missing text is
/// "". Measures, as integers: `total_sale_amount` and `return_amount` (scale 4), `quantity` (scale 3), and where any
/// line has one `discount` (scale 4), `cost` and `costed_sales`, the sales of the lines with a cost (scale 4). Rows:
/// the lines up to the release's as-of date; pages end there.
namespace assay::pipeline {

/// What an image of this release is known by: its number, its run and the versions of its tables.
std::string ImageIdentity(const lake::Release& release);

/// The image of `release` at `path`, built when there is none, when it is damaged or of something else. `connection`
/// must have the release's gold tables as relations gold.*; temporary tables of the name image_* are made in it and
/// dropped. `note` is told why an image that was there is built anew. `path`'s folder must exist. kInternal when the
/// facts and the dimensions do not fit together.
Result<std::shared_ptr<const cube::Image>> OpenImage(const lake::Release& release,
                                                     engine::duckdb::Connection& connection, const std::string& path,
                                                     const std::function<void(std::string_view)>& note = {});

/// Builds it in any case.
Status BuildImage(const lake::Release& release, engine::duckdb::Connection& connection, const std::string& path);

}  // namespace assay::pipeline
