#include "semantic/measure.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace assay::semantic {

std::span<const FactColumn> FactColumns() {
  static const std::array<FactColumn, 6> columns{{
      {"total_sale_amount", 4, "f.total_sale_amount"},
      {"return_amount", 4, "f.return_amount"},
      {"quantity", 3, "f.quantity"},
      {"discount", 4, "f.discount"},
      {"cost", 4, "f.cost"},
      {"costed_sales", 4, "CASE WHEN f.cost IS NOT NULL THEN f.total_sale_amount END"},
  }};
  return columns;
}

const FactColumn* FindFactColumn(std::string_view name) {
  const auto columns = FactColumns();
  const auto found = std::ranges::find(columns, name, &FactColumn::name);
  return found == columns.end() ? nullptr : &*found;
}

int ScaleOf(const Atom& atom) {
  if (atom.kind != Atom::Kind::kSum && atom.kind != Atom::Kind::kCustomerSum) return 0;
  const FactColumn* column = FindFactColumn(atom.column);
  CHECK(column != nullptr);
  return column->scale;
}

std::string_view Name(Format format) {
  switch (format) {
    case Format::kMoney:
      return "money";
    case Format::kCount:
      return "count";
    case Format::kPercent:
      return "percent";
    case Format::kQuantity:
      return "quantity";
  }
  return "";
}

int RatioScale(Format format) {
  switch (format) {
    case Format::kMoney:
      return 4;
    case Format::kPercent:
      return 6;
    case Format::kQuantity:
      return 3;
    case Format::kCount:
      return 0;
  }
  return 0;
}

std::vector<Atom> Measure::Atoms() const {
  std::vector<Atom> atoms;
  for (const Linear* side : {&value, &divisor}) {
    for (const Term& term : *side) {
      if (std::ranges::find(atoms, term.atom) == atoms.end()) atoms.push_back(term.atom);
    }
  }
  return atoms;
}

bool Measure::IsOfSums() const {
  const std::vector<Atom> atoms = Atoms();
  return std::ranges::all_of(
      atoms, [](const Atom& atom) { return atom.kind == Atom::Kind::kSum || atom.kind == Atom::Kind::kLines; });
}

bool Measure::NeedsCustomers() const {
  const std::vector<Atom> atoms = Atoms();
  return std::ranges::any_of(atoms, [](const Atom& atom) {
    return atom.kind == Atom::Kind::kCustomers || atom.kind == Atom::Kind::kCustomerSum ||
           atom.kind == Atom::Kind::kRepeatCustomers || atom.kind == Atom::Kind::kSeveral;
  });
}

int Measure::Scale() const {
  if (is_share || !divisor.empty()) return RatioScale(format);
  int scale = 0;
  for (const Term& term : value) scale = std::max(scale, ScaleOf(term.atom));
  return scale;
}

}  // namespace assay::semantic
