#include "lake/action_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include <fmt/format.h>

#include "lake/path_text.h"
#include "lake/schema_json.h"

namespace assay::lake {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(PathText, EncodesOnceAndBack) {
  EXPECT_EQ(EncodePath("part-1.parquet"), "part-1.parquet");
  EXPECT_EQ(EncodePath("p=a b/50%.parquet"), "p=a%20b/50%25.parquet");
  EXPECT_EQ(EncodePath("p=a%20b"), "p=a%2520b");
  EXPECT_EQ(EncodePath("x:y+z#?é"), "x%3Ay%2Bz%23%3F%C3%A9");
  for (const auto* path : {"p=a b/50%.parquet", "p=a%20b", "x:y+z#?é", "متجر"})
    EXPECT_EQ(DecodePath(EncodePath(path)), path);
  EXPECT_EQ(DecodePath("50%"), "50%");
  EXPECT_EQ(DecodePath("50%zz"), "50%zz");
  EXPECT_EQ(DecodePath("%4"), "%4");
}

TEST(SchemaText, HasTheFormOfTheProtocol) {
  const table::Schema schema{{{"id", table::DataType::Of(table::TypeKind::kInt64)},
                              {"amount", table::DataType::Decimal(18, 4), {{"comment", "with \"tax\""}}}}};
  const std::string text = SchemaText(schema);
  EXPECT_EQ(
      text,
      R"json({"type":"struct","fields":[{"name":"id","type":"long","nullable":true,"metadata":{}},{"name":"amount","type":"decimal(18,4)","nullable":true,"metadata":{"comment":"with \"tax\""}}]})json");
  EXPECT_EQ(ParseSchema(text).value().schema, schema);
}

TEST(SchemaText, RemembersRequiredColumnsAndRefusesNestedTypes) {
  const std::string text =
      R"({"type":"struct","fields":[{"name":"id","type":"integer","nullable":false,"metadata":{}}]})";
  EXPECT_THAT(ParseSchema(text).value().required_columns, testing::ElementsAre("id"));
  const auto nested = ParseSchema(
      R"({"type":"struct","fields":[{"name":"tags","type":{"type":"array","elementType":"string","containsNull":true},"nullable":true,"metadata":{}}]})");
  EXPECT_EQ(nested.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(nested.error().message, HasSubstr("column tags"));
  EXPECT_EQ(ParseSchema(R"({"type":"struct","fields":[{"name":"at","type":"timestamp_ntz"}]})").error().kind,
            ErrorKind::kUnsupported);
  for (const auto* broken :
       {"", "[]", "{}", R"({"type":"struct","fields":[{"type":"long"}]})", R"({"fields":[{"name":"a"}]})"}) {
    EXPECT_EQ(ParseSchema(broken).error().kind, ErrorKind::kCorrupt) << broken;
  }
}

TEST(CheckSchema, RefusesWhatNoTableCanHave) {
  const auto text = [](std::string name) { return table::Field{std::move(name), {}}; };
  EXPECT_TRUE(CheckSchema({{text("a"), text("b")}}, std::vector<std::string>{"b"}));
  EXPECT_FALSE(CheckSchema({{text("a"), text("A")}}, {}));
  EXPECT_FALSE(CheckSchema({{text("a b")}}, {}));
  EXPECT_FALSE(CheckSchema({{text("")}}, {}));
  EXPECT_FALSE(CheckSchema({}, {}));
  EXPECT_FALSE(CheckSchema({{text("a")}}, std::vector<std::string>{"a"}));
  EXPECT_FALSE(CheckSchema({{text("a"), text("b")}}, std::vector<std::string>{"c"}));
}

TEST(ParseActions, PassesOverWhatIsUnknown) {
  const auto actions = ParseActions(
                           "{\"commitInfo\":{\"timestamp\":\"odd\",\"operation\":\"WRITE\",\"operationParameters\":{"
                           "\"mode\":\"Append\",\"n\":3}}}\n"
                           "\n{\"domainMetadata\":{\"domain\":\"x\"}}\r\n"
                           "{\"add\":{\"path\":\"a%20b\",\"partitionValues\":{\"m\":null},\"size\":1,"
                           "\"modificationTime\":2,\"dataChange\":true,\"baseRowId\":7}}")
                           .value();
  ASSERT_EQ(actions.size(), 2U);
  EXPECT_EQ(std::get<CommitInfo>(actions[0]).parameters.at("n"), "3");
  EXPECT_EQ(std::get<AddFile>(actions[1]),
            (AddFile{.path = "a b", .partition = {{"m", std::nullopt}}, .size_bytes = 1, .modified_ms = 2}));
}

TEST(ParseActions, NamesTheBrokenLine) {
  for (const auto* line : {"{\"add\":{}}", "{\"add\":{\"path\":3}}", "{", "[]",
                           "{\"protocol\":{\"minReaderVersion\":\"x\"}}", "{\"add\":{\"path\":\"a\",\"siz"}) {
    const auto actions = ParseActions(fmt::format("{{}}\n{}\n", line));
    ASSERT_FALSE(actions) << line;
    EXPECT_EQ(actions.error().kind, ErrorKind::kCorrupt);
    EXPECT_THAT(actions.error().message, HasSubstr("line 2"));
  }
  EXPECT_THAT(ParseActions("").value(), IsEmpty());
}

TEST(ParseActions, RefusesNumbersThatNoFileCanHave) {
  for (const std::string_view size : {"2.2e102", "1e3", "1.0", "9223372036854775808", "\"1\""}) {
    const auto actions = ParseActions(fmt::format(
        R"({{"add":{{"path":"a","partitionValues":{{}},"size":{},"modificationTime":1,"dataChange":true}}}})", size));
    ASSERT_FALSE(actions) << size;
    EXPECT_EQ(actions.error().kind, ErrorKind::kCorrupt) << size;
  }
}

TEST(ParseActions, ExplainsANewerTableByItsProtocol) {
  const std::string metadata =
      R"({"metaData":{"id":"1","schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\"v\",\"type\":\"variant\"}]}"}})";
  EXPECT_THAT(ParseActions(metadata).error().message, HasSubstr("column v"));
  const auto newer = ParseActions(
      metadata + "\n" + R"({"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["variantType"]}})");
  EXPECT_EQ(newer.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(newer.error().message, HasSubstr("variantType"));
}

