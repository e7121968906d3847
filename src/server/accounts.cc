#include "server/accounts.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace assay::server {
namespace {

constexpr std::int64_t kSchema = 1;

constexpr const char* kTables[] = {
    "CREATE TABLE IF NOT EXISTS users (name TEXT PRIMARY KEY, password TEXT NOT NULL, created INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS sessions (hash TEXT PRIMARY KEY, user TEXT NOT NULL, expires INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS tokens (id INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, name TEXT NOT NULL, "
    "hash TEXT NOT NULL UNIQUE, created INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS views (id INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, name TEXT NOT NULL, "
    "url TEXT NOT NULL, shared INTEGER NOT NULL, start INTEGER NOT NULL, UNIQUE (user, name))",
    "CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
};

bool IsNameLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == '@';
}

Status CheckName(const std::string& name) {
  if (name.empty() || name.size() > 64 || !std::ranges::all_of(name, IsNameLetter))
    return InvalidInput("Cannot use the name '{}': expected 1 to 64 letters a-z, digits, or . _ - @", name);
  return {};
}

Status CheckPassword(const std::string& password) {
  if (password.size() < Accounts::kShortestPassword || password.size() > Accounts::kLongestPassword)
    return InvalidInput("Cannot use this password: expected {} to {} bytes, got {}", Accounts::kShortestPassword,
                        Accounts::kLongestPassword, password.size());
  return {};
}

}  // namespace

Clock SystemClock() {
  return [] {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
}

Result<std::unique_ptr<Accounts>> Accounts::Open(const std::string& project_folder, Clock clock, PasswordCost cost) {
  const std::filesystem::path folder = std::filesystem::path(project_folder) / ".assay";
  std::error_code failed;
  if (std::filesystem::create_directories(folder, failed))
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
  if (failed) return Io("Cannot make folder {}: {}", folder.string(), failed.message());
  ASSIGN_OR_RETURN(Sqlite database, Sqlite::Open((folder / "users.db").string()));
  std::unique_ptr<Accounts> accounts(new Accounts(std::move(database), std::move(clock), cost));
  RETURN_IF_ERROR(accounts->Prepare());
  return accounts;
}

Status Accounts::Prepare() {
  ASSIGN_OR_RETURN(const auto version, database_.Run("PRAGMA user_version"));
  const std::int64_t found = std::stoll(version[0][0]);
  if (found > kSchema)
    return Unsupported("Cannot use the users' database: it was made by a newer assay (format {}, known is {})", found,
                       kSchema);
  RETURN_IF_ERROR(database_.Together([&]() -> Status {
    for (const char* table : kTables) RETURN_IF_ERROR(database_.Run(table));
    RETURN_IF_ERROR(database_.Run(fmt::format("PRAGMA user_version = {}", kSchema)));
    RETURN_IF_ERROR(database_.Run("INSERT OR IGNORE INTO secrets VALUES ('csrf', ?1)", {RandomToken()}));
    RETURN_IF_ERROR(database_.Run("DELETE FROM sessions WHERE expires <= ?1", {clock_()}));
    return {};
  }));
  ASSIGN_OR_RETURN(const auto secret, database_.Run("SELECT value FROM secrets WHERE name = 'csrf'"));
  secret_ = secret[0][0];
  ASSIGN_OR_RETURN(dummy_hash_, HashPassword(RandomToken(), cost_));
  return {};
}

Status Accounts::AddUser(const std::string& name, const std::string& password) {
  RETURN_IF_ERROR(CheckName(name));
  RETURN_IF_ERROR(CheckPassword(password));
  ASSIGN_OR_RETURN(const std::string hash, HashPassword(password, cost_));
  const auto added = database_.Run("INSERT INTO users VALUES (?1, ?2, ?3)", {name, hash, clock_()});
  if (!added && added.error().kind == ErrorKind::kAlreadyExists)
    return AlreadyExists("Cannot add user {}: there is one of that name; `assay users reset {}` gives a new password",
                         name, name);
  RETURN_IF_ERROR(added);
  return {};
}

Status Accounts::ResetUser(const std::string& name, const std::string& password) {
  RETURN_IF_ERROR(CheckPassword(password));
  ASSIGN_OR_RETURN(const std::string hash, HashPassword(password, cost_));
  return database_.Together([&]() -> Status {
    RETURN_IF_ERROR(database_.Run("UPDATE users SET password = ?2 WHERE name = ?1", {name, hash}));
    if (database_.changes() == 0)
      return NotFound("Cannot reset user {}: there is none of that name; `assay users list` shows them", name);
    RETURN_IF_ERROR(database_.Run("DELETE FROM sessions WHERE user = ?1", {name}));
    return {};
  });
}

Status Accounts::RemoveUser(const std::string& name) {
  return database_.Together([&]() -> Status {
    RETURN_IF_ERROR(database_.Run("DELETE FROM users WHERE name = ?1", {name}));
    if (database_.changes() == 0)
      return NotFound("Cannot remove user {}: there is none of that name; `assay users list` shows them", name);
    for (const char* table : {"sessions", "tokens", "views"})
      RETURN_IF_ERROR(database_.Run(fmt::format("DELETE FROM {} WHERE user = ?1", table), {name}));
    return {};
  });
}

Result<std::vector<User>> Accounts::ListUsers() {
  ASSIGN_OR_RETURN(const auto rows, database_.Run("SELECT name, created FROM users ORDER BY name"));
  std::vector<User> users;
  for (const auto& row : rows) users.push_back({row[0], std::stoll(row[1])});
  return users;
}

Result<bool> Accounts::HasUsers() {
  ASSIGN_OR_RETURN(const auto rows, database_.Run("SELECT 1 FROM users LIMIT 1"));
  return !rows.empty();
}

Result<std::optional<std::string>> Accounts::Login(const std::string& name, const std::string& password) {
  ASSIGN_OR_RETURN(const auto rows, database_.Run("SELECT password FROM users WHERE name = ?1", {name}));
  const bool is_right = VerifyPassword(password, rows.empty() ? dummy_hash_ : rows[0][0]);
  if (rows.empty() || !is_right) return std::optional<std::string>();
  std::string session = RandomToken();
  const std::int64_t now = clock_();
  // The user may have been removed, or got another password, while this one was being hashed.
  RETURN_IF_ERROR(database_.Run("INSERT INTO sessions SELECT ?1, name, ?3 FROM users WHERE name = ?2 AND password = ?4",
                                {HashToken(session), name, now + kSessionSeconds, rows[0][0]}));
  RETURN_IF_ERROR(database_.Run("DELETE FROM sessions WHERE expires <= ?1", {now}));
  return std::optional(std::move(session));
}

Result<std::optional<std::string>> Accounts::SessionUser(const std::string& session) {
  ASSIGN_OR_RETURN(const auto rows, database_.Run("SELECT user FROM sessions WHERE hash = ?1 AND expires > ?2",
                                                  {HashToken(session), clock_()}));
  return rows.empty() ? std::optional<std::string>() : std::optional(rows[0][0]);
}

Status Accounts::EndSession(const std::string& session) {
  RETURN_IF_ERROR(database_.Run("DELETE FROM sessions WHERE hash = ?1", {HashToken(session)}));
  return {};
}

}  // namespace assay::server
