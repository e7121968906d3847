#include "ingest/files/files_connector.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/uuid.h"
#include "ingest/files/file_kind.h"
#include "ingest/files/glob.h"

namespace assay::ingest {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Glob, KnowsStarsQuestionMarksAndFolders) {
  EXPECT_TRUE(MatchesGlob("*.csv", "sales.csv"));
  EXPECT_FALSE(MatchesGlob("*.csv", "2024/sales.csv"));
  EXPECT_TRUE(MatchesGlob("**/*.csv", "sales.csv"));
  EXPECT_TRUE(MatchesGlob("**/*.csv", "2024/03/sales.csv"));
  EXPECT_TRUE(MatchesGlob("2024/**/d?y.csv", "2024/day.csv"));
  EXPECT_TRUE(MatchesGlob("d?y.csv", "d\u00e9y.csv"));
  EXPECT_FALSE(MatchesGlob("d?y.csv", "dy.csv"));
  EXPECT_FALSE(MatchesGlob("*", ".hidden"));
  EXPECT_FALSE(MatchesGlob("**", ".git/config"));
  EXPECT_TRUE(MatchesGlob("a*b*c", "aXbXbc"));
  EXPECT_FALSE(MatchesGlob("Sales.csv", "sales.csv"));
  EXPECT_TRUE(MatchesGlob("a**b*", "aXb"));
  EXPECT_TRUE(MatchesGlob("**/a/**/b", "x/a/y/a/z/b"));
}

// Trying every length of every star would take longer than the test may run.
TEST(Glob, ManyStarsTakeNoTime) {
  const std::string name(200, 'a');
  std::string pattern;
  std::string folders;
  std::string path;
  for (int i = 0; i < 40; ++i) {
    pattern += "*a";
    folders += "**/a/";
    path += "a/";
  }
  EXPECT_FALSE(MatchesGlob(pattern + "b", name));
  EXPECT_TRUE(MatchesGlob(pattern, name));
  EXPECT_FALSE(MatchesGlob(folders + "b", path + path + "c"));
}

TEST(FileKind, FollowsTheName) {
  EXPECT_EQ(FileKindOf("a.CSV.gz"), (FileKind{config::FileFormat::kCsv, std::nullopt}));
  EXPECT_EQ(FileKindOf("a.tsv"), (FileKind{config::FileFormat::kCsv, '\t'}));
  EXPECT_EQ(FileKindOf("a.jsonl"), (FileKind{config::FileFormat::kJson, std::nullopt}));
  EXPECT_EQ(FileKindOf("a.parquet"), (FileKind{config::FileFormat::kParquet, std::nullopt}));
  EXPECT_EQ(FileKindOf("a.parquet.gz"), std::nullopt);
  EXPECT_EQ(FileKindOf("a.xlsx"), std::nullopt);
}

class FilesConnectorTest : public testing::Test {
 protected:
  FilesConnectorTest() : folder_(fs::temp_directory_path() / ("files-" + NewUuid())) {
    fs::create_directories(folder_);
    source_.name = "shop";
    source_.path = folder_.string();
    table_.name = "sales";
    table_.files = {"*.csv"};
  }
  ~FilesConnectorTest() override { fs::remove_all(folder_); }

  void Write(const std::string& name, const std::string& content) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << content;
  }

  /// Opens with the resume point of the last call and keeps the new one.
  Result<FileScan> Load() {
    auto extract = connector_.Open({source_, table_, resume_, {}});
    if (!extract) return std::unexpected(extract.error());
    EXPECT_EQ(extract->reach, Reach::kNew);
    method_ = extract->method;
    resume_ = extract->resume();
    return std::get<FileScan>(std::move(extract->rows));
  }

  std::vector<std::string> LoadNames() {
    const auto scan = Load();
    EXPECT_TRUE(scan) << scan.error().message;
    std::vector<std::string> names;
    if (scan) {
      for (const SourceFile& file : scan->files) names.push_back(file.name);
    }
    return names;
  }

  fs::path folder_;
  config::Source source_;
  config::SourceTable table_;
  nlohmann::json resume_;
  FilesConnector connector_;
  std::string method_;
};

TEST_F(FilesConnectorTest, ReadsNewAndChangedFilesOnlySortedByName) {
  Write("b.csv", "id\n1\n");
  Write("a.csv", "id\n2\n");
  Write("notes.txt", "x");
  EXPECT_THAT(LoadNames(), ElementsAre("a.csv", "b.csv"));
  EXPECT_THAT(method_, HasSubstr("reads 2 of 2 files"));
  EXPECT_EQ(resume_["files"]["a.csv"], Sha256Hex("id\n2\n"));
  EXPECT_THAT(LoadNames(), ElementsAre());
  EXPECT_THAT(method_, HasSubstr("reads 0 of 2 files"));

  const auto time = fs::last_write_time(folder_ / "a.csv");
  Write("a.csv", "id\n3\n");
  fs::last_write_time(folder_ / "a.csv", time);
  Write("c.csv", "id\n4\n");
  EXPECT_THAT(LoadNames(), ElementsAre("a.csv", "c.csv"));
  EXPECT_THAT(method_, HasSubstr("1 changed"));
}

