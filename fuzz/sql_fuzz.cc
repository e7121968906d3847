#include <cstdint>

#include "engine/sql_lint.h"
#include "engine/sql_token.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view sql(reinterpret_cast<const char*>(data), size);
  std::size_t end = 0;
  for (const assay::engine::SqlToken& token : assay::engine::TokenizeSql(sql)) {
    if (token.text.empty() || token.offset < end) __builtin_trap();
    end = token.offset + token.text.size();
  }
  assay::engine::LintSql(sql);
  return 0;
}
