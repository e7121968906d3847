#include "semantic/text.h"

namespace assay::semantic {

nlohmann::json ToJson(const Text& text) {
  if (text.empty()) return nullptr;
  return {{"en", text.en}, {"ar", text.ar}};
}

}  // namespace assay::semantic