TEST_F(FilesConnectorTest, GivesPathSizeAndDigest) {
  Write("2024/a.csv", "id\n1\n");
  table_.files = {"**/*.csv"};
  const auto scan = Load();
  ASSERT_TRUE(scan);
  ASSERT_EQ(scan->files.size(), 1U);
  EXPECT_EQ(scan->files[0].path, (folder_ / "2024/a.csv").string());
  EXPECT_EQ(scan->files[0].name, "2024/a.csv");
  EXPECT_EQ(scan->files[0].size_bytes, 5U);
  EXPECT_EQ(scan->files[0].sha256, Sha256Hex("id\n1\n"));
}

TEST_F(FilesConnectorTest, DoesNotReadARenamedOrCopiedFileTwice) {
  Write("a.csv", "id\n1\n");
  EXPECT_THAT(LoadNames(), ElementsAre("a.csv"));
  Write("a (1).csv", "id\n1\n");
  EXPECT_THAT(LoadNames(), ElementsAre());
  EXPECT_THAT(method_, HasSubstr("1 hold the same bytes as a loaded file"));
  fs::remove(folder_ / "a.csv");
  EXPECT_THAT(LoadNames(), ElementsAre());
}

TEST_F(FilesConnectorTest, ReadsACopyOnceItsOriginalChanged) {
  Write("a.csv", "id\n1\n");
  Write("b.csv", "id\n1\n");
  EXPECT_THAT(LoadNames(), ElementsAre("a.csv"));
  Write("a.csv", "id\n2\n");
  EXPECT_THAT(LoadNames(), ElementsAre("a.csv", "b.csv"));
}

TEST_F(FilesConnectorTest, ReadsAFileAgainThatWentBackToEarlierBytes) {
  Write("a.csv", "id\n1\n");
  LoadNames();
  Write("a.csv", "id\n2\n");
  LoadNames();
  Write("a.csv", "id\n1\n");
  EXPECT_THAT(LoadNames(), ElementsAre("a.csv"));
}

TEST_F(FilesConnectorTest, TakesSeveralPatternsAndCountsAFileOnce) {
  Write("a.csv", "1");
  Write("b.csv", "2");
  table_.files = {"a.*", "*.csv"};
  EXPECT_THAT(LoadNames(), ElementsAre("a.csv", "b.csv"));
}

TEST_F(FilesConnectorTest, FindsTheFormat) {
  Write("a.tsv.gz", "1");
  table_.files = {"*"};
  EXPECT_EQ(Load()->csv.delimiter, '\t');
  Write("b.csv", "2");
  EXPECT_EQ(Load()->csv.delimiter, std::nullopt);
  Write("c.json", "3");
  EXPECT_THAT(Load().error().message, HasSubstr("expected files of one format, got a.tsv.gz and c.json"));
  table_.files = {"*.json"};
  EXPECT_EQ(Load()->format, config::FileFormat::kJson);
}

TEST_F(FilesConnectorTest, AsksForTheFormatOfAnUnknownName) {
  Write("a.dat", "1");
  table_.files = {"*"};
  EXPECT_THAT(Load().error().message, HasSubstr("Cannot tell the format of file a.dat of table shop.sales"));
  table_.format = config::FileFormat::kCsv;
  EXPECT_TRUE(Load());
}

TEST_F(FilesConnectorTest, AGlobWithoutAMatchSaysWhatIsThere) {
  Write("slaes.csv", "1");
  table_.files = {"sales.csv"};
  const auto scan = Load();
  EXPECT_EQ(scan.error().kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(scan.error().message,
            "Cannot read table shop.sales: expected at least one file in " + folder_.string() +
                " that matches 'sales.csv', got none; the folder holds slaes.csv; did you mean 'slaes.csv'?");
}

TEST_F(FilesConnectorTest, RefusesPatternsThatLeaveTheFolder) {
  for (const char* pattern : {"../*.csv", "/etc/*", "a/../../b", ""}) {
    table_.files = {pattern};
    EXPECT_EQ(Load().error().kind, ErrorKind::kInvalidInput) << pattern;
  }
}

TEST_F(FilesConnectorTest, SaysWhichFolderIsMissing) {
  source_.path = (folder_ / "gone").string();
  EXPECT_THAT(Load().error().message, HasSubstr("Cannot read folder " + source_.path + ": it does not exist"));
  EXPECT_EQ(connector_.Ping(source_).error().kind, ErrorKind::kInvalidInput);
  Write("file.csv", "1");
  source_.path = (folder_ / "file.csv").string();
  EXPECT_THAT(Load().error().message, HasSubstr("it is a file"));
}

TEST_F(FilesConnectorTest, FailsOnAFileThatCannotBeRead) {
  fs::create_symlink(folder_ / "nowhere", folder_ / "a.csv");
  const auto scan = Load();
  EXPECT_EQ(scan.error().kind, ErrorKind::kIo);
  EXPECT_THAT(scan.error().message, HasSubstr("a.csv"));
}

TEST_F(FilesConnectorTest, RefusesTheResumePointOfAnotherKind) {
  Write("a.csv", "1");
  resume_ = {{"cursor", "updated_at"}};
  EXPECT_EQ(Load().error().kind, ErrorKind::kInvalidInput);
}

TEST_F(FilesConnectorTest, StopsOnRequest) {
  Write("a.csv", "1");
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(connector_.Open({source_, table_, resume_, stop.get_token()}).error().kind, ErrorKind::kCancelled);
}

TEST_F(FilesConnectorTest, ListsReadableFiles) {
  Write("b/c.parquet", "1");
  Write("a.csv", "1");
  Write("a.txt", "1");
  EXPECT_THAT(connector_.ListTables(source_).value(), ElementsAre("a.csv", "b/c.parquet"));
}

}  // namespace
}  // namespace assay::ingest
