#include "ingest/rest/json_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::ingest {
namespace {

using testing::HasSubstr;
using TextRow = std::vector<std::string>;

std::vector<TextRow> RowsOf(RowTable table) {
  std::vector<TextRow> rows;
  for (const table::RecordBatch& batch : table.TakeBatches()) {
    for (std::size_t row = 0; row < batch.rows; ++row) {
      TextRow texts;
      for (const table::Column& column : batch.columns)
        texts.push_back(column.valid[row] == 0 ? "NULL" : std::string(column.TextAt(row)));
      rows.push_back(std::move(texts));
    }
  }
  return rows;
}

std::string ErrorOf(std::string_view body, const PagePaths& paths = {}) {
  RowTable table;
  const auto facts = AddJsonPage(body, paths, table);
  EXPECT_FALSE(facts) << body;
  if (facts) return {};
  EXPECT_EQ(facts.error().kind, ErrorKind::kInvalidInput) << body;
  return facts.error().message;
}

TEST(JsonPage, KeepsDigitsAndNestedTextAsSent) {
  RowTable table;
  const auto facts = AddJsonPage(
      R"([{"id": 12345678901234567890, "price": 1.10, "e": -1E+2, "ok": true, "no": false, "nil": null, "s": "a\u00e9\n\"", "o": {"x": [1.0, 2]}, "l": []}])",
      {}, table);
  ASSERT_TRUE(facts) << facts.error().message;
  EXPECT_EQ(table.schema().Names(), (std::vector<std::string>{"id", "price", "e", "ok", "no", "nil", "s", "o", "l"}));
  EXPECT_EQ(RowsOf(std::move(table)), (std::vector<TextRow>{{"12345678901234567890", "1.10", "-1E+2", "true", "false",
                                                             "NULL", "a\u00e9\n\"", R"({"x": [1.0, 2]})", "[]"}}));
}

TEST(JsonPage, UnitesTheColumnsOfAllRowsAndPagesAcrossBatches) {
  RowTable table(2);
  ASSERT_TRUE(AddJsonPage(R"([{"b": 1}, {"a": "x"}, {}])", {}, table));
  ASSERT_TRUE(AddJsonPage(R"([{"c": 2, "b": null}])", {}, table));
  EXPECT_EQ(table.schema().Names(), (std::vector<std::string>{"b", "a", "c"}));
  EXPECT_EQ(RowsOf(std::move(table)),
            (std::vector<TextRow>{
                {"1", "NULL", "NULL"}, {"NULL", "x", "NULL"}, {"NULL", "NULL", "NULL"}, {"NULL", "NULL", "2"}}));
}

TEST(JsonPage, FindsTheRows) {
  RowTable table;
  EXPECT_EQ(AddJsonPage(R"({"page": 1, "customers": [{"id": 1}]})", {}, table)->rows, 1U);
  EXPECT_EQ(
      AddJsonPage(R"({"a": {"b": [{"id": 1}, {"id": 2}]}, "list": []})", {.rows = "a.b", .total = ""}, table)->rows,
      2U);
  EXPECT_EQ(AddJsonPage("\xEF\xBB\xBF [] \n", {}, table)->rows, 0U);
  EXPECT_EQ(AddJsonPage(R"({"data": null})", {.rows = "data", .total = ""}, table)->rows, 0U);
  EXPECT_EQ(AddJsonPage(R"({"my.data": [{"id": 3}]})", {}, table)->rows, 1U);
}

TEST(JsonPage, ReadsTheNumberOfPages) {
  RowTable table;
  EXPECT_EQ(
      AddJsonPage(R"({"data": [], "meta": {"pages": 7}})", {.rows = "data", .total = "meta.pages"}, table)->total_pages,
      7);
  EXPECT_EQ(AddJsonPage(R"({"meta": {"pages": "8"}, "data": []})", {.rows = "data", .total = "meta.pages"}, table)
                ->total_pages,
            8);
  EXPECT_THAT(ErrorOf(R"({"data": [], "meta": {"pages": "many"}})", {.rows = "data", .total = "meta.pages"}),
              HasSubstr("check 'total_path'"));
}

TEST(JsonPage, SaysWhatIsThereInsteadOfTheRows) {
  EXPECT_THAT(ErrorOf(R"({"custmers": []})", {.rows = "customers", .total = ""}),
              HasSubstr("expected a member 'customers' (of path 'customers'), got custmers; did you mean 'custmers'?"));
  EXPECT_THAT(ErrorOf(R"({"a": [], "b": []})"), HasSubstr("expected one list of rows, got a, b; set 'data_selector'"));
  EXPECT_THAT(ErrorOf(R"({"error": "x"})"), HasSubstr("got an object without any"));
  EXPECT_THAT(ErrorOf(R"({"a": 5})", {.rows = "a", .total = ""}), HasSubstr("expected a list of rows at 'a'"));
  EXPECT_THAT(ErrorOf(R"({"a": 5})", {.rows = "a.b", .total = ""}), HasSubstr("expected an object that has 'b'"));
  EXPECT_THAT(ErrorOf(R"([{"id": 1}, 2])"), HasSubstr("expected a list of objects, got another value at position 2"));
  EXPECT_THAT(ErrorOf("42"), HasSubstr("expected a list of rows"));
}

TEST(JsonPage, RefusesWhatIsNoJson) {
  for (const char* body : {"<html>", "", "  ", "[{\"a\": 1}", "[{\"a\": 1}] x", "[{\"a\": 01}]", "[{\"a\": 1.}]",
                           "[{\"a\": tru}]", "[{\"a\": nul}]", "[{\"a\": {\"b\": 0x1}}]", "[{\"a\" 1}]",
                           "[{\"a\": \"\xff\"}]", "[{\"a\": \"x\n\"}]", "{\"data\": [{\"a\": 1}"}) {
    EXPECT_THAT(ErrorOf(body), HasSubstr("expected")) << body;
  }
}

TEST(JsonPage, RefusesMembersThatCannotBeColumns) {
  EXPECT_THAT(ErrorOf(R"([{"a": 1, "a": 2}])"), HasSubstr("row 1 of the page: member a is there twice"));
  EXPECT_THAT(ErrorOf(R"([{"id": 1, "ID": 2}])"), HasSubstr("members id and ID differ in case only"));
  EXPECT_THAT(ErrorOf(R"([{"": 1}])"), HasSubstr("without"));
}

}  // namespace
}  // namespace assay::ingest
