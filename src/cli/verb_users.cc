#include <filesystem>
#include <iostream>

#include <fmt/chrono.h>
#include <termios.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/verbs.h"
#include "server/accounts.h"

namespace assay::cli {
namespace {

struct UsersOptions {
  std::string name;
  bool generate = false;
};

Result<std::unique_ptr<server::Accounts>> OpenAccounts(const Invocation& invocation) {
  std::error_code error;
  const auto folder = std::filesystem::absolute(invocation.folder, error).lexically_normal();
  if (!std::filesystem::exists(folder / "assay.yaml", error))
    return NotFound("Cannot find a project in {}: there is no assay.yaml; name its folder with -C", folder.string());
  return server::Accounts::Open(folder.string());
}

// What is typed is not shown.
class NoEcho {
 public:
  NoEcho() : is_terminal_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!is_terminal_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;
  ~NoEcho() {
    if (is_terminal_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }

 private:
  termios before_{};
  bool is_terminal_;
};

Result<std::string> ReadLine(std::string_view prompt) {
  if (::isatty(STDIN_FILENO) != 0) fmt::print(stderr, "{}: ", prompt);
  std::string line;
  if (!std::getline(std::cin, line)) return InvalidInput("Cannot read the password: expected one line on stdin");
  if (::isatty(STDIN_FILENO) != 0) fmt::print(stderr, "\n");
  return line;
}

Result<std::string> AskPassword() {
  const NoEcho quiet;
  ASSIGN_OR_RETURN(std::string password, ReadLine("Password"));
  if (::isatty(STDIN_FILENO) == 0) return password;
  ASSIGN_OR_RETURN(const std::string again, ReadLine("Once more"));
  if (again != password) return InvalidInput("Cannot use the password: the two are not the same");
  return password;
}

using Change = Status (server::Accounts::*)(const std::string&, const std::string&);

Status SetPassword(const Invocation& invocation, const UsersOptions& options, Change change, std::string_view done) {
  ASSIGN_OR_RETURN(const auto accounts, OpenAccounts(invocation));
  std::string password;
  if (options.generate) {
    password = server::RandomPassword();
  } else {
    ASSIGN_OR_RETURN(password, AskPassword());
  }
  RETURN_IF_ERROR(((*accounts).*change)(options.name, password));
  nlohmann::json json{{"user", options.name}};
  if (options.generate) json["password"] = password;
  if (invocation.json) {
    fmt::print("{}\n", json.dump());
  } else {
    fmt::print("{} user {}\n", done, options.name);
    if (options.generate) fmt::print("Password (shown this once): {}\n", password);
  }
  return {};
}

Status List(const Invocation& invocation) {
  ASSIGN_OR_RETURN(const auto accounts, OpenAccounts(invocation));
  ASSIGN_OR_RETURN(const auto users, accounts->ListUsers());
  nlohmann::json json = nlohmann::json::array();
  for (const server::User& user : users) {
    const std::string created = fmt::format("{:%Y-%m-%d}", fmt::gmtime(static_cast<std::time_t>(user.created)));
    if (!invocation.json) fmt::print("{:<30} since {}\n", user.name, created);
    json.push_back({{"user", user.name}, {"created", created}});
  }
  if (invocation.json) fmt::print("{}\n", json.dump());
  if (!invocation.json && users.empty()) fmt::print("No users: the dashboard can be served on this machine only\n");
  return {};
}

Status Remove(const Invocation& invocation, const UsersOptions& options) {
  ASSIGN_OR_RETURN(const auto accounts, OpenAccounts(invocation));
  RETURN_IF_ERROR(accounts->RemoveUser(options.name));
  if (!invocation.json) fmt::print("Removed user {}, with sessions, tokens and saved views\n", options.name);
  if (invocation.json) fmt::print("{}\n", nlohmann::json{{"user", options.name}}.dump());
  return {};
}

void AddPart(CLI::App& verb, Invocation& invocation, const char* name, const char* help,
             std::function<Status(const UsersOptions&)> action, bool sets_password) {
  CLI::App* part = verb.add_subcommand(name, help);
  auto options = std::make_shared<UsersOptions>();
  part->add_option("name", options->name, "The user's name")->required();
  if (sets_password) part->add_flag("--generate", options->generate, "Make a password and print it once");
  part->callback([&invocation, options, action = std::move(action)] {
    invocation.action = [options, action] { return action(*options); };
  });
}

}  // namespace

void AddUsers(CLI::App& app, Invocation& invocation) {
  CLI::App* verb = app.add_subcommand("users", "Who may open the served dashboard");
  verb->require_subcommand(1);
  verb->footer("The password is read from stdin, without being shown.\nExample:\n  assay -C myshop users add ana");
  AddPart(
      *verb, invocation, "add", "Add a user",
      [&invocation](const UsersOptions& options) {
        return SetPassword(invocation, options, &server::Accounts::AddUser, "Added");
      },
      true);
  AddPart(
      *verb, invocation, "reset", "Give a new password and end the user's sessions",
      [&invocation](const UsersOptions& options) {
        return SetPassword(invocation, options, &server::Accounts::ResetUser, "Reset");
      },
      true);
  AddPart(
      *verb, invocation, "remove", "Remove a user with everything kept for them",
      [&invocation](const UsersOptions& options) { return Remove(invocation, options); }, false);
  verb->add_subcommand("list", "List the users")->callback([&invocation] {
    invocation.action = [&invocation] { return List(invocation); };
  });
}

}  // namespace assay::cli
