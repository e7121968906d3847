#include "engine/duckdb/duckdb_parquet_json.h"

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "base/uuid.h"
#include "engine/sql_text.h"

namespace assay::engine::duckdb {
namespace {

// "a STRUCT(x VARCHAR, y MAP(VARCHAR, VARCHAR)), b BIGINT" -> {'a': 'STRUCT(...)', 'b': 'BIGINT'}, as read_json wants
// it.
std::string ColumnsArgument(std::string_view columns) {
  std::string argument = "{";
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= columns.size(); ++i) {
    const char c = i < columns.size() ? columns[i] : ',';
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c != ',' || depth != 0) continue;
    std::string_view one = columns.substr(start, i - start);
    while (one.starts_with(' ')) one.remove_prefix(1);
    const std::size_t space = one.find(' ');
    if (argument.size() > 1) argument += ", ";
    argument += SqlString(one.substr(0, space)) + ": " + SqlString(one.substr(space + 1));
    start = i + 1;
  }
  return argument + "}";
}

void DropNulls(nlohmann::ordered_json& value) {
  if (!value.is_object()) return;
  for (auto it = value.begin(); it != value.end();) {
    if (it->is_null()) {
      it = value.erase(it);
    } else {
      DropNulls(*it);
      ++it;
    }
  }
}

}  // namespace

Status DuckdbParquetJson::Write(std::string_view ndjson, std::string_view columns, const std::string& path) {
  const std::string text_path = fmt::format("{}.{}.ndjson", path, NewUuid());
  {
    std::ofstream file(text_path, std::ios::binary);
    file.write(ndjson.data(), static_cast<std::streamsize>(ndjson.size()));
    if (!file.flush())
      return Io("Cannot write file {}: the disk refused it; check free space and permissions", text_path);
  }
  const Status written = connection_.Execute(
      fmt::format("COPY (SELECT * FROM read_json({}, format='newline_delimited', auto_detect=false, "
                  "maximum_object_size=268435456, columns={})) TO {} (FORMAT parquet, COMPRESSION zstd)",
                  SqlString(text_path), ColumnsArgument(columns), SqlString(path)));
  std::error_code ignored;
  std::filesystem::remove(text_path, ignored);
  return written;
}

Result<std::string> DuckdbParquetJson::Read(const std::string& path) {
  std::string ndjson;
  const Status read = connection_.Stream(
      fmt::format("SELECT * FROM read_parquet({})", SqlString(path)), [&ndjson](const Rows& piece) -> Status {
        for (const auto& cells : piece.cells) {
          nlohmann::ordered_json object = nlohmann::ordered_json::object();
          for (std::size_t i = 0; i < cells.size(); ++i) {
            if (!cells[i]) continue;
            const bool text = piece.columns[i].kind == CellKind::kText;
            object[piece.columns[i].name] =
                text ? nlohmann::ordered_json(*cells[i]) : nlohmann::ordered_json::parse(*cells[i], nullptr, false);
          }
          DropNulls(object);
          ndjson += object.dump() + "\n";
        }
        return {};
      });
  if (!read && read.error().kind == ErrorKind::kInvalidInput)
    return Corrupt("Cannot read checkpoint {}: {}", path, read.error().message);
  RETURN_IF_ERROR(read);
  return ndjson;
}

}  // namespace assay::engine::duckdb
