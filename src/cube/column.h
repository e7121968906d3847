#pragma once

#include <cstddef>
#include <cstdint>

#include "base/check.h"

namespace assay::cube {

/// Numbers side by side in a mapped file, each of `width` bytes; unsigned, or signed for the values of measures.
struct Column {
  const std::byte* data = nullptr;
  std::uint32_t width = 1;
  std::uint64_t size = 0;
};

template <typename T>
const T* As(const Column& column) {
  return reinterpret_cast<const T*>(column.data);
}

/// Calls `use` with a pointer to the column's first number, of its unsigned type.
template <typename Use>
decltype(auto) VisitUnsigned(const Column& column, Use&& use) {
  switch (column.width) {
    case 1:
      return use(As<std::uint8_t>(column));
    case 2:
      return use(As<std::uint16_t>(column));
    case 4:
      return use(As<std::uint32_t>(column));
    default:
      return use(As<std::uint64_t>(column));
  }
}

/// Calls `use` with a pointer to the column's first number, of its signed type.
template <typename Use>
decltype(auto) VisitSigned(const Column& column, Use&& use) {
  switch (column.width) {
    case 1:
      return use(As<std::int8_t>(column));
    case 2:
      return use(As<std::int16_t>(column));
    case 4:
      return use(As<std::int32_t>(column));
    default:
      return use(As<std::int64_t>(column));
  }
}

inline std::uint64_t UnsignedAt(const Column& column, std::uint64_t row) {
  CHECK(row < column.size);
  return VisitUnsigned(column, [&](const auto* values) -> std::uint64_t { return values[row]; });
}

}  // namespace assay::cube
