#include "config/read_key_map.h"

#include <algorithm>
#include <limits>

#include "base/near_name.h"
#include "config/section.h"

namespace assay::config {
namespace {

KeyMap ReadKeyMap(const Value& value) {
  constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 2;
  KeyMap map;
  map.line = value.line();
  const Section section(value, {"roles.transactions.keys.<key>.map"});
  if (const auto offset = section.Get("offset")) map.offset = offset->Integer(-kFar, kFar);
  if (const auto prefix = section.Get("strip_prefix")) Assign(map.strip_prefix, prefix->Text());
  if (const auto prefix = section.Get("add_prefix")) Assign(map.add_prefix, prefix->Text());
  if (const auto trim = section.Get("trim")) Assign(map.trim, trim->Flag());
  if (const auto zeros = section.Get("strip_zeros")) Assign(map.strip_zeros, zeros->Flag());
  if (const auto ignore = section.Get("ignore_case")) Assign(map.ignore_case, ignore->Flag());
  return map;
}

}  // namespace

std::map<std::string, KeyMap> ReadKeyMaps(const Value& value) {
  static const std::vector<std::string> kKeys{"customer_id", "product_id", "store_id"};
  std::map<std::string, KeyMap> maps;
  for (const Member& member : value.Members("a mapping of customer_id, product_id or store_id")) {
    if (std::ranges::find(kKeys, member.name) == kKeys.end()) {
      member.value.Report(fmt::format("expected customer_id, product_id or store_id, got '{}'{}", member.name,
                                      DidYouMean(member.name, kKeys)));
      continue;
    }
    const Section section(member.value, {"roles.transactions.keys.<key>"});
    if (const auto map = section.Get("map")) maps[member.name] = ReadKeyMap(*map);
  }
  return maps;
}

}  // namespace assay::config
