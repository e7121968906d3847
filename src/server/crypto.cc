#include "server/crypto.h"

#include <array>
#include <cstring>

#include <sodium.h>

#include "base/check.h"
#include "base/digest.h"

namespace assay::server {
namespace {

constexpr std::string_view kReadable = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

void Start() { CHECK(sodium_init() >= 0); }

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

Result<std::string> HashPassword(std::string_view password, const PasswordCost& cost) {
  Start();
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), cost.operations, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    return Io("Cannot hash the password: not enough memory");
  return std::string(hash.data());
}

bool VerifyPassword(std::string_view password, const std::string& hash) {
  Start();
  return hash.size() < crypto_pwhash_STRBYTES &&
         crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

std::string RandomToken() {
  Start();
  std::array<unsigned char, 32> random{};
  randombytes_buf(random.data(), random.size());
  std::array<char, 64> text{};
  sodium_bin2base64(text.data(), text.size(), random.data(), random.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text.data();
}

std::string RandomPassword() {
  Start();
  std::string password;
  for (int i = 0; i < 20; ++i) {
    if (i > 0 && i % 5 == 0) password.push_back('-');
    password.push_back(kReadable[randombytes_uniform(static_cast<std::uint32_t>(kReadable.size()))]);
  }
  return password;
}

std::string HashToken(std::string_view token) { return Sha256Hex(token); }

std::string Mac(std::string_view key, std::string_view text) {
  Start();
  CHECK(key.size() >= crypto_generichash_KEYBYTES_MIN && key.size() <= crypto_generichash_KEYBYTES_MAX);
  std::array<unsigned char, 32> mac{};
  crypto_generichash(mac.data(), mac.size(), Bytes(text), text.size(), Bytes(key), key.size());
  std::array<char, 2 * mac.size() + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), mac.data(), mac.size());
  return hex.data();
}

bool EqualSecrets(std::string_view left, std::string_view right) {
  return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace assay::server
