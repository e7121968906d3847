#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/product_functions.h"
#include "transform/model.h"

namespace assay::transform {

/// What made a table. While it is unchanged the table may be updated by parts; else it is rebuilt, with all below it.
struct Fingerprint {
  std::string digest;                        ///< SHA-256 of the parts, 64 hex digits
  std::map<std::string, std::string> parts;  ///< what it is made of -> a short digest; see ModelFingerprint
  bool operator==(const Fingerprint&) const = default;
};

/// The fingerprint of a model. Parts: "SQL" (the tokens: comments and layout do not count), "columns" (names and
/// types), "partition" (kind, grain, partition), "key type of <entity>" for those its columns use, "function <name>"
/// for each product function it calls, and one part for every entry of `inputs`, by its name: the configuration in
/// force, the fingerprint of each model it reads, the versions of its inputs. Descriptions, units, audits and `keep` do
/// not count: they do not change a row. `functions` are all product functions; kInternal for a key type that `keys`
/// lacks.
Result<Fingerprint> ModelFingerprint(const Model& model, const KeyTypes& keys,
                                     std::span<const engine::ProductFunction> functions,
                                     const std::map<std::string, std::string>& inputs);

/// The parts that differ, as a person reads them: "SQL changed", "function p_sk added", "key type of customers
/// removed"; empty for equal ones.
std::vector<std::string> ChangedParts(const std::map<std::string, std::string>& before,
                                      const std::map<std::string, std::string>& after);

}  // namespace assay::transform
