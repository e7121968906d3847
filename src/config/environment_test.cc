#include "config/environment.h"

#include <gtest/gtest.h>

#include "config/secret_parts.h"

namespace assay::config {
namespace {

TEST(ParseDotEnv, ReadsEveryForm) {
  const auto variables = ParseDotEnv(
      "\xEF\xBB\xBF# comment\n"
      "\n"
      "BARE=value # why\n"
      "export EXPORTED=yes\r\n"
      "  SPACED  =  two words  \n"
      "SINGLE='a \\n # $x'\n"
      "DOUBLE=\"line\\nnext \\\"q\\\" \\$x\" # tail\n"
      "EMPTY=\n"
      "ONLY_COMMENT= # nothing\n"
      "HASH=a#b\n"
      "URL=https://x?a=b&c=d\n"
      "TWICE=1\n"
      "TWICE=2",
      ".env");
  ASSERT_TRUE(variables) << variables.error().message;
  const Variables expected{{"BARE", "value"},
                           {"EXPORTED", "yes"},
                           {"SPACED", "two words"},
                           {"SINGLE", "a \\n # $x"},
                           {"DOUBLE", "line\nnext \"q\" $x"},
                           {"EMPTY", ""},
                           {"ONLY_COMMENT", ""},
                           {"HASH", "a#b"},
                           {"URL", "https://x?a=b&c=d"},
                           {"TWICE", "2"}};
  EXPECT_EQ(*variables, expected);
}

struct BadLine {
  const char* text;
  const char* message;
};

TEST(ParseDotEnv, NamesLineAndNeverShowsAValue) {
  const BadLine bad_lines[] = {
      {"A=1\nhello\n", ".env:2: Cannot read the line: expected NAME=value, got a line without '='"},
      {"1A=x", ".env:1: Cannot read the line: expected a name of letters, digits and '_', got '1A'"},
      {"=x", ".env:1: Cannot read the line: expected a name of letters, digits and '_', got ''"},
      {"\n\nKEY=\"secret",
       ".env:3: Cannot read the line: expected the value of KEY to end with its quote on the same line; close the "
       "quote"},
      {"KEY='secret' more",
       ".env:1: Cannot read the line: expected the value of KEY to end with its quote on the same line; close the "
       "quote"},
  };
  for (const BadLine& bad : bad_lines) {
    const auto variables = ParseDotEnv(bad.text, ".env");
    ASSERT_FALSE(variables) << bad.text;
    EXPECT_EQ(variables.error().kind, ErrorKind::kInvalidInput);
    EXPECT_EQ(variables.error().message, bad.message);
  }
}

TEST(Environment, PrefersTheProcess) {
  const Environment environment({{"A", "process"}}, {{"A", "file"}, {"B", "file"}});
  EXPECT_EQ(environment.Get("A"), "process");
  EXPECT_EQ(environment.Get("B"), "file");
  EXPECT_EQ(environment.Get("C"), std::nullopt);
}

TEST(Expand, ReplacesNamesOnceAndKeepsEscapes) {
  const Environment environment({{"HOST", "db"}, {"NESTED", "${HOST}"}}, {});
  Secrets secrets;
  EXPECT_EQ(Expand("Server=${HOST};Port=$1${HOST}", environment, secrets).value(), "Server=db;Port=$1db");
  EXPECT_EQ(Expand("$${HOST} $$ ${NESTED}", environment, secrets).value(), "${HOST} $$ ${HOST}");
  EXPECT_EQ(Expand("", environment, secrets).value(), "");
}

TEST(Expand, RefusesUndefinedAndMalformedNames) {
  const Environment environment({}, {{"SHOP_ODBC", "x"}});
  Secrets secrets;
  EXPECT_EQ(Expand("${SHOP_OBDC}", environment, secrets).error().message,
            "${SHOP_OBDC} is not defined; set it in the environment or in .env; did you mean 'SHOP_ODBC'?");
  EXPECT_EQ(Expand("${CRM}", environment, secrets).error().message,
            "${CRM} is not defined; set it in the environment or in .env");
  EXPECT_EQ(
      Expand("a ${open", environment, secrets).error().message,
      "expected a name in braces such as ${SHOP_ODBC}, got '${open'; close the brace, or write $${ for a literal ${");
  EXPECT_EQ(Expand("${a-b}", environment, secrets).error().message,
            "expected a name in braces such as ${SHOP_ODBC}, got '${a-b}'; write $${ for a literal ${");
}

TEST(Expand, MakesPasswordsInsideValuesSecret) {
  const Environment environment(
      {{"ODBC", "Driver=x;UID=sa;Pwd={p;w}}d};Server=db"}, {"URL", "postgres://me:s3cret@host/db?x=1"}}, {});
  Secrets secrets;
  ASSERT_TRUE(Expand("${ODBC} ${URL}", environment, secrets));
  EXPECT_EQ(secrets.Mask("login failed with p;w}d"), "login failed with ***");
  EXPECT_EQ(secrets.Mask("refused: s3cret"), "refused: ***");
  EXPECT_EQ(secrets.Mask("Driver=x;UID=sa;Pwd={p;w}}d};Server=db"), "Driver=x;UID=sa;Pwd=***;Server=db");
}

TEST(Expand, MakesValuesSecretByTheirName) {
  const Environment environment({{"SHOP_FOLDER", "/data/exports"}, {"CRM_TOKEN", "tok-123456"}}, {});
  Secrets secrets;
  ASSERT_TRUE(Expand("${SHOP_FOLDER} ${CRM_TOKEN}", environment, secrets));
  EXPECT_EQ(secrets.Mask("tok-123456 in /data/exports"), "*** in /data/exports");
}

TEST(SoundsSecret, GoesByWords) {
  for (const char* name :
       {"TOKEN", "CRM_TOKEN", "ACCESSTOKEN", "API_KEY", "apikey", "X-Api-Key", "DB_PASSWORD", "DB_PWD", "CLIENT_SECRET",
        "AWS_CREDENTIALS", "X-Auth-User", "Authorization", "Cookie", "accessKey"})
    EXPECT_TRUE(SoundsSecret(name)) << name;
  for (const char* name : {"SHOP_ODBC", "CRM_URL", "SHOP_FOLDER", "LAKE", "AUTHOR", "KEYBOARD", "page", "keyword", ""})
    EXPECT_FALSE(SoundsSecret(name)) << name;
}

}  // namespace
}  // namespace assay::config
