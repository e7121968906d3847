#include <time.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "cli/invocation.h"
#include "cli/release_views.h"
#include "cli/workspace.h"
#include "pipeline/image.h"
#include "semantic/answer.h"
#include "semantic/description.h"
#include "semantic/pages.h"
#include "semantic/shop.h"

// Answers pages of a project's newest release with one thread, in states drawn as bench/pages.py draws them, and prints
// the CPU time of each page, or of each visual asked alone. Nothing is kept between answers.
// Usage: page_bench <project folder> [states, 150 unless told] [visuals]
namespace assay {
namespace {

using nlohmann::json;

double CpuMilliseconds() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

class Draw {
 public:
  explicit Draw(const semantic::Shop& shop) {
    const json pages = semantic::PagesJson(shop);
    for (const json& dimension : pages.at("dimensions")) {
      if (!dimension.contains("members")) continue;
      for (const json& member : dimension.at("members")) keys_[dimension.at("id")].push_back(member.at("key"));
    }
  }

  json State() {
    std::vector<std::string> ids{"tier", "store", "category", "segment"};
    std::shuffle(ids.begin(), ids.end(), random_);
    json filters = json::object();
    const std::size_t count = Below(3);
    for (std::size_t i = 0; i < count; ++i) {
      std::vector<std::string> keys = keys_[ids[i]];
      if (keys.empty()) continue;
      std::shuffle(keys.begin(), keys.end(), random_);
      keys.resize(std::min(keys.size(), 1 + Below(3)));
      filters[ids[i]] = keys;
    }
    json state{{"filters", filters}};
    static constexpr std::string_view kDates[] = {"last_30_days", "this_year", "last_full_month"};
    if (Below(10) < 4) state["date"] = {{"relative", kDates[Below(3)]}};
    return state;
  }

  std::size_t Below(std::size_t limit) { return random_() % limit; }

 private:
  std::mt19937_64 random_{7};
  std::map<std::string, std::vector<std::string>> keys_;
};

void Say(const std::string& name, std::vector<double>& times) {
  std::ranges::sort(times);
  double sum = 0;
  for (const double time : times) sum += time;
  const auto at = [&](double share) {
    return times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))];
  };
  fmt::print("{:44} mean {:6.1f}  p50 {:6.1f}  p95 {:6.1f}  most {:6.1f} ms of CPU, {} times\n", name,
             sum / static_cast<double>(times.size()), at(0.5), at(0.95), times.back(), times.size());
}

Status Run(const std::string& folder, int states, bool visuals) {
  cli::Invocation invocation{.folder = folder};
  ASSIGN_OR_RETURN(const std::unique_ptr<cli::Workspace> workspace, cli::Workspace::Open(invocation));
  ASSIGN_OR_RETURN(const lake::Release release, cli::BindRelease(*workspace, std::nullopt));
  const double before = CpuMilliseconds();
  ASSIGN_OR_RETURN(const auto image,
                   pipeline::OpenImage(release, workspace->connection(), folder + "/page_bench.image"));
  fmt::print("image: {} lines, {:.2f} bytes each, {:.0f} ms of CPU to build or open\n", image->rows(),
             static_cast<double>(image->bytes()) / static_cast<double>(std::max<std::int64_t>(1, image->rows())),
             CpuMilliseconds() - before);
  ASSIGN_OR_RETURN(semantic::Description description, semantic::LoadDescription(folder));
  ASSIGN_OR_RETURN(const auto settings, semantic::SettingsOf(workspace->project(), release.as_of, true));
  ASSIGN_OR_RETURN(const auto shop, semantic::OpenShop(std::make_shared<semantic::Description>(std::move(description)),
                                                       image, settings));
  Draw draw(*shop);
  std::map<std::string, std::vector<double>> times;
  const auto ask = [&](const semantic::PageRequest& request, const std::string& name) -> Status {
    const double start = CpuMilliseconds();
    RETURN_IF_ERROR(semantic::AnswerPage(*shop, request, {.threads = 1}));
    times[name].push_back(CpuMilliseconds() - start);
    return {};
  };
  for (int i = 0; i < states; ++i) {
    const json state = draw.State();
    for (const semantic::Page& page : shop->description->pages) {
      ASSIGN_OR_RETURN(semantic::PageRequest request,
                       semantic::ParsePageRequest({{"page", page.id}, {"state", state}}, *shop));
      RETURN_IF_ERROR(ask(request, page.id));
      for (std::size_t v = 0; visuals && v < page.visuals.size(); ++v) {
        request.visuals = {page.visuals[v].id};
        RETURN_IF_ERROR(ask(request, page.id + "." + page.visuals[v].id));
      }
    }
  }
  for (auto& [name, some] : times) Say(name, some);
  return {};
}

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "Usage: page_bench <project folder> [states] [visuals]\n");
    return 2;
  }
  const assay::Status done =
      assay::Run(argv[1], argc > 2 ? std::stoi(argv[2]) : 150, argc > 3 && std::string_view(argv[3]) == "visuals");
  if (!done) fmt::print(stderr, "{}\n", done.error().message);
  return done ? 0 : 1;
}
