#include "engine/duckdb/engine_error.h"

#include <string>
#include <string_view>

#include "base/stop.h"
#include "engine/duckdb/engine_message.h"

namespace assay::engine::duckdb {
namespace {

ErrorKind KindOfError(duckdb_error_type type, std::string_view message) {
  if (type == DUCKDB_ERROR_INTERRUPT) return ErrorKind::kCancelled;
  if (type == DUCKDB_ERROR_IO || message.contains("No space left")) return ErrorKind::kIo;
  if (type == DUCKDB_ERROR_INTERNAL || type == DUCKDB_ERROR_FATAL) return ErrorKind::kInternal;
  return ErrorKind::kInvalidInput;
}

}  // namespace

std::unexpected<Error> FailWith(duckdb_error_type type, const char* text, const std::stop_token& stop) {
  const std::string message = text == nullptr ? "unknown error of the SQL engine" : text;
  if (type == DUCKDB_ERROR_INTERRUPT || stop.stop_requested()) {
    const Status stopped = CheckStop(stop);
    if (!stopped) return std::unexpected(stopped.error());
  }
  if (const auto damage = DamageIn(message)) return std::unexpected(*damage);
  return std::unexpected(Error{KindOfError(type, message), message});
}

}  // namespace assay::engine::duckdb
