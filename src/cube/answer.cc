#include <algorithm>
#include <deque>
#include <memory>

#include "base/stop.h"
#include "cube/answer_plan.h"
#include "cube/list_tally.h"
#include "cube/parts_in_parallel.h"
#include "cube/query.h"
#include "cube/query_check.h"
#include "cube/tally.h"

namespace assay::cube {
namespace {

/// What one thread works with.
class Worker {
 public:
  Worker(const Image::Parts& image, const Query& query, const Contexts& contexts, const AnswerPlan& plan)
      : plan_(plan), contexts_(contexts), block_(image) {
    for (const Context& context : contexts.contexts) frames_.emplace_back(image, context, block_);
    for (const AnswerPlan::Grid& grid : plan.grids) tallies_.push_back(MakeTallies(image, grid.map, grid.aggregates));
    for (const ListOutput& list : query.lists) lists_.emplace_back(image, list);
  }

  Status Work(const Stretch& stretch, const std::stop_token& stop) {
    block_.Enter(stretch);
    while (block_.Next()) {
      RETURN_IF_ERROR(CheckStop(stop));
      for (std::size_t context = 0; context < frames_.size(); ++context)
        if (frames_[context].Load()) AddFrame(context);
    }
    for (ListTally& list : lists_) list.EndStretch();
    return {};
  }

  void Merge(const Worker& other) {
    for (std::size_t grid = 0; grid < tallies_.size(); ++grid)
      for (std::size_t i = 0; i < tallies_[grid].all.size(); ++i)
        tallies_[grid].all[i]->Merge(*other.tallies_[grid].all[i]);
    for (std::size_t list = 0; list < lists_.size(); ++list) lists_[list].Merge(other.lists_[list]);
  }

  Result<Answers> Take(const std::stop_token& stop) const {
    Answers answers{.tables = Tables(), .lists = {}};
    for (std::size_t list = 0; list < lists_.size(); ++list) {
      ASSIGN_OR_RETURN(CustomerList page, lists_[list].Page(contexts_.contexts[contexts_.of_list[list]], stop));
      answers.lists.push_back(std::move(page));
    }
    return answers;
  }

 private:
  std::vector<Table> Tables() const {
    std::vector<Table> tables;
    for (const auto& sources : plan_.sources) {
      Table& table = tables.emplace_back();
      for (const AnswerPlan::Source& source : sources) table.values.push_back(ValuesOf(source));
    }
    return tables;
  }

  void AddFrame(std::size_t context) {
    Frame& frame = frames_[context];
    for (std::size_t grid = 0; grid < tallies_.size(); ++grid) {
      if (plan_.grids[grid].context != context) continue;
      const FrameCells cells = plan_.grids[grid].map.Fill(frame, cells_);
      for (const auto& tally : tallies_[grid].all) tally->Add(frame, cells);
    }
    for (std::size_t list = 0; list < lists_.size(); ++list)
      if (contexts_.of_list[list] == context) lists_[list].Add(frame);
  }

  std::vector<std::int64_t> ValuesOf(const AnswerPlan::Source& source) const {
    std::vector<std::int64_t> values = tallies_[source.grid].Values(source.aggregate);
    if (!source.is_folded) return values;
    std::vector<std::int64_t> folded(source.cells);
    for (std::size_t cell = 0; cell < values.size(); ++cell) {
      std::int64_t& sum = folded[source.cell_of[cell]];
      sum = static_cast<std::int64_t>(static_cast<std::uint64_t>(sum) + static_cast<std::uint64_t>(values[cell]));
    }
    return folded;
  }

  const AnswerPlan& plan_;
  const Contexts& contexts_;
  Block block_;
  std::deque<Frame> frames_;      ///< one a context
  std::vector<Tallies> tallies_;  ///< of each grid
  std::vector<ListTally> lists_;
  std::vector<std::uint32_t> cells_;
};

}  // namespace

Result<Answers> Answer(const Image& image, const Query& query, unsigned threads, std::stop_token stop) {
  const Image::Parts& parts = ImageReader::PartsOf(image);
  RETURN_IF_ERROR(CheckQuery(parts, query));
  RETURN_IF_ERROR(CheckStop(stop));
  const Contexts contexts = Contexts::Of(parts, query);
  const AnswerPlan plan = AnswerPlan::Of(parts, query, contexts);
  const std::vector<Stretch> stretches = CutRows(parts);
  std::vector<std::unique_ptr<Worker>> workers(WorkersFor(threads, stretches.size()));
  for (auto& worker : workers) worker = std::make_unique<Worker>(parts, query, contexts, plan);
  RETURN_IF_ERROR(ForEachPart(
      static_cast<unsigned>(workers.size()), stretches.size(),
      [&](unsigned worker, std::size_t part) -> Status { return workers[worker]->Work(stretches[part], stop); }));
  for (std::size_t i = 1; i < workers.size(); ++i) workers[0]->Merge(*workers[i]);
  return workers[0]->Take(stop);
}

}  // namespace assay::cube
