#include "ingest/odbc/driver_traits.h"

#include <array>

namespace assay::ingest {
namespace {

constexpr std::array kTraits{
    DriverTraits{.dbms = "sqlite", .typing = Typing::kPerValue, .sizes = Sizes::kGuess, .guesses_scale = false,
                 .session = "SELECT count(*) FROM sqlite_master", .binary_prefix = ""},
    DriverTraits{.dbms = "postgres", .typing = Typing::kDeclared, .sizes = Sizes::kGuess, .guesses_scale = true,
                 .session = "SET TIME ZONE 'UTC'", .binary_prefix = ""},
    DriverTraits{.dbms = "mariadb", .typing = Typing::kDeclared, .sizes = Sizes::kUpperBound, .guesses_scale = false,
                 .session = "SET time_zone = '+00:00'", .binary_prefix = "0x"},
    DriverTraits{.dbms = "mysql", .typing = Typing::kDeclared, .sizes = Sizes::kUpperBound, .guesses_scale = false,
                 .session = "SET time_zone = '+00:00'", .binary_prefix = "0x"},
    DriverTraits{.dbms = "sql server", .typing = Typing::kDeclared, .sizes = Sizes::kUpperBound, .guesses_scale = false, .session = "",
                 .binary_prefix = "0x"},
    DriverTraits{.dbms = "", .typing = Typing::kDeclared, .sizes = Sizes::kUpperBound, .guesses_scale = false, .session = "", .binary_prefix = ""},
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

std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

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
