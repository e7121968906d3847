#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <mutex>

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include "cli/serve_project.h"
#include "cli/verbs.h"
#include "cli/workspace.h"
#include "semantic/description.h"

namespace assay::cli {
namespace {

constexpr std::chrono::milliseconds kGrace{10'000};

// The browser is a guest: it gets no terminal of ours, and whether it starts is not our concern.
void OpenBrowser(const std::string& url) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::string program = "xdg-open";
  std::string address = url;
  char* arguments[] = {program.data(), address.data(), nullptr};
  pid_t child = 0;
  posix_spawnp(&child, program.c_str(), &actions, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
}

void WaitForStop(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait(lock, stop, [] { return false; });
}

Result<std::string> MakeImageFolder(const std::string& project_folder) {
  const std::string folder = project_folder + "/.assay/images";
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return Io("Cannot make folder {}: {}", folder, failed.message());
  return folder;
}

}  // namespace

Status ServeProject(Invocation& invocation, const ServeChoices& options) {
  ASSIGN_OR_RETURN(const auto workspace, Workspace::Open(invocation));
  const config::Project& project = workspace->project();
  ASSIGN_OR_RETURN(semantic::Description description, semantic::LoadDescription(project.folder));
  ASSIGN_OR_RETURN(const std::string images, MakeImageFolder(project.folder));
  ASSIGN_OR_RETURN(
      const auto server,
      server::Server::Start(options.serve,
                            {.project = project,
                             .lake = workspace->lake(),
                             .description = std::make_shared<const semantic::Description>(std::move(description)),
                             .image_folder = images,
                             .scratch = workspace->lake().scratch_folder}));
  fmt::print("READY url={} release={} errors={}\n", server->url(), server->release(), server->problems());
  std::fflush(stdout);
  if (!options.no_open && ::isatty(STDOUT_FILENO) != 0) OpenBrowser(server->url());
  WaitForStop(invocation.stop);
  server->Stop(kGrace);
  return {};
}

void AddServe(CLI::App& app, Invocation& invocation) {
  CLI::App* verb = app.add_subcommand("serve", "Serve the dashboard of the newest release");
  auto options = std::make_shared<ServeChoices>();
  server::HttpOptions& http = options->serve.http;
  http.port = 8080;
  if (::isatty(STDERR_FILENO) != 0) options->serve.access_log = "";
  verb->add_option("--host", http.host, "Address to listen on; others than this machine's need users and TLS")
      ->capture_default_str();
  verb->add_option("--port", http.port, "Port; 0 = a free one")->capture_default_str();
  verb->add_option("--tls-cert", http.tls_certificate, "PEM file of the certificate and its chain");
  verb->add_option("--tls-key", http.tls_key, "PEM file of the certificate's key");
  verb->add_flag("--behind-proxy", http.behind_proxy, "A proxy in front adds TLS and X-Forwarded-For");
  verb->add_option("--access-log", options->serve.access_log,
                   "File for one line a request; - = stderr (the default unless that is a terminal)");
  verb->add_flag("--no-open", options->no_open, "Do not open the browser");
  verb->footer("Example:\n  assay -C myshop serve --port 8080");
  verb->callback([&invocation, options] {
    invocation.action = [&invocation, options] { return ServeProject(invocation, *options); };
  });
}

}  // namespace assay::cli
