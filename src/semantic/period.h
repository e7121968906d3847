#pragma once

#include <optional>
#include <vector>

#include "semantic/state.h"

namespace assay::semantic {

/// The days of a state: spans that do not touch, in order. Nothing chosen = all days of the data.
struct Days {
  std::vector<DayRange> spans;  ///< empty = no day passes
  bool is_all = true;           ///< nothing was chosen
  bool IsOneSpan() const { return spans.size() == 1; }
  bool Holds(Day day) const;
};

/// The days a choice stands for, up to the as-of date.
Days ResolveDays(const DateChoice& choice, const Shop& shop);

/// A period beside the one it is compared with.
struct Compared {
  DayRange period;
  DayRange against;
  Comparison kind = Comparison::kPreviousPeriod;
  bool is_partial = false;     ///< the period is cut by the end (or the beginning) of the data
  bool is_last_month = false;  ///< no date was chosen: the last full month is compared
};

/// The comparison of a state; nothing when none is wanted, or when a period does not lie wholly within the data. Spans
/// of whole months move by months, others by days.
std::optional<Compared> Compare(const State& state, const Shop& shop);

}  // namespace assay::semantic
