#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/keys.h"
#include "config/value.h"

namespace assay::config {

/// A mapping of assay.yaml whose keys are those of one or more groups of the table of keys (config/keys.h). Making one
/// notes unknown keys, with the near name, and required keys that are missing.
class Section {
 public:
  Section(const Value& value, std::vector<std::string_view> groups);

  /// The value of `key`, or nothing when it is absent. `key` must stand in the table of keys: anything else is a bug.
  std::optional<Value> Get(std::string_view key) const;

  /// As Get, and notes the absence: for keys that are required only in some cases.
  std::optional<Value> Require(std::string_view key) const;

  const Value& value() const { return value_; }

 private:
  const Key* FindKey(std::string_view name) const;
  void CheckNames() const;
  void NoteMissing(const Key& key) const;

  Value value_;
  std::vector<std::string_view> groups_;
};

/// Puts what was read into `target`; what could not be read leaves the default.
template <typename T, typename U>
void Assign(T& target, std::optional<U> read) {
  if (read) target = static_cast<T>(*std::move(read));
}

}  // namespace assay::config
