#include "engine/sql_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::engine {
namespace {

struct TokenCase {
  const char* sql;
  std::vector<std::string> texts;
  std::vector<TokenKind> kinds;
};

class TokenizeSqlTest : public testing::TestWithParam<TokenCase> {};

TEST_P(TokenizeSqlTest, SplitsIntoTokens) {
  std::vector<std::string> texts;
  std::vector<TokenKind> kinds;
  for (const SqlToken& token : TokenizeSql(GetParam().sql)) {
    texts.emplace_back(token.text);
    kinds.push_back(token.kind);
  }
  EXPECT_EQ(texts, GetParam().texts);
  EXPECT_EQ(kinds, GetParam().kinds);
}

using enum TokenKind;
INSTANTIATE_TEST_SUITE_P(Texts, TokenizeSqlTest,
                         testing::Values(TokenCase{"", {}, {}},
                                         TokenCase{"a.b_1", {"a", ".", "b_1"}, {kWord, kOperator, kWord}},
                                         TokenCase{"'it''s'", {"'it''s'"}, {kString}},
                                         TokenCase{"''", {"''"}, {kString}}, TokenCase{"'open", {"'open"}, {kBroken}},
                                         TokenCase{"\"a\"\"b\" `c`", {"\"a\"\"b\"", "`c`"}, {kQuotedWord, kQuotedWord}},
                                         TokenCase{"1 1.5 .5 1e-3 100L 1_000",
                                                   {"1", "1.5", ".5", "1e-3", "100L", "1_000"},
                                                   {kNumber, kNumber, kNumber, kNumber, kNumber, kNumber}},
                                         TokenCase{"t1.x", {"t1", ".", "x"}, {kWord, kOperator, kWord}},
                                         TokenCase{"a<=>b||c::d",
                                                   {"a", "<=>", "b", "||", "c", "::", "d"},
                                                   {kWord, kOperator, kWord, kOperator, kWord, kOperator, kWord}},
                                         TokenCase{"a -- b\n/* c /* d */ e */ f",
                                                   {"a", "-- b", "/* c /* d */ e */", "f"},
                                                   {kWord, kComment, kComment, kWord}},
                                         TokenCase{"/* open", {"/* open"}, {kBroken}}, TokenCase{"é", {"é"}, {kWord}}));

TEST(TokenizeSql, CountsLinesAndCharacters) {
  const auto tokens = TokenizeSql("a\n  'é' b");
  ASSERT_EQ(tokens.size(), 3);
  EXPECT_EQ(tokens[1].line, 2);
  EXPECT_EQ(tokens[1].column, 3);
  EXPECT_EQ(tokens[2].column, 7);
  EXPECT_EQ(tokens[2].offset, 9);
}

TEST(IsWord, IgnoresCaseButNotQuotes) {
  const auto tokens = TokenizeSql("Select \"SELECT\" selects");
  EXPECT_TRUE(IsWord(tokens[0], "SELECT"));
  EXPECT_FALSE(IsWord(tokens[1], "SELECT"));
  EXPECT_FALSE(IsWord(tokens[2], "SELECT"));
}

}  // namespace
}  // namespace assay::engine
