#pragma once

#include <string>

#include "base/result.h"
#include "lake/lake.h"

namespace assay::pipeline {

/// Keeps a second run out of a local lake while one works on it. Only saves work: what is right rests on the publish
/// record. Held from Take to destruction; a process that dies gives it up.
class RunLock {
 public:
  /// kConflict, naming the other process, when another run holds it; kIo when the lake cannot be written.
  static Result<RunLock> Take(const lake::Lake& lake);
  RunLock(RunLock&& other) noexcept;
  RunLock& operator=(RunLock&&) = delete;
  ~RunLock();

 private:
  explicit RunLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace assay::pipeline
