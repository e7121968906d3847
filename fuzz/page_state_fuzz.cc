#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "fuzz/input.h"
#include "fuzz/shop_image.h"
#include "semantic/answer.h"

namespace {

using namespace assay::semantic;

const Shop& SmallShop() {
  static const std::shared_ptr<const Shop> kShop = [] {
    const std::string path =
        (std::filesystem::temp_directory_path() / ("fuzz-shop-" + std::to_string(::getpid()))).string();
    std::ofstream(path, std::ios::binary) << assay::fuzz::ShopImage();
    auto image = assay::cube::Image::Open(path, assay::fuzz::kIdentity).value();
    std::filesystem::remove(path);
    auto description = std::make_shared<Description>(ReadDescription(ProductDescription(), {}).value());
    return OpenShop(
               description, image,
               {.project = "fuzz", .currency = "EGP", .tax = "included", .tiers = {"Gold", "Bronze"}, .as_of = 20009})
        .value();
  }();
  return *kShop;
}

void Answer(const assay::Result<PageRequest>& request) {
  if (request) (void)AnswerPage(SmallShop(), *request, {.threads = 1});
}

Parameters ParametersOf(std::string_view text) {
  Parameters parameters;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    parameters.emplace_back(pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size())));
  }
  return parameters;
}

}  // namespace

// The parameters of an address, then the body of a request: what a browser may ask of a page.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = assay::fuzz::TextOf(data, size);
  const Parameters parameters = ParametersOf(assay::fuzz::TakePart(rest));
  for (const Page& page : SmallShop().description->pages) Answer(ParseParameters(page.id, parameters, SmallShop()));
  const auto body = nlohmann::json::parse(rest, nullptr, false);
  if (body.is_discarded()) return 0;
  Answer(ParsePageRequest(body, SmallShop()));
  (void)ParseState(body, SmallShop());
  (void)ParseWhere(body, SmallShop());
  return 0;
}
