#include "config/read_rest_source.h"

#include <algorithm>

#include "config/read_tables.h"
#include "config/scalar_forms.h"
#include "config/secret_parts.h"

namespace assay::config {
namespace {

std::map<std::string, std::string> ReadParams(const Value& value) {
  std::map<std::string, std::string> params;
  for (const Member& member : value.Members("a mapping of names to texts")) {
    auto text = SoundsSecret(member.name) ? member.value.SecretText() : member.value.TextOrEmpty();
    if (text) params[member.name] = *std::move(text);
  }
  return params;
}

std::optional<Paginator::Kind> ReadPaging(const Value& value) {
  using enum Paginator::Kind;
  return value.Choice<Paginator::Kind>({{"single_page", kSinglePage}, {"page_number", kPageNumber}},
                                       {"offset", "cursor", "header_link", "json_link", "json_response", "auto"});
}

std::optional<Paginator> ReadPaginator(const Value& value) {
  Paginator paginator;
  if (value.IsScalar()) {
    const auto kind = ReadPaging(value);
    if (!kind) return std::nullopt;
    paginator.kind = *kind;
    return paginator;
  }
  const Section section(value, {"sources.<rest>.paginator"});
  if (const auto type = section.Get("type")) Assign(paginator.kind, ReadPaging(*type));
  if (const auto param = section.Get("page_param")) Assign(paginator.page_param, param->Text());
  if (const auto base = section.Get("base_page")) Assign(paginator.base_page, base->Integer(0, 1'000'000));
  if (const auto path = section.Get("total_path")) Assign(paginator.total_path, path->Text());
  if (const auto maximum = section.Get("maximum_page")) paginator.maximum_page = maximum->Integer(0, 1'000'000'000);
  return paginator;
}

std::string RequiredSecret(const Section& section, std::string_view key) {
  const auto value = section.Require(key);
  return value ? value->SecretText().value_or("") : "";
}

void RefuseOthers(const Section& section, std::string_view type, std::initializer_list<std::string_view> others) {
  for (const std::string_view key : others) {
    if (const auto value = section.Get(key))
      value->Report(fmt::format("it does not belong to type {}; remove it", type));
  }
}

RestAuth ReadAuth(const Value& value) {
  using enum RestAuth::Kind;
  RestAuth auth;
  const Section section(value, {"sources.<rest>.client.auth"});
  const auto type = section.Get("type");
  if (!type) return auth;
  Assign(auth.kind, type->Choice<RestAuth::Kind>({{"bearer", kBearer}, {"api_key", kApiKey}, {"http_basic", kBasic}},
                                                 {"oauth2_client_credentials"}));
  switch (auth.kind) {
    case kNone:
      break;
    case kBearer:
      auth.token = RequiredSecret(section, "token");
      RefuseOthers(section, "bearer", {"api_key", "name", "location", "username", "password"});
      break;
    case kApiKey:
      auth.token = RequiredSecret(section, "api_key");
      if (const auto name = section.Get("name")) Assign(auth.name, name->Text());
      if (const auto location = section.Get("location")) {
        if (const auto is_query = location->Choice<bool>({{"header", false}, {"query", true}}))
          auth.location = *is_query ? "query" : "header";
      }
      RefuseOthers(section, "api_key", {"token", "username", "password"});
      break;
    case kBasic:
      if (const auto username = section.Require("username")) Assign(auth.username, username->Text());
      auth.token = RequiredSecret(section, "password");
      RefuseOthers(section, "http_basic", {"token", "api_key", "name", "location"});
      break;
  }
  return auth;
}

std::map<std::string, std::string> ReadHeaders(const Value& value) {
  std::map<std::string, std::string> headers;
  for (const Member& member : value.Members("a mapping of headers to texts")) {
    const auto text = SoundsSecret(member.name) ? member.value.SecretText() : member.value.Text();
    if (!text) continue;
    // A header of two lines would smuggle in another header.
    if (std::ranges::any_of(*text, [](char c) { return static_cast<unsigned char>(c) < ' '; })) {
      member.value.Report("expected a header of one line, got a line break or control character");
      continue;
    }
    headers[member.name] = *text;
  }
  return headers;
}

RestClient ReadClient(const Value& value) {
  RestClient client;
  const Section section(value, {"sources.<rest>.client"});
  if (const auto url = section.Get("base_url")) {
    Assign(client.base_url, url->Text());
    AddSecretParts(client.base_url, value.reading().secrets);
    if (!client.base_url.empty() && !client.base_url.starts_with("http://") &&
        !client.base_url.starts_with("https://")) {
      url->Report(fmt::format("expected a URL that starts with https:// or http://, got '{}'", client.base_url));
    }
  }
  if (const auto auth = section.Get("auth")) client.auth = ReadAuth(*auth);
  if (const auto paginator = section.Get("paginator")) Assign(client.paginator, ReadPaginator(*paginator));
  if (const auto headers = section.Get("headers")) client.headers = ReadHeaders(*headers);
  if (const auto timeout = section.Get("timeout")) Assign(client.timeout_s, timeout->Integer(1, 3600));
  if (const auto attempts = section.Get("max_attempts")) Assign(client.max_attempts, attempts->Integer(1, 100));
  return client;
}

void ReadEndpoint(const Value& value, SourceTable& table) {
  if (value.IsScalar()) return Assign(table.path, value.Text());
  const Section section(value, {"sources.<rest>.endpoint"});
  if (const auto path = section.Get("path")) Assign(table.path, path->Text());
  if (const auto params = section.Get("params")) table.params = ReadParams(*params);
  if (const auto selector = section.Get("data_selector")) Assign(table.data_selector, selector->Text());
  if (const auto paginator = section.Get("paginator")) table.paginator = ReadPaginator(*paginator);
}

void ReadResource(const Section& section, SourceTable& table) {
  if (const auto endpoint = section.Get("endpoint")) ReadEndpoint(*endpoint, table);
}

}  // namespace

void ReadRestSource(const Value& value, Source& source) {
  const Section section(value, {"sources.<rest>"});
  if (const auto client = section.Get("client")) source.rest = ReadClient(*client);
  const TableForm form{.group = "sources.<rest>.resources[]",
                       .has_plain_names = true,
                       .read_own = &ReadResource,
                       .read_short = &ReadEndpoint};
  if (const auto resources = section.Get("resources")) source.tables = ReadTables(*resources, form);
  for (SourceTable& table : source.tables) {
    if (table.path.empty()) table.path = table.name;
  }
}

}  // namespace assay::config
