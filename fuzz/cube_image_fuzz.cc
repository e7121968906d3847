#include <sys/mman.h>
#include <unistd.h>

#include <span>
#include <string>
#include <vector>

#include "cube/image_format.h"
#include "cube/query.h"
#include "fuzz/input.h"
#include "fuzz/shop_image.h"

namespace {

using assay::cube::Aggregate;
using assay::cube::Group;
using assay::cube::Image;
using assay::cube::Output;

Output EveryAggregate(const Image& image) {
  using Kind = Aggregate::Kind;
  Output output{.aggregates = {{Kind::kLines}, {Kind::kCustomers}, {Kind::kRepeatCustomers}, {Kind::kOrders}}};
  if (!image.measures().empty()) {
    output.aggregates.push_back({Kind::kSum});
    output.aggregates.push_back({Kind::kCustomerSum});
  }
  if (image.axes() > 0) output.aggregates.push_back({Kind::kSeveral});
  return output;
}

void AskEverything(const Image& image) {
  Output output = EveryAggregate(image);
  assay::cube::Query query{.outputs = {output}};
  if (image.axes() > 0) {
    output.groups = {{.kind = Group::Kind::kMember, .axis = 0}};
    query.outputs.push_back(output);
  }
  const auto buckets = std::make_shared<const std::vector<std::uint32_t>>(image.members(Image::kCustomers));
  output.groups = {{.kind = Group::Kind::kCustomerBucket, .customer_buckets = buckets, .buckets = 1}};
  query.outputs.push_back(output);
  query.lists = {{.search = "a"}, {.order = assay::cube::ListOutput::Order::kLastDay}};
  if (image.first_day()) query.days = {*image.first_day(), *image.first_day()};
  (void)assay::cube::Answer(image, query, 1);
  (void)assay::cube::SumByCustomerAndMember(image, query, 0, 0);
  for (std::uint32_t member = 0; member < image.members(Image::kCustomers); ++member)
    (void)image.label(Image::kCustomers, member);
}

void Open(std::span<const std::byte> content) {
  const int file = ::memfd_create("image", 0);
  assay::fuzz::Require(file >= 0 && ::write(file, content.data(), content.size()) >= 0);
  const auto image = Image::Open("/proc/self/fd/" + std::to_string(file), assay::fuzz::kIdentity);
  ::close(file);
  if (image) AskEverything(**image);
}

// Random bytes hardly ever get past the head, so most inputs change a whole image: three bytes put one byte at a place.
std::string Edited(std::span<const std::uint8_t> edits) {
  static const std::string kImage = assay::fuzz::ShopImage();
  std::string content = kImage;
  for (; edits.size() >= 3; edits = edits.subspan(3))
    content[(edits[0] + 256U * edits[1]) % content.size()] = static_cast<char>(edits[2]);
  return content;
}

}  // namespace

// Any bytes, as they are and with right checksums, are an image that can be asked anything, or are refused. A first
// byte of 0 means that the bytes behind it are the image itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::span<const std::uint8_t> rest(data + 1, size - 1);
  std::string content = data[0] == 0 ? std::string(rest.begin(), rest.end()) : Edited(rest);
  const std::span<std::byte> bytes = std::as_writable_bytes(std::span(content));
  Open(bytes);
  assay::cube::Reseal(bytes);
  Open(bytes);
  return 0;
}
