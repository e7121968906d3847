#pragma once

#include <memory>
#include <variant>

#include <nlohmann/json.hpp>

#include "base/bounded_cache.h"

namespace assay::semantic {

struct Cells;

/// What pages of one release were answered with, by all that it depends on and nothing else: what a visual ignores, or
/// the order in which members were chosen, makes no difference. So a click computes only what it changes.
using AnswerMemory = BoundedCache<std::variant<std::shared_ptr<const Cells>, std::shared_ptr<const nlohmann::json>>>;

}  // namespace assay::semantic
