#pragma once

#include <string_view>

#include "ingest/odbc/connection_string.h"

namespace assay::ingest {

/// Whether the values of a column fit its declared type. In SQLite any value may stand in any column, and its driver
/// makes NULL of a date it cannot read, 0 or NULL of text in a number column, and reads "010" as octal; so everything
/// is fetched as text there and the values are looked at before a type is announced.
enum class Typing { kDeclared, kPerValue };

/// Whether the size that a driver reports for a text column is an upper bound. Where it is not, long text comes by
/// SQLGetData.
enum class Sizes { kUpperBound, kGuess };

/// What we know of one database or its driver; the only place that tells them apart.
struct DriverTraits {
  std::string_view dbms;  ///< what SQL_DBMS_NAME contains, in lower case; empty = any other
  Typing typing = Typing::kDeclared;
  Sizes sizes = Sizes::kUpperBound;
  /// Whether numeric(28,6) is what the driver says of a number without declared scale.
  bool guesses_scale = false;
  /// Whether text is fetched as UTF-16: as narrow text it needs a UTF-8 locale in the environment.
  bool wide_text = false;
  /// A statement for each new connection; may be empty. It makes instants come in UTC whatever the server's settings
  /// are. In SQLite, which opens any file, it proves that the file is a database.
  std::string_view session;
  std::string_view binary_prefix;  ///< of a binary literal written in hex; empty = no binary cursor columns
};

/// The traits of the database that calls itself `dbms_name` (SQL_DBMS_NAME).
const DriverTraits& TraitsOf(std::string_view dbms_name);

/// Adds what a driver needs for exact results, told by the driver's name: UTF-8, no new database file for a misspelt
/// path, rows one by one instead of the whole result in memory. Options that the user wrote win.
void AddDriverDefaults(ConnectionString& connection);

}  // namespace assay::ingest
