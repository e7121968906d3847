#include <gtest/gtest.h>

#include "table/record_batch.h"

namespace assay::table {
namespace {

TEST(DataType, NamesRoundTrip) {
  for (const auto* text : {"boolean", "tinyint", "smallint", "int", "bigint", "float", "double", "decimal(18,4)",
                           "string", "binary", "date", "timestamp"}) {
    const DataType type = ParseSqlType(text).value();
    EXPECT_EQ(SqlName(type), text);
    EXPECT_EQ(ParseDeltaType(DeltaName(type)).value(), type);
  }
}

TEST(DataType, RefusesWhatTheLakeCannotHold) {
  for (const auto* text : {"decimal(39,2)", "decimal(4,5)", "decimal(4)", "varchar", "hugeint", ""}) {
    EXPECT_EQ(ParseSqlType(text).error().kind, ErrorKind::kInvalidInput) << text;
  }
  EXPECT_EQ(ParseDeltaType("timestamp_ntz").error().kind, ErrorKind::kUnsupported);
}

TEST(Schema, MarksTheNamedColumnsAsPersonalAndNoOthers) {
  Schema schema{
      {{"id", DataType::Of(TypeKind::kInt64), {{"comment", "Number"}}}, {"email", DataType::Of(TypeKind::kString)}}};
  MarkPersonal(schema, {"id", "phone"});
  EXPECT_TRUE(IsPersonal(schema.fields[0]));
  MarkPersonal(schema, {"email"});
  EXPECT_FALSE(IsPersonal(schema.fields[0]));
  EXPECT_TRUE(IsPersonal(schema.fields[1]));
  EXPECT_EQ(schema.fields[0].metadata.at("comment"), "Number");
}

TEST(RecordBatch, KeepsValuesAndNulls) {
  RecordBatch batch = MakeBatch({{{"id", DataType::Of(TypeKind::kInt64)}, {"name", DataType::Of(TypeKind::kString)}}});
  batch.columns[0].Append(std::int64_t{7});
  batch.columns[0].AppendNull();
  batch.columns[1].AppendText("x");
  batch.columns[1].AppendNull();
  EXPECT_EQ(batch.columns[0].At<std::int64_t>(0), 7);
  EXPECT_EQ(batch.columns[0].valid[1], 0);
  EXPECT_EQ(batch.columns[1].TextAt(0), "x");
  EXPECT_EQ(batch.columns[1].TextAt(1), "");
}

}  // namespace
}  // namespace assay::table
