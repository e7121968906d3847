#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assay::cli {

/// An exact decimal text for people: rounded half away from zero to `decimals`, thousands grouped: "177660.0000" ->
/// "177,660.00". What is no decimal comes back as it is.
std::string ShowAmount(std::string_view amount, int decimals);

/// The decimals a currency is shown with: 0 for JPY and its like, 3 for KWD and its like, else 2.
int DecimalsOf(std::string_view currency);

/// "1,056".
std::string ShowCount(std::int64_t count);

/// part of whole as "48.1 %"; "-" when whole is 0. Both are decimal texts.
std::string ShowShare(std::string_view part, std::string_view whole);

}  // namespace assay::cli
