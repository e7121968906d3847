#include "ingest/json_select.h"

#include <filesystem>
#include <fstream>

#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/uuid.h"

namespace assay::ingest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class JsonSelectTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Result<FileSelect> Select(const std::string& text, const std::string& name = "a.json") {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
    return SelectJson(connection_, {.path = folder_ + "/" + name, .name = name});
  }

  // A row as "name=value name=value", with - for null.
  std::vector<std::string> Rows(const std::string& text, const std::string& name = "a.json") {
    const auto select = Select(text, name);
    if (!select) return {select.error().message};
    std::vector<std::string> list;
    for (const auto& column : select->columns) list.push_back(column.sql);
    const auto rows =
        connection_.Query(fmt::format("SELECT {} FROM {} ORDER BY _line", fmt::join(list, ", "), select->relation));
    if (!rows) return {rows.error().message};
    std::vector<std::string> texts;
    for (const auto& cells : rows->cells) {
      std::vector<std::string> parts;
      for (std::size_t i = 0; i < cells.size(); ++i)
        parts.push_back(select->columns[i].field.name + "=" + cells[i].value_or("-"));
      texts.push_back(fmt::format("{}", fmt::join(parts, " ")));
    }
    return texts;
  }

  const std::string folder_ = testing::TempDir() + "assay-" + NewUuid();
  engine::duckdb::Database database_ = engine::duckdb::Database::Open({.threads = 2}).value();
  engine::duckdb::Connection connection_ = engine::duckdb::Connection::Open(database_).value();
};

TEST_F(JsonSelectTest, KeepsEveryDigit) {
  EXPECT_THAT(Rows(R"([{"id": 1234567890123456789012345678, "price": 123456789012345678.0123456789},
                       {"id": -18446744073709551617,        "price": 0.1000000000000000055511151231},
                       {"id": 9007199254740993,             "price": 12345678901234567.5}])"),
              ElementsAre("id=1234567890123456789012345678 price=123456789012345678.0123456789",
                          "id=-18446744073709551617 price=0.1000000000000000055511151231",
                          "id=9007199254740993 price=12345678901234567.5"));
}

TEST_F(JsonSelectTest, KeepsANumberAsItIsWritten) {
  EXPECT_THAT(Rows("{\"a\":1.50,\"b\":17850.0}\n{\"a\":-0.10,\"b\":1e3}\n", "a.ndjson"),
              ElementsAre("a=1.50 b=17850.0", "a=-0.10 b=1000.0"));
}

TEST_F(JsonSelectTest, KeepsEveryDigitInsideObjectsAndArrays) {
  EXPECT_THAT(Rows(R"({"a": {"x": 12345678901234567890.5, "s": "7"}, "b": [1, 2.50, "3", null]})"),
              ElementsAre(R"(a={"x":12345678901234567890.5,"s":"7"} b=[1,2.50,"3",null])"));
}

TEST_F(JsonSelectTest, LeavesTextsAlone) {
  EXPECT_THAT(Rows(R"({"a": "x \"12\" 34.5 \\", "b": "12345678901234567890", "c": true, "d": null, "e": "é\n1"})"),
              ElementsAre("a=x \"12\" 34.5 \\ b=12345678901234567890 c=true d=- e=é\n1"));
}

TEST_F(JsonSelectTest, FindsEveryKeyInItsOrder) {
  EXPECT_THAT(Rows("{\"z\":1,\"a/b\":2}\n{\"c~d\":3,\"z\":4,\"$.x\":5}\n{}\n", "a.ndjson"),
              ElementsAre("z=1 a/b=2 c~d=- $.x=-", "z=4 a/b=- c~d=3 $.x=5", "z=- a/b=- c~d=- $.x=-"));
}

TEST_F(JsonSelectTest, KeepsKeysApartThatDifferInCaseAlone) {
  const auto select = Select("{\"A\":1,\"a\":2}");
  ASSERT_TRUE(select);
  ASSERT_EQ(select->columns.size(), 2U);
  EXPECT_NE(select->columns[0].field.name, select->columns[1].field.name);
}

TEST_F(JsonSelectTest, RefusesWhatIsNoObject) {
  EXPECT_THAT(Select("[1, 2]").error().message, HasSubstr("Cannot read file a.json: expected JSON objects"));
  EXPECT_THAT(Select("{\"a\":1}\n7\n", "a.ndjson").error().message, HasSubstr("a record that is none"));
  EXPECT_THAT(Select("").error().message, HasSubstr("it has no columns"));
  EXPECT_EQ(Select("[{\"a\":1},{\"a\":").error().kind, ErrorKind::kInvalidInput);
}

}  // namespace
}  // namespace assay::ingest
