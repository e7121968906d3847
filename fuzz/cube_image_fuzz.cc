#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cube/image_format.h"
#include "cube/query.h"

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
  if (image.first_day()) query.days = {*image.first_day(), *image.first_day()};
  (void)assay::cube::Answer(image, query, 1);
  (void)assay::cube::ListCustomers(image, {.search = "a"}, 1);
  (void)assay::cube::SumByCustomerAndMember(image, query, 0, 0);
  for (std::uint32_t member = 0; member < image.members(Image::kCustomers); ++member)
    (void)image.label(Image::kCustomers, member);
}

}  // namespace

// Any bytes, as they are and with right checksums, are an image that can be asked anything, or are refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::byte> content(reinterpret_cast<const std::byte*>(data),
                                 reinterpret_cast<const std::byte*>(data) + size);
  for (int round = 0; round < 2; ++round) {
    const int file = ::memfd_create("image", 0);
    if (file < 0 || ::write(file, content.data(), content.size()) < 0) __builtin_trap();
    const auto image = Image::Open("/proc/self/fd/" + std::to_string(file), "release 7");
    ::close(file);
    if (image) AskEverything(**image);
    assay::cube::Reseal(content);
  }
  return 0;
}
