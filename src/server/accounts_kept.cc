// Tokens and saved views of the accounts.
#include <algorithm>

#include "server/accounts.h"
#include "server/target.h"

namespace assay::server {
namespace {

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestUrl = 4000;

Status CheckTitle(const std::string& name) {
  if (name.empty() || name.size() > kLongestName || !IsUtf8(name) ||
      std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
    return InvalidInput("Cannot use this name: expected 1 to {} bytes of text", kLongestName);
  return {};
}

View ViewOf(const Sqlite::Row& row, const std::string& user) {
  const bool is_mine = row[5] == user;
  return {.id = row[0],
          .name = row[1],
          .url = row[2],
          .is_shared = row[3] == "1",
          .is_start = is_mine && row[4] == "1",
          .is_mine = is_mine};
}

std::int64_t Number(bool is_true) { return is_true ? 1 : 0; }

}  // namespace

bool IsOwnUrl(std::string_view url) { return url.size() <= kLongestUrl && ParseTarget(url).has_value(); }

Result<std::pair<Token, std::string>> Accounts::MakeToken(const std::string& user, const std::string& name) {
  RETURN_IF_ERROR(CheckTitle(name));
  const std::string secret = RandomToken();
  Token token{.name = name, .created = clock_()};
  RETURN_IF_ERROR(database_.Together([&]() -> Status {
    ASSIGN_OR_RETURN(const auto held, database_.Run("SELECT count(*) FROM tokens WHERE user = ?1", {user}));
    if (std::stoll(held[0][0]) >= kMostTokens)
      return Conflict("Cannot make a token: there are {} already; remove one first", kMostTokens);
    ASSIGN_OR_RETURN(
        const auto made,
        database_.Run("INSERT INTO tokens (user, name, hash, created) VALUES (?1, ?2, ?3, ?4) RETURNING id",
                      {user, name, HashToken(secret), token.created}));
    token.id = made[0][0];
    return {};
  }));
  return std::pair(token, secret);
}

Result<std::vector<Token>> Accounts::ListTokens(const std::string& user) {
  ASSIGN_OR_RETURN(const auto rows,
                   database_.Run("SELECT id, name, created FROM tokens WHERE user = ?1 ORDER BY id", {user}));
  std::vector<Token> tokens;
  for (const auto& row : rows) tokens.push_back({row[0], row[1], std::stoll(row[2])});
  return tokens;
}

Status Accounts::RemoveToken(const std::string& user, const std::string& id) {
  return database_.Together([&]() -> Status {
    RETURN_IF_ERROR(database_.Run("DELETE FROM tokens WHERE user = ?1 AND id = ?2", {user, id}));
    if (database_.changes() == 0) return NotFound("Cannot remove the token: you have none of that id");
    return {};
  });
}

Result<std::optional<std::string>> Accounts::TokenUser(const std::string& token) {
  ASSIGN_OR_RETURN(const auto rows, database_.Run("SELECT user FROM tokens WHERE hash = ?1", {HashToken(token)}));
  return rows.empty() ? std::optional<std::string>() : std::optional(rows[0][0]);
}

Result<std::vector<View>> Accounts::ListViews(const std::string& user) {
  ASSIGN_OR_RETURN(const auto rows, database_.Run("SELECT id, name, url, shared, start, user FROM views WHERE user = "
                                                  "?1 OR shared = 1 ORDER BY name, id",
                                                  {user}));
  std::vector<View> views;
  for (const auto& row : rows) views.push_back(ViewOf(row, user));
  return views;
}

Result<View> Accounts::FindView(const std::string& user, const std::string& id) {
  ASSIGN_OR_RETURN(
      const auto rows,
      database_.Run("SELECT id, name, url, shared, start, user FROM views WHERE user = ?1 AND id = ?2", {user, id}));
  if (rows.empty()) return NotFound("Cannot find the view: you have none of that id");
  return ViewOf(rows[0], user);
}

Result<View> Accounts::SaveView(const std::string& user, View view) {
  RETURN_IF_ERROR(CheckTitle(view.name));
  if (!IsOwnUrl(view.url))
    return InvalidInput("Cannot save the view: expected an address of this server, such as /stores?tier=Gold");
  const Status saved = database_.Together([&]() -> Status {
    ASSIGN_OR_RETURN(const auto held, database_.Run("SELECT count(*) FROM views WHERE user = ?1", {user}));
    if (std::stoll(held[0][0]) >= kMostViews)
      return Conflict("Cannot save the view: there are {} already; remove one first", kMostViews);
    if (view.is_start) RETURN_IF_ERROR(database_.Run("UPDATE views SET start = 0 WHERE user = ?1", {user}));
    ASSIGN_OR_RETURN(
        const auto made,
        database_.Run("INSERT INTO views (user, name, url, shared, start) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id",
                      {user, view.name, view.url, Number(view.is_shared), Number(view.is_start)}));
    view.id = made[0][0];
    return {};
  });
  if (!saved && saved.error().kind == ErrorKind::kAlreadyExists)
    return AlreadyExists("Cannot save the view: you have one of that name");
  RETURN_IF_ERROR(saved);
  return view;
}

Result<View> Accounts::ChangeView(const std::string& user, const std::string& id, std::optional<bool> is_shared,
                                  std::optional<bool> is_start) {
  View view;
  RETURN_IF_ERROR(database_.Together([&]() -> Status {
    ASSIGN_OR_RETURN(view, FindView(user, id));
    view.is_shared = is_shared.value_or(view.is_shared);
    view.is_start = is_start.value_or(view.is_start);
    if (view.is_start) RETURN_IF_ERROR(database_.Run("UPDATE views SET start = 0 WHERE user = ?1", {user}));
    RETURN_IF_ERROR(database_.Run("UPDATE views SET shared = ?3, start = ?4 WHERE user = ?1 AND id = ?2",
                                  {user, id, Number(view.is_shared), Number(view.is_start)}));
    return {};
  }));
  return view;
}

Status Accounts::RemoveView(const std::string& user, const std::string& id) {
  return database_.Together([&]() -> Status {
    RETURN_IF_ERROR(database_.Run("DELETE FROM views WHERE user = ?1 AND id = ?2", {user, id}));
    if (database_.changes() == 0) return NotFound("Cannot remove the view: you have none of that id");
    return {};
  });
}

}  // namespace assay::server
