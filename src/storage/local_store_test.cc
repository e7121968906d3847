#include "storage/local_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "base/uuid.h"

namespace assay::storage {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class LocalStoreTest : public testing::Test {
 protected:
  ~LocalStoreTest() override { fs::remove_all(root_); }
  fs::path root_ = fs::temp_directory_path() / ("assay-local-" + NewUuid());
  LocalStore store_{root_.string()};
};

TEST_F(LocalStoreTest, LocalPathIsWhereTheObjectLies) {
  const std::string path = store_.LocalPath("t/part-1.parquet").value();
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path) << "rows";
  EXPECT_TRUE(store_.Sync(std::vector<std::string>{"t/part-1.parquet"}));
  EXPECT_EQ(store_.Get("t/part-1.parquet").value(), "rows");
}

TEST_F(LocalStoreTest, LeftoversOfADeadWriterAreNotListed) {
  ASSERT_TRUE(store_.Put("t/a", "1"));
  std::ofstream(root_ / "t" / ".tmp-dead") << "half";
  EXPECT_EQ(store_.ListFrom("t", "").value().size(), 1U);
}

TEST_F(LocalStoreTest, NoTemporaryFileStaysBehind) {
  ASSERT_TRUE(store_.PutIfAbsent("t/a", "1"));
  ASSERT_FALSE(store_.PutIfAbsent("t/a", "2"));
  ASSERT_TRUE(store_.Put("t/a", "3"));
  ASSERT_FALSE(store_.PutIfMatch("t/a", "4", "old"));
  ASSERT_FALSE(store_.PutFile("t/b", "/no/such/file"));
  EXPECT_EQ(std::distance(fs::directory_iterator(root_ / "t"), {}), 1);
}

TEST_F(LocalStoreTest, AFileInTheWayOfAFolderIsNamed) {
  ASSERT_TRUE(store_.Put("t", "1"));
  const Status status = store_.PutIfAbsent("t/log/0", "x");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kIo);
  EXPECT_THAT(status.error().message, HasSubstr((root_ / "t").string()));
}

TEST_F(LocalStoreTest, AMissingPermissionIsNamedWithAdvice) {
  if (::geteuid() == 0) GTEST_SKIP() << "because the superuser may write everywhere";
  ASSERT_TRUE(store_.Put("t/a", "1"));
  fs::permissions(root_ / "t", fs::perms::owner_read | fs::perms::owner_exec);
  const Status status = store_.PutIfAbsent("t/b", "x");
  fs::permissions(root_ / "t", fs::perms::owner_all);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kIo);
  EXPECT_THAT(status.error().message, HasSubstr("give this user the right to write there"));
}

// A limit on the size of files stands in for a full disk: the write fails half way.
TEST_F(LocalStoreTest, AWriteThatFailsHalfWayLeavesNothing) {
  ASSERT_TRUE(store_.Put("t/a", "1"));
  struct rlimit old_limit{};
  ::getrlimit(RLIMIT_FSIZE, &old_limit);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  const struct rlimit limit{1000, old_limit.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  const Status absent = store_.PutIfAbsent("t/b", std::string(5000, 'x'));
  const Status replace = store_.Put("t/a", std::string(5000, 'x'));
  ::setrlimit(RLIMIT_FSIZE, &old_limit);
  std::signal(SIGXFSZ, old_handler);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().kind, ErrorKind::kIo);
  EXPECT_THAT(absent.error().message, HasSubstr((root_ / "t").string()));
  ASSERT_FALSE(replace);
  EXPECT_EQ(store_.Get("t/a").value(), "1");
  EXPECT_EQ(store_.Get("t/b").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(std::distance(fs::directory_iterator(root_ / "t"), {}), 1);
}

}  // namespace
}  // namespace assay::storage
