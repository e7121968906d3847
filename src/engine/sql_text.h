#pragma once

#include <span>
#include <string>
#include <string_view>

namespace assay::engine {

/// `text` as an SQL string literal: quoted, quotes doubled.
std::string SqlString(std::string_view text);

/// `name` as a quoted identifier of the embedded engine: "a""b".
std::string SqlName(std::string_view name);

/// A list literal of strings: ['a', 'b'].
std::string SqlStringList(std::span<const std::string> texts);

}  // namespace assay::engine
