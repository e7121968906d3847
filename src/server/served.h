#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <stop_token>
#include <string>

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "config/project.h"
#include "engine/duckdb/database.h"
#include "lake/lake.h"
#include "lake/release.h"
#include "semantic/answer_memory.h"
#include "semantic/description.h"
#include "semantic/shop.h"

namespace assay::server {

/// What it takes to open releases. Borrows its parts; `lake` is used while a release is opened only.
struct ServedParts {
  const config::Project& project;
  const lake::Lake& lake;
  std::shared_ptr<const semantic::Description> description;
  std::string image_folder;  ///< exists; holds one file a release
  std::string scratch;       ///< where the SQL engine spills
  std::function<void(std::string_view)> note = [](std::string_view) {
  };  ///< what the one who runs the server should know
};

/// The lines that stand apart on every page.
struct CountedLines {
  std::int64_t lines = 0;
  std::string amount = "0.0000";
};

/// One release, open for questions: its cross-filter image, its description, its tables in SQL. Thread-safe.
class Served {
 public:
  /// Binds the tables at the release's versions and maps its image, which is built when there is none. kCorrupt or kIo
  /// when a table cannot be read.
  static Result<std::shared_ptr<const Served>> Open(const ServedParts& parts, const lake::Release& release);
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  const lake::Release& release() const { return release_; }
  const semantic::Shop& shop() const { return *shop_; }
  const CountedLines& held_back() const { return held_back_; }
  const CountedLines& unknown() const { return unknown_; }
  const CountedLines& guest() const { return guest_; }
  /// /api/pages, as text.
  const std::shared_ptr<const std::string>& pages() const { return pages_; }
  std::string image_path() const { return image_path_; }
  /// Parts of pages that were answered already.
  semantic::AnswerMemory& memory() const { return memory_; }

  /// Runs one SELECT; a few at a time, others wait. kCancelled soon after a stop.
  Result<engine::Rows> Query(const std::string& sql, const std::stop_token& stop) const;
  Status Stream(const std::string& sql, const std::stop_token& stop,
                const std::function<Status(const engine::Rows&)>& take) const;

 private:
  Served(engine::duckdb::Database database, lake::Release release)
      : database_(std::move(database)), release_(std::move(release)) {}
  Status Bind(const ServedParts& parts);
  Status OpenShop(const ServedParts& parts);
  Status CountLines();
  Result<CountedLines> Count(const std::string& special) const;

  engine::duckdb::Database database_;
  lake::Release release_;
  std::string image_path_;
  std::shared_ptr<const semantic::Shop> shop_;
  std::shared_ptr<const std::string> pages_;
  CountedLines held_back_;
  CountedLines unknown_;
  CountedLines guest_;
  mutable semantic::AnswerMemory memory_{kMemoryBytes};
  mutable std::counting_semaphore<> slots_{kSqlAtOnce};
  static constexpr std::ptrdiff_t kSqlAtOnce = 4;
  static constexpr std::size_t kMemoryBytes = 64UL * 1024 * 1024;
};

}  // namespace assay::server
