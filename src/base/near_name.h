#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace assay {

/// The member of `known` that a person most probably meant by `given`: the smallest edit distance ignoring ASCII case
/// (one insertion, deletion, change or swap of neighbours costs 1), the first on a tie. Nothing when even the best
/// differs in more than a third of the longer word, rounded up.
std::optional<std::string> NearName(std::string_view given, std::span<const std::string> known);

/// "; did you mean 'x'?" for the near name, or an empty text when there is none: the tail of an error message.
std::string DidYouMean(std::string_view given, std::span<const std::string> known);

}  // namespace assay
