#include "ingest/odbc/driver_traits.h"

#include <array>

#include "base/ascii.h"

namespace assay::ingest {
namespace {

constexpr DriverTraits Sqlite() {
  return {.dbms = "sqlite",
          .typing = Typing::kPerValue,
          .sizes = Sizes::kGuess,
          .session = "SELECT count(*) FROM sqlite_master"};
}

constexpr DriverTraits Postgres() {
  return {.dbms = "postgres",
          .sizes = Sizes::kGuess,
          .guesses_scale = true,
          .wide_text = true,
          .session = "SET TIME ZONE 'UTC'"};
}

constexpr DriverTraits MySql(std::string_view dbms) {
  return {.dbms = dbms, .session = "SET time_zone = '+00:00'", .binary_prefix = "0x"};
}

constexpr std::array kTraits{
    Sqlite(),
    Postgres(),
    MySql("mariadb"),
    MySql("mysql"),
    DriverTraits{.dbms = "sql server", .binary_prefix = "0x"},
    DriverTraits{},
};

struct DriverDefault {
  std::string_view driver;  // part of the driver's name, lower case
  std::string_view key;
  std::string_view value;
};

constexpr std::array kDefaults{
    DriverDefault{"sqlite", "NoCreat", "1"},
    DriverDefault{"sqlite", "StepAPI", "1"},
    DriverDefault{"sqlite", "Timeout", "15000"},
    DriverDefault{"freetds", "TDS_Version", "7.4"},
    DriverDefault{"freetds", "ClientCharset", "UTF-8"},
    DriverDefault{"tdsodbc", "TDS_Version", "7.4"},
    DriverDefault{"tdsodbc", "ClientCharset", "UTF-8"},
    DriverDefault{"postgre", "BoolsAsChar", "0"},
    DriverDefault{"postgre", "UseDeclareFetch", "1"},
    DriverDefault{"postgre", "Fetch", "10000"},
    DriverDefault{"psqlodbc", "BoolsAsChar", "0"},
    DriverDefault{"psqlodbc", "UseDeclareFetch", "1"},
    DriverDefault{"psqlodbc", "Fetch", "10000"},
    DriverDefault{"mariadb", "Charset", "utf8mb4"},
    DriverDefault{"maodbc", "Charset", "utf8mb4"},
};

}  // namespace

const DriverTraits& TraitsOf(std::string_view dbms_name) {
  const std::string lower = LowerAscii(dbms_name);
  for (const DriverTraits& traits : kTraits) {
    if (lower.contains(traits.dbms)) return traits;
  }
  return kTraits.back();
}

void AddDriverDefaults(ConnectionString& connection) {
  const std::string driver = LowerAscii(connection.Get("driver"));
  for (const DriverDefault& entry : kDefaults) {
    if (driver.contains(entry.driver)) connection.AddDefault(entry.key, entry.value);
  }
}

}  // namespace assay::ingest
