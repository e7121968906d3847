#pragma once

#include <cstring>

#include "base/check.h"
#include "table/record_batch.h"

namespace assay::table {

template <typename T>
void Column::Append(T value) {
  CHECK(sizeof(T) == WidthOf(type.kind));
  const auto* bytes = reinterpret_cast<const std::byte*>(&value);
  fixed.insert(fixed.end(), bytes, bytes + sizeof(T));
  valid.push_back(1);
}

template <typename T>
T Column::At(std::size_t row) const {
  CHECK(sizeof(T) == WidthOf(type.kind) && (row + 1) * sizeof(T) <= fixed.size());
  T value;
  std::memcpy(&value, fixed.data() + row * sizeof(T), sizeof(T));
  return value;
}

}  // namespace assay::table
