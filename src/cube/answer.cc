#include <algorithm>
#include <deque>
#include <memory>

#include "base/stop.h"
#include "cube/parts_in_parallel.h"
#include "cube/query.h"
#include "cube/query_check.h"
#include "cube/tally.h"

namespace assay::cube {
namespace {

/// Outputs with the same context and groups: their cells are found once.
struct Grid {
  std::size_t context;
  CellMap map;
  std::vector<std::size_t> outputs;
};

std::vector<Grid> GridsOf(const Image::Parts& image, const Query& query, const Contexts& contexts) {
  std::vector<Grid> grids;
  for (std::size_t output = 0; output < query.outputs.size(); ++output) {
    const std::size_t context = contexts.of_output[output];
    const auto same = std::ranges::find_if(grids, [&](const Grid& grid) {
      return grid.context == context && query.outputs[grid.outputs[0]].groups == query.outputs[output].groups;
    });
    if (same != grids.end()) {
      same->outputs.push_back(output);
    } else {
      grids.push_back({context, CellMap(image, query.outputs[output]), {output}});
    }
  }
  return grids;
}

/// What one thread works with.
class Worker {
 public:
  Worker(const Image::Parts& image, const Query& query, const Contexts& contexts, const std::vector<Grid>& grids)
      : grids_(grids), block_(image), tallies_(query.outputs.size()) {
    for (const Context& context : contexts.contexts) frames_.emplace_back(image, context, block_);
    for (const Grid& grid : grids)
      for (const std::size_t output : grid.outputs)
        for (const Aggregate& aggregate : query.outputs[output].aggregates)
          tallies_[output].push_back(MakeTally(image, grid.map, aggregate));
  }

  Status Work(const Stretch& stretch, const std::stop_token& stop) {
    block_.Enter(stretch);
    while (block_.Next()) {
      RETURN_IF_ERROR(CheckStop(stop));
      for (std::size_t context = 0; context < frames_.size(); ++context)
        if (frames_[context].Load()) AddFrame(context);
    }
    return {};
  }

  void Merge(const Worker& other) {
    for (std::size_t output = 0; output < tallies_.size(); ++output)
      for (std::size_t i = 0; i < tallies_[output].size(); ++i) tallies_[output][i]->Merge(*other.tallies_[output][i]);
  }

  std::vector<Table> Tables() const {
    std::vector<Table> tables;
    for (const auto& tallies : tallies_) {
      Table& table = tables.emplace_back();
      for (const auto& tally : tallies) table.values.push_back(tally->Values());
    }
    return tables;
  }

 private:
  void AddFrame(std::size_t context) {
    Frame& frame = frames_[context];
    for (const Grid& grid : grids_) {
      if (grid.context != context) continue;
      const std::uint32_t* cells = grid.map.Fill(frame, cells_);
      for (const std::size_t output : grid.outputs)
        for (const auto& tally : tallies_[output]) tally->Add(frame, cells);
    }
  }

  const std::vector<Grid>& grids_;
  Block block_;
  std::deque<Frame> frames_;                                  ///< one a context
  std::vector<std::vector<std::unique_ptr<Tally>>> tallies_;  ///< of each output
  std::vector<std::uint32_t> cells_;
};

}  // namespace

Result<std::vector<Table>> Answer(const Image& image, const Query& query, unsigned threads, std::stop_token stop) {
  const Image::Parts& parts = ImageReader::PartsOf(image);
  RETURN_IF_ERROR(CheckQuery(parts, query));
  RETURN_IF_ERROR(CheckStop(stop));
  const Contexts contexts = Contexts::Of(parts, query);
  const std::vector<Grid> grids = GridsOf(parts, query, contexts);
  const std::vector<Stretch> stretches = CutRows(parts);
  std::vector<std::unique_ptr<Worker>> workers(WorkersFor(threads, stretches.size()));
  for (auto& worker : workers) worker = std::make_unique<Worker>(parts, query, contexts, grids);
  RETURN_IF_ERROR(ForEachPart(
      static_cast<unsigned>(workers.size()), stretches.size(),
      [&](unsigned worker, std::size_t part) -> Status { return workers[worker]->Work(stretches[part], stop); }));
  for (std::size_t i = 1; i < workers.size(); ++i) workers[0]->Merge(*workers[i]);
  return workers[0]->Tables();
}

}  // namespace assay::cube
