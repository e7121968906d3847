#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/result.h"

namespace assay::server {

/// Reads a request's body: one JSON object, nested at most 32 deep. kInvalidInput, without the body's own text, for
/// anything else.
Result<nlohmann::json> ParseJsonBody(std::string_view text);

/// Takes the fields of an object one by one. The first mistake is kept; `Done` tells it, or the first field that nobody
/// asked for.
class Fields {
 public:
  explicit Fields(const nlohmann::json& object) : object_(object) {}

  std::string Text(const std::string& name);  ///< required
  std::string Text(const std::string& name, std::string fallback);
  std::optional<bool> Boolean(const std::string& name);
  std::optional<std::int64_t> Integer(const std::string& name, std::int64_t least, std::int64_t most);
  nlohmann::json Object(const std::string& name);  ///< an empty one when absent

  Status Done() const;

 private:
  const nlohmann::json* Take(const std::string& name);
  void Refuse(const std::string& name, std::string_view expected);

  const nlohmann::json& object_;
  std::set<std::string> taken_;
  std::string mistake_;
};

}  // namespace assay::server
