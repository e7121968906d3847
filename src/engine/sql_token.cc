#include "engine/sql_token.h"

#include <algorithm>
#include <array>

namespace assay::engine {
namespace {

// Longer marks first, so that the longest one wins.
constexpr std::array<std::string_view, 17> kLongMarks{
    "<=>", "->>", "!~~", "||", "<>", "!=", "<=", ">=", "==", "::", "->", "=>", ":=", "//", "**", "!~", "^@"};

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool ContinuesCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
char Upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view sql) : sql_(sql) {}

  std::vector<SqlToken> Run() {
    std::vector<SqlToken> tokens;
    for (SkipBlanks(); at_ < sql_.size(); SkipBlanks()) tokens.push_back(Next());
    return tokens;
  }

 private:
  char Peek(std::size_t ahead = 0) const { return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0'; }
  bool StartsWith(std::string_view mark) const { return sql_.substr(at_).starts_with(mark); }

  void SkipBlanks() {
    const std::size_t start = at_;
    while (at_ < sql_.size() && IsBlank(sql_[at_])) ++at_;
    CountPosition(start);
  }

  void CountPosition(std::size_t start) {
    for (const char c : sql_.substr(start, at_ - start)) {
      if (c == '\n') {
        ++line_;
        column_ = 1;
      } else if (!ContinuesCharacter(c)) {
        ++column_;
      }
    }
  }

  SqlToken Next() {
    SqlToken token{.offset = at_, .line = line_, .column = column_};
    token.kind = Consume();
    token.text = sql_.substr(token.offset, at_ - token.offset);
    CountPosition(token.offset);
    return token;
  }

  TokenKind Consume() {
    const char c = Peek();
    if (StartsWith("--")) return ConsumeLineComment();
    if (StartsWith("/*")) return ConsumeBlockComment();
    if (c == '\'') return ConsumeQuoted('\'', TokenKind::kString);
    if (c == '"' || c == '`') return ConsumeQuoted(c, TokenKind::kQuotedWord);
    if (IsDigit(c) || (c == '.' && IsDigit(Peek(1)))) return ConsumeNumber();
    if (IsLetter(c)) return ConsumeWord();
    return ConsumeMark();
  }

  TokenKind ConsumeLineComment() {
    at_ = std::min(sql_.find('\n', at_), sql_.size());
    return TokenKind::kComment;
  }

  TokenKind ConsumeBlockComment() {
    int depth = 0;
    while (at_ < sql_.size()) {
      const bool opens = StartsWith("/*");
      const bool closes = StartsWith("*/");
      at_ += opens || closes ? 2 : 1;
      depth += opens ? 1 : 0;
      if (closes && --depth == 0) return TokenKind::kComment;
    }
    return TokenKind::kBroken;
  }

  TokenKind ConsumeQuoted(char quote, TokenKind kind) {
    for (++at_; at_ < sql_.size(); ++at_) {
      if (sql_[at_] != quote) continue;
      if (Peek(1) != quote) {
        ++at_;
        return kind;
      }
      ++at_;
    }
    return TokenKind::kBroken;
  }

  TokenKind ConsumeNumber() {
    SkipDigits();
    if (Peek() == '.') {
      ++at_;
      SkipDigits();
    }
    if (Upper(Peek()) == 'E') {
      const std::size_t sign = Peek(1) == '-' || Peek(1) == '+' ? 1 : 0;
      if (IsDigit(Peek(1 + sign))) at_ += 1 + sign;
    }
    while (IsLetter(Peek()) || IsDigit(Peek())) ++at_;
    return TokenKind::kNumber;
  }

  void SkipDigits() {
    while (IsDigit(Peek())) ++at_;
  }

  TokenKind ConsumeWord() {
    while (IsLetter(Peek()) || IsDigit(Peek())) ++at_;
    return TokenKind::kWord;
  }

  TokenKind ConsumeMark() {
    const auto found = std::ranges::find_if(kLongMarks, [&](std::string_view mark) { return StartsWith(mark); });
    at_ += found == kLongMarks.end() ? 1 : found->size();
    return TokenKind::kOperator;
  }

  std::string_view sql_;
  std::size_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
};

}  // namespace

std::vector<SqlToken> TokenizeSql(std::string_view sql) { return Tokenizer(sql).Run(); }

std::vector<SqlToken> TokenizeSqlCode(std::string_view sql) {
  std::vector<SqlToken> tokens = TokenizeSql(sql);
  std::erase_if(tokens, [](const SqlToken& token) { return token.kind == TokenKind::kComment; });
  return tokens;
}

bool IsWord(const SqlToken& token, std::string_view upper_case_word) {
  return token.kind == TokenKind::kWord && token.text.size() == upper_case_word.size() &&
         std::ranges::equal(token.text, upper_case_word, {}, Upper);
}

bool IsMark(const SqlToken& token, std::string_view mark) {
  return token.kind == TokenKind::kOperator && token.text == mark;
}

std::string UpperAscii(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(), Upper);
  return upper;
}

}  // namespace assay::engine