TEST(ParseActions, KeepsWhatOthersSpellDifferently) {
  const std::string line =
      R"({"add":{"path":"a+b@1.parquet","partitionValues":{},"size":1,"modificationTime":2,"dataChange":true}})";
  const Action add = ParseActions(line).value().at(0);
  EXPECT_EQ(std::get<AddFile>(add).path, "a+b@1.parquet");
  EXPECT_EQ(ActionText(add), line);
  const std::string schema =
      R"({"type":"struct","fields":[{"name":"a","type":"long","nullable":false,"metadata":{"delta.identity.start":1}}]})";
  Metadata value{.id = "1"};
  value.schema = ParseSchema(schema).value().schema;
  value.required_columns = {"a"};
  value.foreign_schema_text = schema;
  const Action parsed = ParseActions(ActionText(value)).value().at(0);
  EXPECT_EQ(std::get<Metadata>(parsed), value);
  value.schema.fields[0].name = "b";
  EXPECT_THAT(ActionText(value), testing::Not(HasSubstr("\\\"name\\\":\\\"a\\\"")));
}

TEST(ParseActions, TakesMapsAsListsOfPairs) {
  const auto actions =
      ParseActions(
          R"({"add":{"path":"a","partitionValues":[{"key":"m","value":"1"},{"key":"n"}],"size":1,"modificationTime":2,"dataChange":false}})")
          .value();
  EXPECT_EQ(std::get<AddFile>(actions[0]).partition, (PartitionValues{{"m", "1"}, {"n", std::nullopt}}));
}

/// Random actions, the same ones for the same seed.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  Action Next() {
    switch (Below(6)) {
      case 0:
        return Protocol{.min_reader_version = Below(4),
                        .min_writer_version = Below(8),
                        .reader_features = {},
                        .writer_features = Below(2) == 0 ? std::vector<std::string>{} : std::vector{Text()}};
      case 1:
        return Metadata{.id = Text(),
                        .name = Text(),
                        .description = Text(),
                        .schema = Columns(),
                        .partition_columns = {Text()},
                        .configuration = {{Text(), Text()}},
                        .created_ms = Maybe(),
                        .required_columns = {}};
      case 2:
        return AddFile{.path = Text(),
                       .partition = Values(),
                       .size_bytes = Number(),
                       .modified_ms = Number(),
                       .data_change = Below(2) == 0,
                       .stats = Text(),
                       .tags = Values()};
      case 3: {
        RemoveFile remove{.path = Text(), .deleted_ms = Number(), .data_change = Below(2) == 0, .size_bytes = Maybe()};
        if (Below(2) == 0) remove.partition = Values();
        return remove;
      }
      case 4:
        return Txn{Text(), Number(), Maybe()};
      default:
        return CommitInfo{Number(), Text(), {{Text(), Text()}}, Text(), Below(2) == 0, Maybe(), Text()};
    }
  }

 private:
  int Below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }
  std::int64_t Number() { return std::uniform_int_distribution<std::int64_t>(INT64_MIN, INT64_MAX)(random_); }
  std::optional<std::int64_t> Maybe() { return Below(3) == 0 ? std::nullopt : std::optional(Number()); }
  std::string Text() {
    static const std::vector<std::string> kPieces{
        "a", "Z", "9", " ", "%", "%20", "/", "=", "\"", "\\", "\n", "é", "متجر", "\xf0\x9f\x98\x80", "+", "\x01"};
    std::string text = "t";
    for (int i = Below(12); i > 0; --i)
      text += kPieces[static_cast<std::size_t>(Below(static_cast<int>(kPieces.size())))];
    return text;
  }
  PartitionValues Values() {
    PartitionValues values;
    for (int i = Below(3); i > 0; --i) values[Text()] = Below(3) == 0 ? std::nullopt : std::optional(Text());
    return values;
  }
  table::Schema Columns() {
    table::Schema schema;
    for (int i = Below(5); i > 0; --i)
      schema.fields.push_back({Text(), table::DataType::Decimal(Below(30) + 8, Below(8)), {{Text(), Text()}}});
    return schema;
  }

  std::mt19937 random_;
};

TEST(ActionText, RoundTripsRandomActions) {
  Generator generator(20250331);
  for (int i = 0; i < 2000; ++i) {
    const Action action = generator.Next();
    const std::string line = ActionText(action);
    ASSERT_EQ(line.find('\n'), line.npos);
    const auto parsed = ParseActions(line);
    ASSERT_TRUE(parsed) << parsed.error().message << line;
    ASSERT_EQ(parsed->at(0), action) << line;
  }
}

}  // namespace
}  // namespace assay::lake
