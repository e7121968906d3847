#include "engine/yaml_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::engine {
namespace {

class StrayCommaTest : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(StrayCommaTest, IsRefusedWithItsPlace) {
  const auto& [text, message] = GetParam();
  const auto yaml = YamlText::Load("a.yaml", text, 3);
  ASSERT_FALSE(yaml);
  EXPECT_EQ(yaml.error().kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(yaml.error().message, message);
}

INSTANTIATE_TEST_SUITE_P(Texts, StrayCommaTest,
                         testing::Values(std::pair(",", "a.yaml:3: Cannot read YAML: expected a value, got ','"),
                                         std::pair("\n, a", "a.yaml:4: Cannot read YAML: expected a value, got ','"),
                                         std::pair("x: 1\n---\n, y",
                                                   "a.yaml:5: Cannot read YAML: expected a value, got ','")));

TEST(YamlText, ReadsAllDocuments) {
  const auto yaml = YamlText::Load("a.yaml", "x: 1\n---\n[y, z]\n---\nz: 3\n");
  ASSERT_TRUE(yaml) << yaml.error().message;
  ASSERT_EQ(yaml->documents().size(), 3U);
  EXPECT_EQ(yaml->Place(yaml->documents()[1]), "a.yaml:3");
}

}  // namespace
}  // namespace assay::engine
