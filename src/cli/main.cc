#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include <pthread.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/usage_text.h"
#include "cli/verbs.h"

namespace {

using assay::cli::Invocation;

constexpr int kUsageError = 2;

void AddVerbs(CLI::App& app, Invocation& invocation) {
  using namespace assay::cli;
  for (const auto add : {AddDemo, AddInit, AddCheck, AddPlan, AddRun, AddQuery, AddTables, AddQuarantine, AddKeys,
                         AddHistory, AddDoctor, AddServe, AddUsers})
    add(app, invocation);
}

// Ctrl-C asks for a stop; a thread waits for it, since little may be done in a signal handler. A second one ends at
// once.
void StopOnSignal(std::stop_source& source) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread([&source, signals] {
    int signal = 0;
    sigwait(&signals, &signal);
    source.request_stop();
    sigwait(&signals, &signal);
    std::_Exit(128 + signal);
  }).detach();
}

// A library's exception that no wrapper caught is a bug of ours, but it must not take the message with it.
assay::Status RunGuarded(Invocation& invocation) {
  try {
    return invocation.action();
  } catch (const std::exception& error) {
    return assay::Internal("Cannot finish: {}; this is a bug in assay", error.what());
  }
}

int Fail(const Invocation& invocation, const assay::Error& error) {
  const std::string message = invocation.secrets.Mask(error.message);
  if (invocation.json && !invocation.json_printed) {
    const nlohmann::json json{{"error", {{"kind", Name(error.kind)}, {"message", message}}}};
    fmt::print("{}\n", json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  fmt::print(stderr, "assay: {}\n", message);
  return ExitCode(error.kind);
}

}  // namespace

int main(int argc, char** argv) {
  static std::stop_source stop_source;
  StopOnSignal(stop_source);
  Invocation invocation;
  invocation.stop = stop_source.get_token();
  if (argc > 0) invocation.program = argv[0];
  invocation.show_progress = ::isatty(STDERR_FILENO) != 0;

  CLI::App app("assay: from a shop's tables and APIs to segmented customers");
  app.add_option("-C", invocation.folder, "The project's folder, with its assay.yaml")->capture_default_str();
  app.add_flag("--json", invocation.json, "Print one JSON value for scripts");
  app.require_subcommand(1);
  app.fallthrough();
  app.name("assay");
  app.failure_message([](const CLI::App* failed, const CLI::Error& error) {
    return "assay: " + assay::cli::UsageText(*failed, error) + "\n";
  });
  AddVerbs(app, invocation);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : kUsageError;
  }
  const assay::Status status = RunGuarded(invocation);
  return status ? EXIT_SUCCESS : Fail(invocation, status.error());
}
