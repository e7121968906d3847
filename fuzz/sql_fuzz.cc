#include "engine/sql_lint.h"
#include "engine/sql_token.h"
#include "fuzz/input.h"

// The tokens of any text stand in its order, and the lint takes any text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view sql = assay::fuzz::TextOf(data, size);
  std::size_t end = 0;
  for (const assay::engine::SqlToken& token : assay::engine::TokenizeSql(sql)) {
    assay::fuzz::Require(!token.text.empty() && token.offset >= end);
    end = token.offset + token.text.size();
  }
  assay::engine::LintSql(sql);
  return 0;
}
