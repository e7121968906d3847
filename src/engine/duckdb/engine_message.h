#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

/// Reading what DuckDB says in words, where it has no code for it.
namespace assay::engine::duckdb {

/// kCorrupt when `message` says that the bytes of a Parquet file are damaged: ours names the file and shows no value of
/// it.
std::optional<Error> DamageIn(std::string_view message);

/// `message` without the name of DuckDB's error class: the reason, its hint and the place in the statement.
std::string WithoutClass(std::string_view message);

}  // namespace assay::engine::duckdb
