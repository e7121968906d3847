#pragma once

#include "engine/yaml_text.h"
#include "transform/audit.h"

namespace assay::transform {

/// Reads one item of a model's `audits` list: a map with one key, the kind. The forms stand with the structs in
/// audit.h. kInvalidInput names file and line.
Result<Audit> ReadAudit(const engine::YamlText& yaml, const YAML::Node& node);

}  // namespace assay::transform
