#pragma once

#include <span>

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "semantic/answer.h"

namespace assay::semantic {

struct Cells;

/// Per store one sentence, or the reason for silence: {"statements": [...], "silent": [...]}. A store is compared with
/// all others together in each tier's share of the sales to known customers. It speaks with at least 5 customers and a
/// difference whose 95 % interval excludes zero; customers are resampled (Poisson weights from a hash of their key and
/// a fixed seed; shops of more than 4,096 customers draw 512 groups of them). The same data give the same words,
/// whatever the threads. Choices of stores and tiers in `state` are passed over. `cells`: the answers of
/// StoreTierQueries (store_tiers.h), where a page had them asked together with other questions.
Result<nlohmann::json> StoreStatements(const Shop& shop, const State& state, const AnswerContext& context,
                                       std::span<const Cells> cells = {});

}  // namespace assay::semantic
