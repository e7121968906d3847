#include "server/sqlite.h"

#include <cerrno>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

namespace assay::server {
namespace {

constexpr int kPatienceMs = 5000;

std::unexpected<Error> FailureOf(sqlite3* handle) {
  const int code = sqlite3_extended_errcode(handle);
  const char* why = sqlite3_errmsg(handle);
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
    return AlreadyExists("Cannot store: it is there already");
  if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) return Corrupt("Cannot read the users' database: {}", why);
  return Io("Cannot use the users' database: {}", why);
}

// SQLite gives its journal the rights of the database, so that the file must have them before it is opened.
Status MakePrivate(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return Io("Cannot open {}: {}", path, std::strerror(errno));
  const int failed = ::fchmod(file, S_IRUSR | S_IWUSR);
  ::close(file);
  if (failed != 0) return Io("Cannot make {} private: {}", path, std::strerror(errno));
  return {};
}

void Bind(sqlite3_stmt* statement, int position, const Sqlite::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    sqlite3_bind_int64(statement, position, *number);
  } else {
    const auto& text = std::get<std::string>(value);
    sqlite3_bind_text(statement, position, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  }
}

Sqlite::Row RowOf(sqlite3_stmt* statement) {
  Sqlite::Row row;
  for (int i = 0; i < sqlite3_column_count(statement); ++i) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
    row.emplace_back(text == nullptr ? "" : text);
  }
  return row;
}

}  // namespace

Result<Sqlite> Sqlite::Open(const std::string& path) {
  RETURN_IF_ERROR(MakePrivate(path));
  sqlite3* handle = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX, nullptr);
  Sqlite database(handle);
  if (opened != SQLITE_OK) return FailureOf(handle);
  sqlite3_busy_timeout(handle, kPatienceMs);
  auto read = database.Run("SELECT count(*) FROM sqlite_master");
  if (!read) return std::unexpected(std::move(read.error()).WithContext(path));
  return database;
}

Sqlite::Sqlite(Sqlite&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

Sqlite::~Sqlite() { sqlite3_close(handle_); }

Result<std::vector<Sqlite::Row>> Sqlite::Run(const std::string& sql, std::initializer_list<Value> values) {
  const std::lock_guard lock(mutex_);
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(handle_, sql.c_str(), static_cast<int>(sql.size()), &raw, nullptr) != SQLITE_OK)
    return FailureOf(handle_);
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(raw, &sqlite3_finalize);
  int position = 0;
  for (const Value& value : values) Bind(raw, ++position, value);
  std::vector<Row> rows;
  int step = sqlite3_step(raw);
  for (; step == SQLITE_ROW; step = sqlite3_step(raw)) rows.push_back(RowOf(raw));
  if (step != SQLITE_DONE) return FailureOf(handle_);
  return rows;
}

Status Sqlite::Together(const std::function<Status()>& work) {
  const std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(Run("BEGIN IMMEDIATE"));
  Status done = work();
  if (!done) {
    auto undone = Run("ROLLBACK");
    return done;
  }
  RETURN_IF_ERROR(Run("COMMIT"));
  return {};
}

std::int64_t Sqlite::changes() const {
  const std::lock_guard lock(mutex_);
  return sqlite3_changes(handle_);
}

}  // namespace assay::server
