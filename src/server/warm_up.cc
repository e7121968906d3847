#include "server/warm_up.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "semantic/answer.h"

namespace assay::server {
namespace {

constexpr std::size_t kMostMembers = 64;
constexpr std::chrono::seconds kLookForRelease{1};

std::vector<semantic::State> CommonStates(const semantic::Shop& shop) {
  std::vector<semantic::State> states(1);
  for (const char* days : {"last_30_days", "last_full_month", "this_year"}) states.emplace_back().date.relative = days;
  for (const auto& [id, dimension] : shop.dimensions) {
    if (dimension.shown.size() > kMostMembers) continue;
    for (const std::uint32_t member : dimension.shown) states.emplace_back().filters[id] = {dimension.At(member).key};
  }
  return states;
}

// Until there is a newer release.
void Answer(const Releases& releases, const Served& served, const std::stop_token& stop) {
  const semantic::AnswerContext context{.threads = 1, .stop = stop, .run_sql = {}, .memory = &served.memory()};
  for (const semantic::State& state : CommonStates(served.shop())) {
    for (const semantic::Page& page : served.shop().description->pages) {
      if (stop.stop_requested() || releases.Newest().get() != &served) return;
      // What cannot be answered here is told to whoever asks for it.
      (void)semantic::AnswerPage(served.shop(), {.page = page.id, .state = state}, context);
    }
  }
}

void Work(const Releases& releases, const std::stop_token& stop) {
  // On Linux a priority is the thread's own.
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 19);
  std::mutex mutex;
  std::condition_variable_any wake;
  std::int64_t done = -1;
  while (!stop.stop_requested()) {
    const std::shared_ptr<const Served> newest = releases.Newest();
    if (newest->release().number != done) Answer(releases, *newest, stop);
    done = newest->release().number;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, kLookForRelease, [] { return false; });
  }
}

}  // namespace

WarmUp::WarmUp(const Releases& releases)
    : thread_([&releases](const std::stop_token& stop) { Work(releases, stop); }) {}

}  // namespace assay::server
