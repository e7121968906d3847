#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/json_integer.h"
#include "base/near_name.h"
#include "base/result.h"
#include "base/secrets.h"
#include "base/uuid.h"

namespace assay {
namespace {

const std::vector<std::string> kNames{"customer_id", "customers", "store_id"};

TEST(NearName, FindsATypoASwapAndIgnoresCase) {
  EXPECT_EQ(NearName("custmer_id", kNames), "customer_id");
  EXPECT_EQ(NearName("custoemrs", kNames), "customers");
  EXPECT_EQ(NearName("STORE_ID", kNames), "store_id");
}

TEST(NearName, IsSilentWhenNothingIsNear) {
  EXPECT_EQ(NearName("price", kNames), std::nullopt);
  EXPECT_EQ(NearName("x", {}), std::nullopt);
  EXPECT_EQ(DidYouMean("price", kNames), "");
}

Result<int> Half(int number) {
  if (number % 2 != 0) return InvalidInput("Cannot halve {}: expected an even number", number);
  return number / 2;
}

Result<int> Quarter(int number) {
  ASSIGN_OR_RETURN(const int half, Half(number));
  return Half(half);
}

TEST(Result, CarriesTheFirstErrorUp) {
  EXPECT_EQ(Quarter(12).value(), 3);
  EXPECT_EQ(Quarter(5).error().message, "Cannot halve 5: expected an even number");
  EXPECT_EQ(Quarter(6).error().kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(std::move(Quarter(6).error()).WithContext("row 3").message,
            "row 3: Cannot halve 3: expected an even number");
}

TEST(Secrets, AreMaskedWhereverTheyStand) {
  Secrets secrets;
  secrets.Add("tok-123456");
  secrets.Add("");
  secrets.Add("tok-123456-long");
  EXPECT_EQ(secrets.Mask("Authorization: Bearer tok-123456-long; tok-123456"), "Authorization: Bearer ***; ***");
}

TEST(Digest, MatchesKnownValues) {
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(JsonInteger, HoldsWhatTheTypeCanHoldAndNothingElse) {
  using Json = nlohmann::json;
  EXPECT_EQ(AsInteger<std::int64_t>(Json::parse("-9223372036854775808")), INT64_MIN);
  EXPECT_EQ(AsInteger<std::int64_t>(Json::parse("9223372036854775807")), INT64_MAX);
  EXPECT_EQ(AsInteger<int>(Json::parse("2147483648")), std::nullopt);
  for (const char* text :
       {"9223372036854775808", "-9223372036854775809", "1.0", "1e3", "2.2e102", "true", "\"1\"", "null"})
    EXPECT_EQ(AsInteger<std::int64_t>(Json::parse(text)), std::nullopt) << text;
  EXPECT_EQ(RequireInteger<int>(Json::parse("7")), 7);
  EXPECT_THROW((void)RequireInteger<int>(Json::parse("7.0")), Json::type_error);
}

TEST(Uuid, IsVersionFourAndFresh) {
  const std::string a = NewUuid();
  EXPECT_EQ(a.size(), 36U);
  EXPECT_EQ(a[14], '4');
  EXPECT_NE(a, NewUuid());
}

}  // namespace
}  // namespace assay
