#include "ingest/odbc/select_text.h"

#include <algorithm>

namespace assay::ingest {
namespace {

using table::TypeKind;

bool HasOnly(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

std::unexpected<Error> NoCursor(const ColumnPlan& plan, std::string_view reason) {
  return InvalidInput(
      "Cannot use column {} as cursor: {}; choose another column, or remove 'cursor' to read all rows each time",
      plan.field.name, reason);
}

}  // namespace

std::string QuoteName(std::string_view name, std::string_view quote) {
  if (quote.empty() || quote == " ") return std::string(name);
  std::string quoted(quote);
  for (const char c : name) {
    if (quote.starts_with(c)) quoted += c;
    quoted += c;
  }
  return quoted + std::string(quote);
}

std::string QuotePath(std::string_view path, std::string_view quote) {
  std::string quoted;
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('.', start), path.size());
    if (start > 0) quoted += '.';
    quoted += QuoteName(path.substr(start, end - start), quote);
    start = end + 1;
  }
  return quoted;
}

std::string AsSubquery(std::string_view query) {
  while (!query.empty() && (query.back() == ';' || query.back() == ' ' || query.back() == '\n' ||
                            query.back() == '\r' || query.back() == '\t')) {
    query.remove_suffix(1);
  }
  // The line break ends a comment on the query's last line.
  return fmt::format("({}\n) AS assay_rows", query);
}

Result<Condition> AtLeast(const ColumnPlan& plan, std::string_view quoted, std::string_view last, bool numeric_text,
                          std::string_view binary_prefix) {
  const auto literal = [&](std::string_view text) { return Condition{fmt::format("{} >= {}", quoted, text), {}}; };
  switch (plan.field.type.kind) {
    case TypeKind::kInt8:
    case TypeKind::kInt16:
    case TypeKind::kInt32:
    case TypeKind::kInt64:
    case TypeKind::kDecimal:
      if (!HasOnly(last, "-0123456789.")) return NoCursor(plan, "the resume point holds no number for it");
      return literal(last);
    case TypeKind::kDate:
      if (!HasOnly(last, "-0123456789")) return NoCursor(plan, "the resume point holds no date for it");
      return literal(fmt::format("{{d '{}'}}", last));
    case TypeKind::kTimestamp:
      if (!HasOnly(last, "-0123456789:. ") || last.size() < 26)
        return NoCursor(plan, "the resume point holds no time for it");
      return literal(fmt::format(
          "{{ts '{}'}}",
          last.substr(0, plan.cursor_digits == 0 ? 19 : 20 + static_cast<std::size_t>(plan.cursor_digits))));
    case TypeKind::kString:
      return Condition{fmt::format("{} >= {}", quoted, numeric_text ? "CAST(? AS NUMERIC)" : "?"), {std::string(last)}};
    case TypeKind::kBinary:
      if (binary_prefix.empty())
        return NoCursor(plan, "it is binary, which this database does not compare with a literal");
      if (!HasOnly(last, "0123456789ABCDEF")) return NoCursor(plan, "the resume point holds no hex value for it");
      return literal(fmt::format("{}{}", binary_prefix, last));
    case TypeKind::kBoolean:
    case TypeKind::kFloat:
    case TypeKind::kDouble:
      return NoCursor(plan, fmt::format("expected an integer, decimal, date, time or text, got {}",
                                        table::SqlName(plan.field.type)));
  }
  return NoCursor(plan, "its type has no order");
}

}  // namespace assay::ingest
