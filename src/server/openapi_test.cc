#include <filesystem>
#include <set>

#include <gmock/gmock.h>
#include <yaml-cpp/yaml.h>

#include "base/uuid.h"
#include "server/access_log.h"
#include "server/api.h"

namespace assay::server {
namespace {

using Endpoints = std::set<std::string>;

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

// "post /api/views/{id}", and " csrf" or " open" behind it, as the security of the endpoint has it.
Endpoints OfCode() {
  const auto folder = std::filesystem::temp_directory_path() / ("assay-openapi-" + NewUuid());
  std::filesystem::create_directories(folder);
  const auto accounts = std::move(*Accounts::Open(folder.string(), SystemClock(), kLeastPasswordCost));
  const auto log = std::move(*AccessLog::Open(""));
  const Gate gate({}, *accounts);
  Site site(gate, *log);
  DataContext data(nullptr);
  AddApi(site, gate, *accounts, data);
  Endpoints endpoints;
  for (const Route& route : site.router().routes()) {
    std::string path = route.pattern;
    if (const std::size_t type = path.find(":int"); type != std::string::npos) path.erase(type, 4);
    endpoints.insert(LowerCase(Name(route.method)) + " " + path + (route.changes ? " csrf" : "") +
                     (route.access == Access::kOpen && !route.changes ? " open" : "") +
                     (route.access == Access::kToken ? " token" : ""));
  }
  std::filesystem::remove_all(folder);
  return endpoints;
}

std::string SecurityOf(const YAML::Node& operation) {
  const YAML::Node security = operation["security"];
  if (!security) return "";
  if (security.size() == 0) return " open";
  std::string text;
  for (const YAML::Node& one : security) {
    if (one["csrf"]) return " csrf";
    if (one["token"]) text = " token";
  }
  return text;
}

Endpoints OfFile() {
  const YAML::Node file = YAML::LoadFile(ASSAY_SOURCE_DIR "/docs/reference/openapi.yaml");
  Endpoints endpoints;
  for (const auto& path : file["paths"]) {
    for (const auto& operation : path.second) {
      const auto method = operation.first.as<std::string>();
      if (method == "parameters") continue;
      endpoints.insert(method + " " + path.first.as<std::string>() + SecurityOf(operation.second));
    }
  }
  return endpoints;
}

TEST(OpenApi, FileAndRoutesAgree) { EXPECT_THAT(OfFile(), testing::ContainerEq(OfCode())); }

}  // namespace
}  // namespace assay::server
