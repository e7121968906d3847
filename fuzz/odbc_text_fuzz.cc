#include <vector>

#include "fuzz/input.h"
#include "ingest/odbc/connection_string.h"
#include "ingest/odbc/cursor_stream.h"
#include "ingest/odbc/odbc_value.h"
#include "ingest/odbc/select_text.h"
#include "ingest/odbc/wide_text.h"

namespace {

using namespace assay::ingest;
using assay::table::DataType;
using assay::table::TypeKind;

void ReadConnectionString(std::string_view text) {
  const auto parsed = ConnectionString::Parse(text);
  if (!parsed) return;
  const std::string written = parsed->Text();
  const auto again = ConnectionString::Parse(written);
  assay::fuzz::Require(again && again->Text() == written);
  (void)parsed->SecretsOf(text).Mask(text);
}

ColumnPlan PlanOf(DataType type, Fetch fetch) {
  return {.field = {.name = "c", .type = type}, .fetch = fetch, .width_bytes = 64};
}

// A value as a driver hands it over: bytes in a buffer, and how many it says there are.
void ReadValue(std::string_view text) {
  const std::vector<ColumnPlan> plans = {PlanOf(DataType::Of(TypeKind::kInt64), Fetch::kIntegerText),
                                         PlanOf(DataType::Of(TypeKind::kBoolean), Fetch::kBitText),
                                         PlanOf(DataType::Decimal(18, 4), Fetch::kDecimalText),
                                         PlanOf(DataType::Decimal(38, 10), Fetch::kDecimalText),
                                         PlanOf(DataType::Of(TypeKind::kDate), Fetch::kDate),
                                         PlanOf(DataType::Of(TypeKind::kTimestamp), Fetch::kTimestamp),
                                         PlanOf(DataType::Of(TypeKind::kString), Fetch::kText),
                                         PlanOf(DataType::Of(TypeKind::kBinary), Fetch::kBinary)};
  for (const ColumnPlan& plan : plans) {
    std::vector<char> buffer(plan.width_bytes);
    text.copy(buffer.data(), buffer.size() - 1);
    for (const SQLLEN size : {static_cast<SQLLEN>(text.size()), SQLLEN{SQL_NULL_DATA}, SQLLEN{SQL_NO_TOTAL}}) {
      assay::table::RecordBatch batch = assay::table::MakeBatch({{plan.field}});
      assay::table::Column& column = batch.columns[0];
      if (!AppendCell(plan, buffer.data(), size, column)) continue;
      assay::fuzz::Require(column.rows() == 1);
      if (column.valid[0] == 1) (void)CursorText(column, 0);
    }
    assay::table::RecordBatch whole = assay::table::MakeBatch({{plan.field}});
    if (plan.fetch == Fetch::kText || plan.fetch == Fetch::kBinary) (void)AppendWhole(plan, text, whole.columns[0]);
    (void)AtLeast(plan, "\"c\"", text, true, "0x");
  }
}

}  // namespace

// A connection string, then a value of a column.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = assay::fuzz::TextOf(data, size);
  ReadConnectionString(assay::fuzz::TakePart(rest));
  ReadValue(rest);
  (void)QuotePath(rest, "\"");
  (void)AsSubquery(rest);
  const std::vector<SQLWCHAR> wide = ToWide(rest);
  const std::string back = FromWide(wide.data(), wide.size() - 1);
  assay::fuzz::Require(IsUtf8(back) && (!IsUtf8(rest) || back == rest));
  const auto json = nlohmann::json::parse(rest, nullptr, false);
  if (!json.is_discarded()) (void)CursorPointFromJson(json);
  return 0;
}
