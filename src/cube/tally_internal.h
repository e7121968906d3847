#pragma once

#include <span>
#include <vector>

#include "cube/tally.h"

namespace assay::cube {

std::unique_ptr<Tally> MakeLineTally(std::uint32_t cells);
std::unique_ptr<Tally> MakeSumTally(const Image::Parts& image, std::uint32_t cells, const Aggregate& aggregate);
/// Number 0: lines; 1: the sum of a measure that is not sparse.
std::unique_ptr<Tally> MakeLineSumTally(const Image::Parts& image, std::uint32_t cells, std::size_t measure);
std::unique_ptr<Tally> MakeOrderTally(const Image::Parts& image, std::uint32_t cells, const Aggregate& aggregate);
std::unique_ptr<Tally> MakeCustomerTally(const CellMap& map);
std::unique_ptr<Tally> MakeCustomerSumTally(const Image::Parts& image, std::uint32_t cells, std::size_t measure);
/// Number 0: repeat customers; 1: customers.
std::unique_ptr<Tally> MakeRepeatTally(std::uint32_t cells);
std::unique_ptr<Tally> MakeSeveralTally(std::uint32_t cells, std::size_t axis);

/// Keeps to the rows whose member of an axis is allowed.
class OnlyAllowed {
 public:
  OnlyAllowed(const Image::Parts& image, const Aggregate& aggregate);

  bool everything() const { return !only_; }

  /// Those of `positions` that are allowed, or of all positions of the frame.
  std::span<const std::uint16_t> Of(Frame& frame, std::span<const std::uint16_t> positions);
  std::span<const std::uint16_t> Of(Frame& frame);

 private:
  const std::uint32_t* Members(Frame& frame);

  const Image::Parts& image_;
  const std::vector<std::uint8_t>& allowed_;
  bool only_;
  std::size_t axis_;
  std::vector<std::uint32_t> members_;
  std::vector<std::uint16_t> positions_;
};

}  // namespace assay::cube
