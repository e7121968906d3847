#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "semantic/decimal.h"
#include "semantic/text.h"

namespace assay::semantic {

/// The smallest quantities that numbers are made of. Cube and SQL compute these; "context" is the cell they stand in.
/// A customer counts with a key above zero and a purchase line in the context.
struct Atom {
  enum class Kind {
    kLines,
    kSum,              ///< of a fact column
    kCustomers,        ///< distinct
    kCustomerSum,      ///< of a fact column over all lines in the context of those customers
    kRepeatCustomers,  ///< those with purchases in two orders or more
    kOrders,           ///< distinct orders that sold something; a line without order number is an order of its own
    kSeveral,          ///< those of kCustomers with purchases at two or more stores
  };
  Kind kind = Kind::kLines;
  std::string column = {};  ///< kSum, kCustomerSum
  bool goods_only = false;  ///< kSum, kOrders: without postage, fees and the like
  auto operator<=>(const Atom&) const = default;
};

/// Decimals of an atom's integer: those of its column, 0 for counts.
int ScaleOf(const Atom& atom);

/// A column of the facts that can be summed. `sql` is its expression over `f`, the fact table.
struct FactColumn {
  std::string name;
  int scale = 4;
  std::string sql;
};
std::span<const FactColumn> FactColumns();
const FactColumn* FindFactColumn(std::string_view name);

struct Term {
  int sign = 1;
  Atom atom;
  bool operator==(const Term&) const = default;
};

/// Atoms added and subtracted.
using Linear = std::vector<Term>;

enum class Format { kMoney, kCount, kPercent, kQuantity };
std::string_view Name(Format format);

/// Decimals of a ratio shown in this format: 4 for money, 6 for percent, 3 for quantity, 0 for counts.
int RatioScale(Format format);

/// A named number. Every measure has one of three forms, so that cube, SQL and DAX say the same:
/// `value`; `value` / `divisor`; or, with `is_share`, `value` / the same value of the visual's total.
struct Measure {
  std::string id;
  Text label;
  Text sentence;    ///< what it is, for a shopkeeper
  Text definition;  ///< how it is computed, for an analyst
  Format format = Format::kMoney;
  Linear value;
  Linear divisor;
  bool is_share = false;

  /// The atoms it needs, each once.
  std::vector<Atom> Atoms() const;
  /// Whether it is made of sums over lines only, so that the parts of a whole can be added before dividing.
  bool IsOfSums() const;
  /// Whether it speaks of customers.
  bool NeedsCustomers() const;
  /// Decimals of its values.
  int Scale() const;
};

}  // namespace assay::semantic
