#include "fuzz/input.h"
#include "transform/model.h"
#include "transform/model_fixture.h"
#include "transform/model_graph.h"

// A model file, then a file of unit tests.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = assay::fuzz::TextOf(data, size);
  if (const auto model = assay::transform::ParseModel("models/gold/made_up.sql", assay::fuzz::TakePart(rest))) {
    const assay::transform::KeyTypes keys;
    (void)assay::transform::SchemaOf(*model, keys);
    const std::vector<std::string> inputs = {"mapped.transactions"};
    (void)assay::transform::ModelGraph::Make({*model}, inputs);
  }
  (void)assay::transform::ParseModelCases("models/gold/made_up_test.yaml", rest);
  if (const auto table = assay::transform::ParsePipeTable(rest)) {
    for (const auto& row : table->rows) assay::fuzz::Require(row.size() == table->columns.size());
    (void)assay::transform::PrintRows(table->rows, "+ ");
  }
  return 0;
}
