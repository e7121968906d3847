#include "storage/object_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <latch>
#include <memory>
#include <thread>

#include "base/uuid.h"
#include "storage/local_store.h"
#include "storage/memory_store.h"

namespace assay::storage {
namespace {

namespace fs = std::filesystem;

struct TestFolder {
  fs::path path = fs::temp_directory_path() / ("assay-storage-" + NewUuid());
  TestFolder() { fs::create_directories(path); }
  ~TestFolder() { fs::remove_all(path); }
};

struct LocalKind {
  TestFolder folder;
  LocalStore store{(folder.path / "lake").string()};
};
struct MemoryKind {
  TestFolder folder;
  MemoryStore store{[] { return std::int64_t{1'700'000'000'000}; }};
};

/// The cases every kind of store must pass.
template <typename Kind>
class ObjectStoreConformance : public testing::Test {
 protected:
  ObjectStore& store() { return kind_.store; }
  std::string LocalFile(const std::string& content) {
    const std::string path = (kind_.folder.path / NewUuid()).string();
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  std::vector<std::string> Keys(std::string_view folder, std::string_view start = "") {
    std::vector<std::string> keys;
    const auto found = store().ListFrom(folder, start);
    for (const ObjectInfo& info : found.value()) keys.push_back(info.key);
    return keys;
  }

 private:
  Kind kind_;
};

using Kinds = testing::Types<LocalKind, MemoryKind>;
TYPED_TEST_SUITE(ObjectStoreConformance, Kinds);

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TYPED_TEST(ObjectStoreConformance, GivesBackWhatWasPut) {
  const std::string content("line\n\0\xff", 7);
  ASSERT_TRUE(this->store().Put("a/b/c", content));
  EXPECT_EQ(this->store().Get("a/b/c").value(), content);
  EXPECT_EQ(this->store().Head("a/b/c").value().size_bytes, 7);
  EXPECT_GT(this->store().Head("a/b/c").value().modified_ms, 1'600'000'000'000);
  ASSERT_TRUE(this->store().Put("a/b/c", ""));
  EXPECT_EQ(this->store().Get("a/b/c").value(), "");
}

TYPED_TEST(ObjectStoreConformance, NamesWhatIsMissing) {
  for (const auto& error :
       {this->store().Get("no/such").error(), this->store().Head("no/such").error(),
        this->store().GetRange("no/such", 0, 1).error(), this->store().PutIfMatch("no/such", "", "1").error()}) {
    EXPECT_EQ(error.kind, ErrorKind::kNotFound);
    EXPECT_THAT(error.message, HasSubstr("no/such"));
  }
  EXPECT_TRUE(this->store().Delete("no/such"));
}

TYPED_TEST(ObjectStoreConformance, AFolderIsNoObject) {
  ASSERT_TRUE(this->store().Put("a/b", "1"));
  EXPECT_EQ(this->store().Get("a").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(this->store().Get("a/b/c").error().kind, ErrorKind::kNotFound);
}

TYPED_TEST(ObjectStoreConformance, ReadsRanges) {
  ASSERT_TRUE(this->store().Put("k", "0123456789"));
  EXPECT_EQ(this->store().GetRange("k", 2, 3).value(), "234");
  EXPECT_EQ(this->store().GetRange("k", 8, 100).value(), "89");
  EXPECT_EQ(this->store().GetRange("k", 10, 1).value(), "");
  EXPECT_EQ(this->store().GetRange("k", 99, 1).value(), "");
  EXPECT_EQ(this->store().GetRange("k", -1, 1).error().kind, ErrorKind::kInvalidInput);
}

TYPED_TEST(ObjectStoreConformance, ListsInByteOrderFromAStart) {
  for (const auto* key :
       {"t/_log/10.json", "t/_log/2.json", "t/_log/1.json", "t/a.parquet", "t-b/x", "t/_log/_last", "z"}) {
    ASSERT_TRUE(this->store().Put(key, "x"));
  }
  EXPECT_THAT(this->Keys("t"),
              ElementsAre("t/_log/1.json", "t/_log/10.json", "t/_log/2.json", "t/_log/_last", "t/a.parquet"));
  EXPECT_THAT(this->Keys("t/_log", "t/_log/10.json"), ElementsAre("t/_log/10.json", "t/_log/2.json", "t/_log/_last"));
  EXPECT_THAT(this->Keys("t", "t/_log/3"), ElementsAre("t/_log/_last", "t/a.parquet"));
  EXPECT_THAT(this->Keys(""), ElementsAre("t-b/x", "t/_log/1.json", "t/_log/10.json", "t/_log/2.json", "t/_log/_last",
                                          "t/a.parquet", "z"));
  EXPECT_THAT(this->Keys("none"), IsEmpty());
}

TYPED_TEST(ObjectStoreConformance, KeysAreTakenAsTheyAre) {
  const std::vector<std::string> keys{"p=a b/x y.json", "p=%20/%2F.json", "متجر/مبيعات.json", "a+b&c=d?#.json",
                                      ".hidden/.crc"};
  for (const std::string& key : keys) ASSERT_TRUE(this->store().Put(key, key)) << key;
  for (const std::string& key : keys) EXPECT_EQ(this->store().Get(key).value(), key);
  EXPECT_EQ(this->Keys("").size(), keys.size());
}

TYPED_TEST(ObjectStoreConformance, RefusesBadKeys) {
  for (const std::string& key :
       {std::string(""), std::string("/a"), std::string("a/"), std::string("a//b"), std::string("../a"),
        std::string("a/./b"), std::string("a/.tmp-b"), std::string("a\0b", 3)}) {
    EXPECT_EQ(this->store().Put(key, "").error().kind, ErrorKind::kInvalidInput) << key;
    EXPECT_EQ(this->store().Get(key).error().kind, ErrorKind::kInvalidInput) << key;
    EXPECT_EQ(this->store().LocalPath(key), std::nullopt);
  }
}

TYPED_TEST(ObjectStoreConformance, PutFileTakesALocalFile) {
  ASSERT_TRUE(this->store().PutFile("x/data", this->LocalFile("12345")));
  EXPECT_EQ(this->store().Get("x/data").value(), "12345");
  ASSERT_TRUE(this->store().PutFile("x/data", this->LocalFile("6")));
  EXPECT_EQ(this->store().Get("x/data").value(), "6");
  EXPECT_EQ(this->store().PutFile("x/data", "/no/such/file").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(this->store().Get("x/data").value(), "6");
}

TYPED_TEST(ObjectStoreConformance, PutIfAbsentNeverReplaces) {
  ASSERT_TRUE(this->store().PutIfAbsent("log/0", "first"));
  EXPECT_EQ(this->store().PutIfAbsent("log/0", "second").error().kind, ErrorKind::kAlreadyExists);
  EXPECT_EQ(this->store().Get("log/0").value(), "first");
}

TYPED_TEST(ObjectStoreConformance, PutIfAbsentHasOneWinnerOfTwenty) {
  for (int round = 0; round < 5; ++round) {
    const std::string key = fmt::format("race/{}", round);
    std::atomic<int> winners = 0;
    std::string winner;
    std::latch start(20);
    {
      std::vector<std::jthread> writers;
      for (int writer = 0; writer < 20; ++writer) {
        writers.emplace_back([&, writer] {
          start.arrive_and_wait();
          const Status status = this->store().PutIfAbsent(key, std::to_string(writer));
          if (status) {
            ++winners;
            winner = std::to_string(writer);
          } else {
            EXPECT_EQ(status.error().kind, ErrorKind::kAlreadyExists) << status.error().message;
          }
        });
      }
    }
    EXPECT_EQ(winners, 1);
    EXPECT_EQ(this->store().Get(key).value(), winner);
  }
  EXPECT_EQ(this->Keys("race").size(), 5U);
}

TYPED_TEST(ObjectStoreConformance, PutIfMatchNeedsTheCurrentEtag) {
  ASSERT_TRUE(this->store().Put("k", "1"));
  const std::string etag = this->store().Head("k").value().etag;
  ASSERT_TRUE(this->store().PutIfMatch("k", "2", etag));
  EXPECT_NE(this->store().Head("k").value().etag, etag);
  EXPECT_EQ(this->store().PutIfMatch("k", "3", etag).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(this->store().Get("k").value(), "2");
}

TYPED_TEST(ObjectStoreConformance, PutIfMatchLosesNoUpdate) {
  ASSERT_TRUE(this->store().Put("counter", "0"));
  {
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < 8; ++writer) {
      writers.emplace_back([&] {
        for (int added = 0; added < 5;) {
          const std::string etag = this->store().Head("counter").value().etag;
          const int value = std::stoi(this->store().Get("counter").value());
          if (this->store().PutIfMatch("counter", std::to_string(value + 1), etag)) ++added;
        }
      });
    }
  }
  EXPECT_EQ(this->store().Get("counter").value(), "40");
}

TYPED_TEST(ObjectStoreConformance, DeleteRemoves) {
  ASSERT_TRUE(this->store().Put("a/b", "1"));
  ASSERT_TRUE(this->store().Delete("a/b"));
  EXPECT_EQ(this->store().Get("a/b").error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(this->Keys(""), IsEmpty());
  EXPECT_TRUE(this->store().PutIfAbsent("a/b", "2"));
}

TYPED_TEST(ObjectStoreConformance, SyncWantsEveryObject) {
  ASSERT_TRUE(this->store().Put("t/a", "1"));
  EXPECT_TRUE(this->store().Sync({}));
  EXPECT_TRUE(this->store().Sync(std::vector<std::string>{"t/a"}));
  EXPECT_EQ(this->store().Sync(std::vector<std::string>{"t/a", "t/b"}).error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace assay::storage
