#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::engine {

enum class TokenKind {
  kWord,        ///< keyword or plain identifier; bytes outside ASCII count as letters
  kQuotedWord,  ///< "x" or `x`, quotes included
  kString,      ///< 'x' with '' for a quote, quotes included
  kNumber,      ///< 1, 1.5, .5, 1e-3; letters that touch it (100L) belong to it
  kOperator,    ///< one operator or punctuation mark, the longest that fits (<=> before <=)
  kComment,     ///< -- to the end of the line, or a block; blocks nest
  kBroken,      ///< a string, quoted identifier or block comment without its end: the rest of the text
};

/// One token. `text` points into the tokenized SQL, which must outlive it. Lines and columns count from 1, columns in
/// characters (UTF-8), not bytes.
struct SqlToken {
  TokenKind kind = TokenKind::kOperator;
  std::string_view text;
  std::size_t offset = 0;
  int line = 1;
  int column = 1;
};

/// Splits SQL into tokens, blanks left out. Never fails: any bytes give tokens whose texts stand in order in `sql`.
std::vector<SqlToken> TokenizeSql(std::string_view sql);

/// The tokens of `sql` without comments.
std::vector<SqlToken> TokenizeSqlCode(std::string_view sql);

/// Whether `token` is the plain word `upper_case_word`, in any ASCII case.
bool IsWord(const SqlToken& token, std::string_view upper_case_word);

/// Whether `token` is the operator or punctuation mark `mark`.
bool IsMark(const SqlToken& token, std::string_view mark);

/// `text` with the letters a-z as A-Z.
std::string UpperAscii(std::string_view text);

}  // namespace assay::engine
