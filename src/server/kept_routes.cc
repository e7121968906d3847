#include <fmt/chrono.h>
#include <nlohmann/json.hpp>

#include "server/json_body.h"
#include "server/login_routes.h"

namespace assay::server {
namespace {

std::string TimeOfSeconds(std::int64_t seconds) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

nlohmann::json ToJson(const Token& token) {
  return {{"id", token.id}, {"name", token.name}, {"created", TimeOfSeconds(token.created)}};
}

nlohmann::json ToJson(const View& view) {
  return {{"id", view.id},          {"name", view.name},   {"url", view.url}, {"shared", view.is_shared},
          {"start", view.is_start}, {"mine", view.is_mine}};
}

template <typename Things>
Response ListResponse(const char* name, const Things& things) {
  nlohmann::json list = nlohmann::json::array();
  for (const auto& thing : things) list.push_back(ToJson(thing));
  return JsonResponse({{name, std::move(list)}});
}

Result<Response> ListTokens(Accounts& accounts, const Request& request) {
  ASSIGN_OR_RETURN(const auto tokens, accounts.ListTokens(request.user));
  return ListResponse("tokens", tokens);
}

Result<Response> MakeToken(Accounts& accounts, const Request& request) {
  ASSIGN_OR_RETURN(const nlohmann::json body, ParseJsonBody(request.body));
  Fields fields(body);
  const std::string name = fields.Text("name");
  RETURN_IF_ERROR(fields.Done());
  ASSIGN_OR_RETURN(const auto made, accounts.MakeToken(request.user, name));
  nlohmann::json json = ToJson(made.first);
  json["token"] = made.second;
  return JsonResponse(json, 201);
}

Result<Response> RemoveToken(Accounts& accounts, const Request& request) {
  RETURN_IF_ERROR(accounts.RemoveToken(request.user, request.PathValue("id")));
  return EmptyResponse();
}

Result<Response> ListViews(Accounts& accounts, const Request& request) {
  ASSIGN_OR_RETURN(const auto views, accounts.ListViews(request.user));
  return ListResponse("views", views);
}

Result<Response> SaveView(Accounts& accounts, const Request& request) {
  ASSIGN_OR_RETURN(const nlohmann::json body, ParseJsonBody(request.body));
  Fields fields(body);
  View view{.name = fields.Text("name"),
            .url = fields.Text("url"),
            .is_shared = fields.Boolean("shared").value_or(false),
            .is_start = fields.Boolean("start").value_or(false)};
  RETURN_IF_ERROR(fields.Done());
  ASSIGN_OR_RETURN(const View saved, accounts.SaveView(request.user, std::move(view)));
  return JsonResponse(ToJson(saved), 201);
}

Result<Response> ChangeView(Accounts& accounts, const Request& request) {
  ASSIGN_OR_RETURN(const nlohmann::json body, ParseJsonBody(request.body));
  Fields fields(body);
  const auto is_shared = fields.Boolean("shared");
  const auto is_start = fields.Boolean("start");
  RETURN_IF_ERROR(fields.Done());
  ASSIGN_OR_RETURN(const View view, accounts.ChangeView(request.user, request.PathValue("id"), is_shared, is_start));
  return JsonResponse(ToJson(view));
}

Result<Response> RemoveView(Accounts& accounts, const Request& request) {
  RETURN_IF_ERROR(accounts.RemoveView(request.user, request.PathValue("id")));
  return EmptyResponse();
}

}  // namespace

void AddKeptRoutes(Router& router, Accounts& accounts) {
  using Function = Result<Response> (*)(Accounts&, const Request&);
  const auto add = [&](Method method, const char* pattern, Function function) {
    router.Add({.method = method,
                .pattern = pattern,
                .changes = method != Method::kGet,
                .handler = [&accounts, function](const Request& request) { return function(accounts, request); }});
  };
  add(Method::kGet, "/api/tokens", ListTokens);
  add(Method::kPost, "/api/tokens", MakeToken);
  add(Method::kDelete, "/api/tokens/{id:int}", RemoveToken);
  add(Method::kGet, "/api/views", ListViews);
  add(Method::kPost, "/api/views", SaveView);
  add(Method::kPost, "/api/views/{id:int}", ChangeView);
  add(Method::kDelete, "/api/views/{id:int}", RemoveView);
}

}  // namespace assay::server
