#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/retry.h"
#include "base/secrets.h"
#include "ingest/rest/http_client.h"

namespace assay::ingest {

/// The wait that a Retry-After header asks for: seconds, or an HTTP date, counted from the answer's own Date header
/// (else from `now`), since the clocks of two machines differ. Nothing when it is neither; zero for a date that has
/// passed.
std::optional<std::chrono::milliseconds> RetryAfter(std::string_view header, const std::string& date_header,
                                                    std::chrono::system_clock::time_point now);

/// The error of an answer whose status is not 2xx, with what to do about it: kInvalidInput for 4xx and redirects,
/// kTimeout for 408 and 504, kIo for 429 and 5xx; the last three may be retried. `what` starts the message, the body's
/// first bytes end it, masked.
FailedAttempt StatusFailure(std::string_view what, std::string_view source, const HttpReply& reply,
                            const Secrets& secrets);

/// The first bytes of a body for a message: one line, valid UTF-8, masked.
std::string FirstBytes(std::string_view body, const Secrets& secrets);

}  // namespace assay::ingest
