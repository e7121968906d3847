#pragma once

#include <string>
#include <vector>

#include "config/project.h"
#include "retail/propose_roles.h"

namespace assay::cli {

/// Everything a first assay.yaml is written from.
struct ProjectDraft {
  std::string name;
  config::Source source;                  ///< its tables with their files; `connection` is not written
  std::vector<retail::TableFacts> facts;  ///< of the tables, in their order
  std::vector<retail::RoleGuess> roles;
};

/// The commented text of an assay.yaml. What is a guess beyond a plain name carries `# CONFIRM` with the evidence. An
/// ODBC source's connection is written as ${SHOP_ODBC}.
std::string DraftText(const ProjectDraft& draft);

}  // namespace assay::cli
