#include "server/server.h"

#include <filesystem>
#include <set>

#include "server/access_log.h"
#include "server/accounts.h"
#include "server/api.h"
#include "server/gate.h"
#include "server/site.h"
#include "server/static_files.h"
#include "server/warm_up.h"
#include "server/web_routes.h"

namespace assay::server {
namespace {

bool IsGuardedAlways(const HttpOptions& options) { return !IsLoopback(options.host) || options.behind_proxy; }

GateOptions GateOptionsOf(const HttpOptions& options) {
  const bool is_guarded = IsGuardedAlways(options);
  return {.only_own_names = !is_guarded,
          .always_login = is_guarded,
          .secure_cookies = options.behind_proxy || !options.tls_certificate.empty()};
}

// The three pages have their addresses even where a project's description leaves one out.
std::vector<std::string> PagePaths(const semantic::Description& description) {
  std::set<std::string> paths{"/", "/products", "/stores"};
  for (const semantic::Page& page : description.pages) {
    if (page.path != "/login") paths.insert(page.path);
  }
  return {paths.begin(), paths.end()};
}

void AddFigures(Metrics& metrics, const Releases& releases, const DataContext& data) {
  metrics.Add("assay_release", "gauge", "Number of the release that is served.",
              [&] { return static_cast<double>(releases.Newest()->release().number); });
  metrics.Add("assay_cache_hits_total", "counter", "Answers taken from the cache.",
              [&] { return static_cast<double>(data.cache.counts().hits); });
  metrics.Add("assay_cache_misses_total", "counter", "Answers that the cache did not have.",
              [&] { return static_cast<double>(data.cache.counts().misses); });
  metrics.Add("assay_cache_bytes", "gauge", "Bytes that the cache holds.",
              [&] { return static_cast<double>(data.cache.counts().bytes); });
  metrics.Add("assay_shared_answers_total", "counter", "Answers that an equal request at the same time had computed.",
              [&] { return static_cast<double>(data.flights.shared()); });
}

}  // namespace

bool IsLoopback(const std::string& host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

Status CheckServeRules(const HttpOptions& options, bool has_users) {
  if (options.tls_certificate.empty() != options.tls_key.empty())
    return InvalidInput("Cannot serve: --tls-cert and --tls-key go together");
  if (!IsLoopback(options.host) && options.tls_certificate.empty() && !options.behind_proxy)
    return InvalidInput(
        "Cannot serve on {} without TLS: passwords and figures would travel in the open; give --tls-cert and "
        "--tls-key, or --behind-proxy where a proxy adds it",
        options.host);
  if (IsGuardedAlways(options) && !has_users)
    return InvalidInput(
        "Cannot serve {} without users: anybody could read the shop's figures; run `assay users add "
        "NAME` first",
        options.behind_proxy ? "behind a proxy" : "on " + options.host);
  return {};
}

struct Server::Parts {
  std::unique_ptr<AccessLog> log;
  std::unique_ptr<Accounts> accounts;
  std::unique_ptr<Releases> releases;
  std::unique_ptr<DataContext> data;
  std::unique_ptr<StaticFiles> files;
  std::unique_ptr<Gate> gate;
  std::unique_ptr<Site> site;
  std::unique_ptr<WarmUp> warm_up;
  std::unique_ptr<HttpServer> http;  // last: ends before what it calls
  std::string origin;
};

namespace {

std::string OriginOf(const HttpOptions& options, std::uint16_t port) {
  std::string host = options.host;
  if (host == "0.0.0.0" || host == "::") host = "127.0.0.1";
  if (host.contains(':')) host = "[" + host + "]";
  return fmt::format("{}://{}:{}/", options.tls_certificate.empty() ? "http" : "https", host, port);
}

}  // namespace

Result<std::unique_ptr<Server>> Server::Start(const ServeOptions& options, ServedParts served) {
  HttpOptions http = options.http;
  if (http.host == "localhost") http.host = "127.0.0.1";
  auto parts = std::make_unique<Parts>();
  ASSIGN_OR_RETURN(parts->accounts, Accounts::Open(served.project.folder));
  ASSIGN_OR_RETURN(const bool has_users, parts->accounts->HasUsers());
  RETURN_IF_ERROR(CheckServeRules(http, has_users));
  ASSIGN_OR_RETURN(parts->log, AccessLog::Open(options.access_log));
  const auto description = served.description;
  AccessLog* log = parts->log.get();
  const auto note = [log](std::string_view message) { log->Note(message); };
  served.note = note;
  ASSIGN_OR_RETURN(parts->releases, Releases::Open(std::move(served), options.look_for_release, note));
  parts->data = std::make_unique<DataContext>(parts->releases.get());
  parts->files = std::make_unique<StaticFiles>(EmbeddedWeb(), "web/dist");
  parts->gate = std::make_unique<Gate>(GateOptionsOf(http), *parts->accounts);
  parts->site = std::make_unique<Site>(*parts->gate, *parts->log);
  AddWebRoutes(parts->site->router(), *parts->files, PagePaths(*description));
  parts->site->ShowWhereNothingIs(MissingPage(*parts->files));
  AddApi(*parts->site, *parts->gate, *parts->accounts, *parts->data);
  AddFigures(parts->site->metrics(), *parts->releases, *parts->data);
  ASSIGN_OR_RETURN(parts->http, HttpServer::Start(http, *parts->site));
  parts->warm_up = std::make_unique<WarmUp>(*parts->releases);
  parts->origin = OriginOf(http, parts->http->port());
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() = default;

std::string Server::url() const { return parts_->origin; }

std::int64_t Server::release() const { return parts_->releases->Newest()->release().number; }

int Server::problems() const { return parts_->files->Has("/index.html") ? 0 : 1; }

void Server::Stop(std::chrono::milliseconds grace) { parts_->http->Stop(grace); }

}  // namespace assay::server
