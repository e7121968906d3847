#include "semantic/description.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::semantic {
namespace {

using testing::HasSubstr;

std::string MistakeIn(const std::string& name, const std::string& text) {
  const auto read = ReadDescription(ProductDescription(), {{name, text, "dashboard/" + name}});
  return read ? "no mistake" : read.error().message;
}

TEST(Description, ReadsTheProductsOwnFiles) {
  const auto description = LoadDescription("/nonexistent");
  ASSERT_TRUE(description.has_value()) << description.error().message;
  EXPECT_EQ(description->pages.size(), 3u);
  EXPECT_EQ(description->FindPage("executive")->visuals.size(), 6u);
  EXPECT_EQ(description->slicers, (std::vector<std::string>{"date", "tier", "segment", "store", "category"}));
  const Measure* average = description->FindMeasure("average_sale_per_customer");
  ASSERT_NE(average, nullptr);
  EXPECT_EQ(average->value, (Linear{{1, {Atom::Kind::kCustomerSum, "total_sale_amount"}}}));
  EXPECT_EQ(average->divisor, (Linear{{1, {Atom::Kind::kCustomers}}}));
  EXPECT_EQ(description->FindMeasure("margin_rate")->value.size(), 2u);
}

TEST(Description, EveryMeasureSpeaksBothLanguages) {
  const Description description = LoadDescription("/nonexistent").value();
  for (const Measure& measure : description.measures) {
    for (const Text& text : {measure.label, measure.sentence, measure.definition}) {
      EXPECT_FALSE(text.en.empty()) << measure.id;
      EXPECT_FALSE(text.ar.empty()) << measure.id;
    }
  }
}

TEST(Description, AProjectReplacesAddsAndHidesById) {
  const auto description =
      ReadDescription(ProductDescription(),
                      {{"measures.yaml",
                        "measures:\n  - {id: units, label: {en: Pieces, ar: قطع}, sentence: {en: a, ar: b}, "
                        "definition: {en: a, ar: b}, "
                        "format: quantity, value: {sum: quantity}}\n",
                        "m"},
                       {"pages/stores.yaml", "hide: [store_statements]\ntitle: {en: Shops, ar: المحلات}\n", "p"}});
  ASSERT_TRUE(description.has_value()) << description.error().message;
  EXPECT_EQ(description->FindMeasure("units")->label.en, "Pieces");
  EXPECT_EQ(description->FindPage("stores")->title.en, "Shops");
  EXPECT_EQ(description->FindPage("stores")->visuals.size(), 3u);
}

TEST(Description, NamesTheLineAndTheNearName) {
  const std::string head = "visuals:\n";
  EXPECT_THAT(
      MistakeIn("pages/stores.yaml",
                head + "  - {id: extra, type: card, title: {en: a, ar: b},\n     measures: [total_sale]}\n"),
      HasSubstr("dashboard/pages/stores.yaml:3: Cannot read visuals.extra.measures[0]: expected the id of a known "
                "measure, got 'total_sale'; did you mean 'total_sales'?"));
  EXPECT_THAT(
      MistakeIn("pages/stores.yaml",
                head + "  - {id: extra, type: bars, title: {en: a, ar: b}, measures: [units], group_by: [stor]}\n"),
      HasSubstr("did you mean 'store'?"));
  EXPECT_THAT(
      MistakeIn("pages/stores.yaml", head + "  - {id: extra, type: card, titel: {en: a, ar: b}, measures: [units]}\n"),
      HasSubstr("Cannot use key 'titel': unknown in visuals.extra; did you mean 'title'?"));
  EXPECT_THAT(MistakeIn("pages/stores.yaml", head + "  - {id: extra, type: card, title: {en: a}, measures: [units]}\n"),
              HasSubstr("expected key 'ar', got none; add ar: ..."));
  EXPECT_THAT(
      MistakeIn("pages/stores.yaml", head + "  - {id: twice, type: card, title: {en: a, ar: b}, measures: [units]}\n"
                                            "  - {id: twice, type: card, title: {en: a, ar: b}, measures: [units]}\n"),
      HasSubstr("dashboard/pages/stores.yaml:3: Cannot read visuals[1]: expected each id once, got 'twice'"));
  EXPECT_THAT(MistakeIn("measure.yaml", "measures: []\n"), HasSubstr("did you mean 'measures.yaml'?"));
  EXPECT_THAT(MistakeIn("measures.yaml", "hide: [unit]\n"), HasSubstr("did you mean 'units'?"));
}

TEST(Description, RefusesMeasuresThatMeanNothing) {
  const auto with = [](const std::string& value) {
    return MistakeIn(
        "measures.yaml",
        "measures:\n  - {id: x, label: {en: a, ar: b}, sentence: {en: a, ar: b}, definition: {en: a, ar: b}, "
        "format: money, value: " +
            value + "}\n");
  };
  EXPECT_EQ(with("{sum: quantity}"), "no mistake");
  EXPECT_THAT(with("{sum: quantty}"), HasSubstr("did you mean 'quantity'?"));
  EXPECT_THAT(with("{measure: total}"), HasSubstr("measure that stands above"));
  EXPECT_THAT(with("{add: [{measure: return_rate}, {sum: cost}]}"), HasSubstr("divide and share stand outermost"));
  EXPECT_THAT(with("{divide: [{sum: cost}]}"), HasSubstr("divide: [a, b]"));
  EXPECT_THAT(with("{count: people}"), HasSubstr("people"));
}

TEST(Description, RefusesBrokenYamlAndMissingPluralForms) {
  EXPECT_THAT(MistakeIn("measures.yaml", "measures: [\n"), HasSubstr("dashboard/measures.yaml:"));
  EXPECT_THAT(
      MistakeIn("phrases.yaml", "counts:\n  customers:\n    en: {one: a, other: b}\n    ar: {one: a, two: b}\n"),
      HasSubstr("expected key 'few'"));
  EXPECT_THAT(MistakeIn("phrases.yaml", "sentences:\n  hello: {en: a, ar: b}\n"),
              HasSubstr("sentence that the program says"));
  EXPECT_THAT(MistakeIn("phrases.yaml", "sentences:\n  action_top: {en: 'a {store}', ar: b}\n"),
              HasSubstr("same {slots}"));
}

}  // namespace
}  // namespace assay::semantic
