#pragma once

#include "cli/invocation.h"
#include "server/server.h"

namespace assay::cli {

struct ServeChoices {
  server::ServeOptions serve;
  bool no_open = false;  ///< the browser stays closed; it does anyway where stdout is no terminal
};

/// Serves the project in `invocation.folder` until a stop is requested: prints the READY line on stdout, opens the
/// browser, waits, and lets running requests finish. Errors as Workspace::Open and server::Server::Start.
Status ServeProject(Invocation& invocation, const ServeChoices& options);

}  // namespace assay::cli
