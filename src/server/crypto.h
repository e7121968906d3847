#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace assay::server {

/// What hashing a password costs. The defaults are libsodium's for logins on line: 64 MiB and about 0.1 s.
struct PasswordCost {
  unsigned long long operations = 2;
  std::size_t memory_bytes = 64ULL * 1024 * 1024;
};
/// As little as Argon2id allows; for tests.
inline constexpr PasswordCost kLeastPasswordCost{1, 8192};

/// Argon2id hash of a password, with its salt and cost, as text. kIo when there is not enough memory.
Result<std::string> HashPassword(std::string_view password, const PasswordCost& cost = {});

/// Takes as long for a wrong password as for the right one.
bool VerifyPassword(std::string_view password, const std::string& hash);

/// 256 random bits as 43 characters of base64url.
std::string RandomToken();

/// A password for people to copy: 20 letters and digits without those that look alike, in groups of five.
std::string RandomPassword();

/// What is stored in place of a token: its SHA-256. A token has enough randomness for a quick hash.
std::string HashToken(std::string_view token);

/// Proof, as 64 hex digits, that whoever made it for `text` knows `key`.
std::string Mac(std::string_view key, std::string_view text);

/// Equality in a time that depends on the lengths only.
bool EqualSecrets(std::string_view left, std::string_view right);

}  // namespace assay::server
