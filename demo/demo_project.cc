#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/uuid.h"
#include "demo/demo_shop.h"
#include "demo/project_template.h"
#include "demo/shop_database.h"

namespace assay::demo {
namespace {

namespace fs = std::filesystem;

std::string DotEnv(const fs::path& database) {
  return fmt::format(
      "# The folder's own place is in here: after moving it, correct the path.\n"
      "SHOP_ODBC='Driver=SQLite3;Database={}'\n"
      "# Assay starts the demo's customers API for this address.\n"
      "CRM_URL={}\n"
      "CRM_TOKEN={}\n",
      database.string(), kCustomersUrl, kCustomersToken);
}

Status WriteText(const fs::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (!file) return Io("Cannot write file {}; check the folder's permissions and free space", path.string());
  return {};
}

/// Moves a complete file to its name, unless an equal one is there. `made` is gone afterwards.
Status PutInPlace(const fs::path& made, const fs::path& path) {
  std::error_code failed;
  if (fs::exists(path, failed)) {
    const Result<std::string> ours = Sha256OfFile(made.string());
    const Result<std::string> theirs = Sha256OfFile(path.string());
    fs::remove(made, failed);
    if (ours && theirs && *ours == *theirs) return {};
    return AlreadyExists("Cannot create the demo project: {} exists with other content; choose an empty folder",
                         path.string());
  }
  fs::rename(made, path, failed);
  if (failed) return Io("Cannot create file {}: {}", path.string(), failed.message());
  return {};
}

template <typename Write>
Status CreateFile(const fs::path& path, Write&& write, fs::perms perms) {
  const fs::path made = path.parent_path() / fmt::format(".{}.tmp", NewUuid());
  std::error_code ignored;
  Status written = write(made);
  if (!written) {
    fs::remove(made, ignored);
    return written;
  }
  fs::permissions(made, perms, ignored);
  return PutInPlace(made, path);
}

Status CreateTextFile(const fs::path& path, std::string_view text, fs::perms perms) {
  return CreateFile(path, [text](const fs::path& made) { return WriteText(made, text); }, perms);
}

Result<fs::path> UsableFolder(const std::string& folder) {
  std::error_code failed;
  fs::path path = fs::absolute(folder, failed).lexically_normal();
  if (failed) return Io("Cannot find folder {}: {}", folder, failed.message());
  if (!path.has_filename()) path = path.parent_path();
  if (path.string().find_first_of(";{}'\"\n\r") != std::string::npos) {
    return InvalidInput(
        "Cannot create the demo project in {}: the path holds one of ; {{ }} ' \" or a line break, which an ODBC "
        "connection string cannot name; choose another folder",
        path.string());
  }
  fs::create_directories(path, failed);
  if (failed) return Io("Cannot create folder {}: {}", path.string(), failed.message());
  return path;
}

}  // namespace

Status CreateDemoProject(const std::string& folder) {
  constexpr auto kOwnerOnly = fs::perms::owner_read | fs::perms::owner_write;
  constexpr auto kReadable = kOwnerOnly | fs::perms::group_read | fs::perms::others_read;
  ASSIGN_OR_RETURN(const fs::path path, UsableFolder(folder));
  const fs::path database = path / "shop.db";
  const fs::path project = path / "assay.yaml";
  if (fs::exists(database) && fs::exists(project)) return {};
  const auto write = [](const fs::path& made) { return WriteShopDatabase(GenerateShop(), made.string()); };
  RETURN_IF_ERROR(CreateFile(database, write, kReadable));
  RETURN_IF_ERROR(CreateTextFile(path / "README.txt", kReadme, kReadable));
  RETURN_IF_ERROR(CreateTextFile(path / ".env", DotEnv(database), kOwnerOnly));
  return CreateTextFile(project, kProjectFile, kReadable);
}

}  // namespace assay::demo
