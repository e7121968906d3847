#include "server/accounts.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>

#include "base/uuid.h"

namespace assay::server {
namespace {

using testing::HasSubstr;

class AccountsTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("assay-accounts-" + NewUuid());
    std::filesystem::create_directories(folder_);
    accounts_ = Open();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<Accounts> Open() {
    auto accounts = Accounts::Open(folder_.string(), [this] { return now_; }, kLeastPasswordCost);
    EXPECT_TRUE(accounts) << accounts.error().message;
    return std::move(*accounts);
  }
  std::string Login() {
    EXPECT_TRUE(accounts_->AddUser("ana", "correct horse"));
    return accounts_->Login("ana", "correct horse")->value();
  }

  std::filesystem::path folder_;
  std::int64_t now_ = 1'800'000'000;
  std::unique_ptr<Accounts> accounts_;
};

TEST_F(AccountsTest, OnlyTheRightPasswordLogsIn) {
  const std::string session = Login();
  EXPECT_EQ(accounts_->SessionUser(session)->value(), "ana");
  EXPECT_EQ(*accounts_->Login("ana", "wrong horse"), std::nullopt);
  EXPECT_EQ(*accounts_->Login("bob", "correct horse"), std::nullopt);
  EXPECT_EQ(*accounts_->SessionUser("x" + session), std::nullopt);
}

TEST_F(AccountsTest, SessionsEnd) {
  const std::string first = Login();
  const std::string second = accounts_->Login("ana", "correct horse")->value();
  ASSERT_TRUE(accounts_->EndSession(first));
  EXPECT_EQ(*accounts_->SessionUser(first), std::nullopt);
  EXPECT_EQ(accounts_->SessionUser(second)->value(), "ana");
  now_ += Accounts::kSessionSeconds;
  EXPECT_EQ(*accounts_->SessionUser(second), std::nullopt);
}

TEST_F(AccountsTest, ResetEndsSessionsAndChangesThePassword) {
  const std::string session = Login();
  ASSERT_TRUE(accounts_->ResetUser("ana", "battery staple"));
  EXPECT_EQ(*accounts_->SessionUser(session), std::nullopt);
  EXPECT_EQ(*accounts_->Login("ana", "correct horse"), std::nullopt);
  EXPECT_NE(*accounts_->Login("ana", "battery staple"), std::nullopt);
  EXPECT_EQ(accounts_->ResetUser("bob", "battery staple").error().kind, ErrorKind::kNotFound);
}

TEST_F(AccountsTest, RemovedUserTakesEverythingAlong) {
  const std::string session = Login();
  const std::string token = accounts_->MakeToken("ana", "excel")->second;
  ASSERT_TRUE(accounts_->SaveView("ana", {.name = "v", .url = "/", .is_shared = true}));
  ASSERT_TRUE(accounts_->RemoveUser("ana"));
  EXPECT_EQ(*accounts_->SessionUser(session), std::nullopt);
  EXPECT_EQ(*accounts_->TokenUser(token), std::nullopt);
  EXPECT_TRUE(accounts_->ListViews("bob")->empty());
  EXPECT_FALSE(*accounts_->HasUsers());
  EXPECT_EQ(accounts_->RemoveUser("ana").error().kind, ErrorKind::kNotFound);
}

TEST_F(AccountsTest, BadNamesAndPasswordsAreRefused) {
  for (const char* name : {"", "Ana", "a b", "a/b", "../x"})
    EXPECT_EQ(accounts_->AddUser(name, "correct horse").error().kind, ErrorKind::kInvalidInput) << name;
  EXPECT_THAT(accounts_->AddUser("ana", "short").error().message, HasSubstr("10 to 256 bytes"));
  ASSERT_TRUE(accounts_->AddUser("ana", "correct horse"));
  EXPECT_EQ(accounts_->AddUser("ana", "correct horse").error().kind, ErrorKind::kAlreadyExists);
}

TEST_F(AccountsTest, FileIsPrivateAndHoldsNoSecrets) {
  const std::string session = Login();
  const std::string token = accounts_->MakeToken("ana", "excel")->second;
  const auto file = folder_ / ".assay/users.db";
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
  for (const std::string& secret : {session, token, std::string("correct horse")})
    EXPECT_THAT(bytes, Not(HasSubstr(secret)));
  EXPECT_THAT(bytes, HasSubstr("$argon2id$"));
}

TEST_F(AccountsTest, KeptAcrossOpenings) {
  const std::string session = Login();
  const std::string csrf = accounts_->CsrfToken(session);
  accounts_ = Open();
  EXPECT_EQ(accounts_->SessionUser(session)->value(), "ana");
  EXPECT_EQ(accounts_->CsrfToken(session), csrf);
  EXPECT_NE(accounts_->CsrfToken(""), csrf);
}

TEST_F(AccountsTest, TokensAreRevocable) {
  const auto made = accounts_->MakeToken("ana", "excel");
  ASSERT_TRUE(made);
  EXPECT_EQ(accounts_->TokenUser(made->second)->value(), "ana");
  EXPECT_EQ(accounts_->RemoveToken("bob", made->first.id).error().kind, ErrorKind::kNotFound);
  ASSERT_TRUE(accounts_->RemoveToken("ana", made->first.id));
  EXPECT_EQ(*accounts_->TokenUser(made->second), std::nullopt);
  EXPECT_TRUE(accounts_->ListTokens("ana")->empty());
}

TEST_F(AccountsTest, ViewsArePrivateOrShared) {
  const auto mine = accounts_->SaveView("ana", {.name = "Mine", .url = "/?tier=Gold", .is_start = true});
  const auto ours = accounts_->SaveView("ana", {.name = "Ours", .url = "/stores", .is_shared = true, .is_start = true});
  ASSERT_TRUE(mine && ours);
  const auto own = *accounts_->ListViews("ana");
  ASSERT_EQ(own.size(), 2U);
  EXPECT_FALSE(own[0].is_start);
  EXPECT_TRUE(own[1].is_start);
  const auto others = *accounts_->ListViews("bob");
  ASSERT_EQ(others.size(), 1U);
  EXPECT_EQ(others[0].name, "Ours");
  EXPECT_FALSE(others[0].is_start || others[0].is_mine);
  EXPECT_EQ(accounts_->ChangeView("bob", ours->id, true, {}).error().kind, ErrorKind::kNotFound);
  EXPECT_TRUE(accounts_->ChangeView("ana", mine->id, {}, true)->is_start);
  EXPECT_FALSE((*accounts_->ListViews("ana"))[1].is_start);
  EXPECT_EQ(accounts_->SaveView("ana", {.name = "Mine", .url = "/"}).error().kind, ErrorKind::kAlreadyExists);
}

TEST(OwnUrl, LeadsNowhereElse) {
  EXPECT_TRUE(IsOwnUrl("/stores?tier=Gold&lang=ar"));
  for (const char* other : {"", "https://x.example/", "//x.example/", "/\\x.example", "javascript:alert(1)"})
    EXPECT_FALSE(IsOwnUrl(other)) << other;
}

TEST(Password, HashesDiffer) {
  const auto first = HashPassword("correct horse", kLeastPasswordCost);
  const auto second = HashPassword("correct horse", kLeastPasswordCost);
  ASSERT_TRUE(first && second);
  EXPECT_NE(*first, *second);
  EXPECT_TRUE(VerifyPassword("correct horse", *first));
  EXPECT_FALSE(VerifyPassword("correct horse ", *first));
  EXPECT_FALSE(VerifyPassword("correct horse", "no hash"));
}

}  // namespace
}  // namespace assay::server
