#include <algorithm>

#include <fmt/chrono.h>
#include <nlohmann/json.hpp>

#include "semantic/answer.h"
#include "semantic/pages.h"
#include "server/data_routes.h"
#include "server/json_body.h"

namespace assay::server {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostMembers = 1000;
constexpr std::size_t kMostKeys = 100;

std::string TimeText(std::int64_t ms) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(ms / 1000)));
}

Result<Response> Pages(DataContext& data, const Request& request) {
  ASSIGN_OR_RETURN(const auto number, ReleaseParameter(request));
  const ServedRelease served = data.releases->Find(number);
  if (!served) return Gone(*number);
  return Response{.body = served->pages()};
}

// Unfiltered pages and those with one slicer set are what everybody opens first.
bool IsCommon(const semantic::State& state) {
  const auto chosen = std::ranges::count_if(state.filters, [](const auto& filter) { return !filter.second.empty(); });
  return chosen + (state.date.empty() ? 0 : 1) <= 1;
}

Result<AnswerText> Compute(DataContext& data, const ServedRelease& served, const semantic::PageRequest& asked,
                           const std::stop_token& stop) {
  ASSIGN_OR_RETURN(const AnswerPlaces::Place place, data.places.Take(stop));
  const semantic::AnswerContext context{.threads = place.threads(),
                                        .stop = stop,
                                        .run_sql = [&](const std::string& sql) { return served->Query(sql, stop); },
                                        .memory = &served->memory()};
  ASSIGN_OR_RETURN(Json answer, semantic::AnswerPage(served->shop(), asked, context));
  answer["release"] = served->release().number;
  return AnswerText(std::make_shared<const std::string>(answer.dump(-1, ' ', false, Json::error_handler_t::replace)));
}

Result<Response> AnswerQuery(DataContext& data, const ServedRelease& served, const Json& body, const Request& request) {
  ASSIGN_OR_RETURN(const semantic::PageRequest asked, semantic::ParsePageRequest(body, served->shop()));
  const std::string key = fmt::format("{} {}", served->release().number, body.dump());
  const bool is_common = IsCommon(asked.state);
  if (auto kept = is_common ? data.cache.Get(key) : std::nullopt) return Response{.body = *std::move(kept)};
  ASSIGN_OR_RETURN(AnswerText text, data.flights.Do(key, request.stop, [&](const std::stop_token& stop) {
    return Compute(data, served, asked, stop);
  }));
  if (is_common) data.cache.Put(key, text, text->size());
  return Response{.body = std::move(text)};
}

Result<Response> Query(DataContext& data, const Request& request) {
  ASSIGN_OR_RETURN(Json body, ParseJsonBody(request.body));
  const auto release = Fields(body).Integer("release", 0, INT64_MAX);
  const ServedRelease served = data.releases->Find(release);
  if (!served) return Gone(*release);
  if (release) body.erase("release");
  return OrGone(data, *served, AnswerQuery(data, served, body, request));
}

// The members of the keys that a pasted link names, whichever they are.
Result<Json> MembersOfKeys(const semantic::Shop& shop, const std::string& dimension,
                           const std::vector<std::string>& keys) {
  Json members = Json::array();
  for (const std::string& key : keys) {
    ASSIGN_OR_RETURN(const Json found, semantic::MembersJson(shop, dimension, key, kMostMembers));
    for (const Json& member : found.at("members")) {
      if (member.at("key") == key) members.push_back(member);
    }
  }
  return Json{{"members", std::move(members)}};
}

Result<Response> Members(DataContext& data, const Request& request) {
  ASSIGN_OR_RETURN(const auto number, ReleaseParameter(request));
  const ServedRelease served = data.releases->Find(number);
  if (!served) return Gone(*number);
  const std::string dimension = request.Parameter("dimension").value_or("");
  std::vector<std::string> keys;
  for (const auto& [name, value] : request.parameters) {
    if (name == "key") keys.push_back(value);
  }
  if (keys.size() > kMostKeys) return InvalidInput("Cannot list members: expected at most {} keys", kMostKeys);
  if (!keys.empty()) {
    ASSIGN_OR_RETURN(const Json members, MembersOfKeys(served->shop(), dimension, keys));
    return JsonResponse(members);
  }
  ASSIGN_OR_RETURN(const std::size_t limit, SizeParameter(request, "limit", 50, kMostMembers));
  ASSIGN_OR_RETURN(const Json members,
                   semantic::MembersJson(served->shop(), dimension, request.Parameter("search").value_or(""), limit));
  return JsonResponse(members);
}

Json ToJson(const CountedLines& lines) { return {{"lines", lines.lines}, {"amount", lines.amount}}; }

Json LastRun(const std::optional<pipeline::RunRecord>& run) {
  if (!run) return nullptr;
  return {{"status", Name(run->status)},
          {"started", TimeText(run->started_ms)},
          {"ended", run->ended_ms ? Json(TimeText(*run->ended_ms)) : Json(nullptr)},
          {"message", run->error ? run->error->message : ""}};
}

Result<Response> TellRelease(DataContext& data, const Request&) {
  const ServedRelease served = data.releases->Newest();
  const lake::Release& release = served->release();
  const auto days = served->shop().data();
  return JsonResponse({{"release", release.number},
                       {"as_of", release.as_of},
                       {"published", TimeText(release.published_ms)},
                       {"data_to", days ? semantic::DayText(days->last) : release.as_of},
                       {"line",
                        {{"held_back", ToJson(served->held_back())},
                         {"unknown", ToJson(served->unknown())},
                         {"guest", ToJson(served->guest())}}},
                       {"last_run", LastRun(data.releases->last_run())}});
}

}  // namespace

Response Gone(std::int64_t release) {
  return Refusal(410, "gone",
                 fmt::format("Cannot answer: release {} is not served any more; load the page anew", release));
}

Result<Response> OrGone(const DataContext& data, const Served& served, Result<Response> response) {
  const bool may_be_gone =
      !response && (response.error().kind == ErrorKind::kIo || response.error().kind == ErrorKind::kNotFound ||
                    response.error().kind == ErrorKind::kCorrupt);
  if (may_be_gone && data.releases->Newest()->release().number != served.release().number)
    return Gone(served.release().number);
  return response;
}

Result<std::size_t> SizeParameter(const Request& request, std::string_view name, std::size_t fallback,
                                  std::size_t most) {
  const auto text = request.Parameter(name);
  if (!text) return fallback;
  const bool is_number =
      !text->empty() && text->size() <= 9 && text->find_first_not_of("0123456789") == std::string::npos;
  if (!is_number || std::stoul(*text) > most)
    return InvalidInput("Cannot answer: expected a whole number up to {} as '{}'", most, name);
  return std::stoul(*text);
}

Result<std::optional<std::int64_t>> ReleaseParameter(const Request& request) {
  if (!request.Parameter("release")) return std::optional<std::int64_t>();
  ASSIGN_OR_RETURN(const std::size_t number, SizeParameter(request, "release", 0, 999'999'999));
  return std::optional(static_cast<std::int64_t>(number));
}

void AddPageRoutes(Router& router, DataContext& data) {
  using Function = Result<Response> (*)(DataContext&, const Request&);
  const auto add = [&](Method method, const char* pattern, Function function) {
    router.Add({.method = method, .pattern = pattern, .handler = [&data, function](const Request& request) {
                  return function(data, request);
                }});
  };
  add(Method::kGet, "/api/pages", Pages);
  add(Method::kPost, "/api/query", Query);
  add(Method::kGet, "/api/members", Members);
  add(Method::kGet, "/api/release", TellRelease);
}

}  // namespace assay::server
