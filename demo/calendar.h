#pragma once

#include <string>

namespace assay::demo {

/// The day `day` days after the calendar's first one as YYYY-MM-DD; negative days lie before it.
std::string DateText(int day);

/// A second of a day as HH:MM:SS.
std::string TimeText(int second);

}  // namespace assay::demo
