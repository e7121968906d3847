#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "server/crypto.h"
#include "server/sqlite.h"

namespace assay::server {

/// Seconds since 1970 UTC; tests give their own.
using Clock = std::function<std::int64_t()>;
Clock SystemClock();

struct User {
  std::string name;
  std::int64_t created = 0;
};

/// A personal token, with which a program reads in its user's name.
struct Token {
  std::string id;
  std::string name;
  std::int64_t created = 0;
};

/// A page with choices, kept under a name. `url` is a path of this server with its query.
struct View {
  std::string id;
  std::string name;
  std::string url;
  bool is_shared = false;
  bool is_start = false;
  bool is_mine = true;
};

/// Who may use the server of a project, and what the server keeps for each: sessions, tokens, saved views. Everything
/// stands in the SQLite database `.assay/users.db` of the project; passwords, sessions and tokens as hashes only. A
/// change by another process holds from the next call on. Without any user, what is kept belongs to the user "".
class Accounts {
 public:
  static constexpr std::int64_t kSessionSeconds = 30LL * 24 * 60 * 60;
  static constexpr std::size_t kShortestPassword = 10;
  static constexpr std::size_t kLongestPassword = 256;
  static constexpr int kMostTokens = 50;
  static constexpr int kMostViews = 500;

  /// Opens the database below `project_folder`, made when missing.
  static Result<std::unique_ptr<Accounts>> Open(const std::string& project_folder, Clock clock = SystemClock(),
                                                PasswordCost cost = {});

  /// Names are 1 to 64 letters a-z, digits, or . _ - @. kInvalidInput for another one or for a password that is too
  /// short or long, kAlreadyExists.
  Status AddUser(const std::string& name, const std::string& password);
  /// A new password; ends the user's sessions. kNotFound.
  Status ResetUser(const std::string& name, const std::string& password);
  /// With everything kept for the user. kNotFound.
  Status RemoveUser(const std::string& name);
  Result<std::vector<User>> ListUsers();
  Result<bool> HasUsers();

  /// A new session's token; nothing for an unknown user or a wrong password, which takes equally long.
  Result<std::optional<std::string>> Login(const std::string& name, const std::string& password);
  /// Whose session it is; nothing when there is none, or none any more.
  Result<std::optional<std::string>> SessionUser(const std::string& session);
  Status EndSession(const std::string& session);

  /// The text that a request of this login (or, without one, of "") must carry to change something.
  std::string CsrfToken(const std::string& session) const { return Mac(secret_, session); }

  /// The token itself is told here only. kConflict beyond kMostTokens.
  Result<std::pair<Token, std::string>> MakeToken(const std::string& user, const std::string& name);
  Result<std::vector<Token>> ListTokens(const std::string& user);
  Status RemoveToken(const std::string& user, const std::string& id);
  Result<std::optional<std::string>> TokenUser(const std::string& token);

  /// Own views and those that others share, by name. One view of a user is the start page at most. kInvalidInput for a
  /// name or url that cannot be kept, kConflict beyond kMostViews.
  Result<std::vector<View>> ListViews(const std::string& user);
  Result<View> SaveView(const std::string& user, View view);
  Result<View> ChangeView(const std::string& user, const std::string& id, std::optional<bool> is_shared,
                          std::optional<bool> is_start);
  Status RemoveView(const std::string& user, const std::string& id);

 private:
  Accounts(Sqlite database, Clock clock, PasswordCost cost)
      : database_(std::move(database)), clock_(std::move(clock)), cost_(cost) {}
  Status Prepare();
  Result<View> FindView(const std::string& user, const std::string& id);

  Sqlite database_;
  Clock clock_;
  PasswordCost cost_;
  std::string secret_;      // of this project, for CSRF tokens
  std::string dummy_hash_;  // compared with for unknown users
};

/// Whether `url` may be kept as a view: a path below "/" of at most 4000 bytes, not of another host.
bool IsOwnUrl(std::string_view url);

}  // namespace assay::server
