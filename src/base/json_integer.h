#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace assay {

/// The whole number that `json` holds. None for anything else: a fraction or a number written with a point or an
/// exponent (1.0, 1e3), and one that `T` cannot hold. nlohmann's own `get` would cast those, which C++ leaves undefined
/// beyond the range. Pure.
template <std::integral T, typename Json>
std::optional<T> AsInteger(const Json& json) {
  if (json.is_number_unsigned()) {
    const auto number = json.template get<std::uint64_t>();
    return std::in_range<T>(number) ? std::optional(static_cast<T>(number)) : std::nullopt;
  }
  if (!json.is_number_integer()) return std::nullopt;
  const auto number = json.template get<std::int64_t>();
  return std::in_range<T>(number) ? std::optional(static_cast<T>(number)) : std::nullopt;
}

/// The same for parsers that catch `Json::exception`: throws `Json::type_error` where AsInteger has none.
template <std::integral T, typename Json>
T RequireInteger(const Json& json) {
  if (const std::optional<T> number = AsInteger<T>(json)) return *number;
  throw Json::type_error::create(
      302, "expected a whole number that fits, got " + (json.is_number() ? json.dump() : std::string(json.type_name())),
      &json);
}

}  // namespace assay
