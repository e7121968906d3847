#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "config/project.h"
#include "engine/duckdb/database.h"
#include "ingest/connector.h"
#include "retail/propose_roles.h"

namespace assay::pipeline {

/// Tables of a source with what their values look like, for proposing a configuration.
struct SourceProfile {
  std::vector<config::SourceTable> tables;
  std::vector<retail::TableFacts> facts;  ///< in the same order
};

/// Looks at every table that the source offers: at most a million rows each, kept in the engine as profile.t0, t1, ...
/// Files whose names differ in their numbers only, with the same columns, become one table. kNotFound when there is
/// none.
Result<SourceProfile> ProfileSource(const config::Source& source, ingest::Connector& connector,
                                    engine::duckdb::Connection& connection, std::stop_token stop);

/// The permille of different values of a column that stand in a column of another table; 0 when they cannot be
/// compared.
int MatchPermille(engine::duckdb::Connection& connection, std::size_t table, const std::string& column,
                  std::size_t other, const std::string& other_column);

}  // namespace assay::pipeline
