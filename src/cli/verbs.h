#pragma once

#include "cli/invocation.h"

namespace CLI {
class App;
}

namespace assay::cli {

/// One function a verb: adds its subcommand, help and options; the callback sets `invocation.action`. `invocation` must
/// outlive the parse. One line here, one file verb_<name>.cc, makes a verb.
void AddCheck(CLI::App& app, Invocation& invocation);
void AddDemo(CLI::App& app, Invocation& invocation);
void AddDoctor(CLI::App& app, Invocation& invocation);
void AddHistory(CLI::App& app, Invocation& invocation);
void AddInit(CLI::App& app, Invocation& invocation);
void AddKeys(CLI::App& app, Invocation& invocation);
void AddPlan(CLI::App& app, Invocation& invocation);
void AddQuarantine(CLI::App& app, Invocation& invocation);
void AddQuery(CLI::App& app, Invocation& invocation);
void AddRun(CLI::App& app, Invocation& invocation);
void AddServe(CLI::App& app, Invocation& invocation);
void AddTables(CLI::App& app, Invocation& invocation);
void AddUsers(CLI::App& app, Invocation& invocation);

}  // namespace assay::cli
