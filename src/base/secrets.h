#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// The secret values of a run (passwords, tokens, whole connection strings that came from the environment), so that
/// every text that leaves the program can be masked. Built once by whoever reads the configuration, then only read:
/// safe to share.
class Secrets {
 public:
  /// Remembers `value`; values shorter than 4 bytes are ignored, since masking them would destroy ordinary text.
  void Add(std::string value);

  /// `text` with every secret replaced by "***", longer secrets first.
  std::string Mask(std::string_view text) const;

 private:
  std::vector<std::string> values_;
};

}  // namespace assay
