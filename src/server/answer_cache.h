#pragma once

#include <memory>
#include <string>

#include "base/bounded_cache.h"

namespace assay::server {

/// Answers by key, as text.
using AnswerText = std::shared_ptr<const std::string>;
using AnswerCache = BoundedCache<AnswerText>;

}  // namespace assay::server
