#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "table/data_type.h"

namespace assay::engine {

/// One argument of a product function.
struct FunctionArgument {
  std::string name;
  table::DataType type;
};

/// A golden vector: arguments and result as text, nothing for null. Every engine must give exactly this.
struct FunctionVector {
  std::vector<std::optional<std::string>> given;
  std::optional<std::string> expect;
  std::string place;  ///< "<path>:<line>"
};

/// A function that models call where engines differ: the same name and meaning on both, one body for each.
struct ProductFunction {
  std::string name;
  std::vector<FunctionArgument> arguments;
  table::DataType returns;
  std::string description;
  std::string duckdb;
  std::string spark;
  std::vector<FunctionVector> vectors;
};

/// Reads the file of product functions (models/functions.yaml), in its order, which is one in which they can be
/// created. kInvalidInput names file and line: a key that is missing or unknown, a name without the prefix p_ or given
/// twice, an unknown type, a vector of the wrong length, a function without vectors.
Result<std::vector<ProductFunction>> ParseProductFunctions(const std::string& path, std::string_view text);

/// CREATE OR REPLACE MACRO on DuckDB; the body is cast to the declared type. A macro checks no argument types.
std::string DuckDbDefinition(const ProductFunction& function);

/// CREATE OR REPLACE TEMPORARY FUNCTION on Spark 4.0 or later.
std::string SparkDefinition(const ProductFunction& function);

/// The functions that `sql` calls, in the order of `functions`.
std::vector<const ProductFunction*> FunctionsUsed(std::string_view sql, std::span<const ProductFunction> functions);

/// Fails with kInvalidInput, naming the near one, when `sql` calls a p_ function that is not in `functions`.
Status RequireKnownFunctions(std::string_view sql, std::span<const ProductFunction> functions);

}  // namespace assay::engine
