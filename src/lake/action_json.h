#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lake/action.h"

namespace assay::lake {

/// `action` as its line in a commit file, such as {"add":{...}}, without a line break. Texts that are not UTF-8 get a
/// replacement character, so callers check names before. Pure.
std::string ActionText(const Action& action);

/// The lines of a commit file, each ended by '\n', in the order given. Pure.
std::string CommitText(std::span<const Action> actions);

/// Reads the lines of a commit file or of a checkpoint. Empty lines, actions and members that are not known are passed
/// over. kCorrupt, with the line's number, when a line is no JSON object or a known action lacks a member or has one of
/// a wrong type; kUnsupported, naming the column, for a schema the lake cannot hold - unless a protocol beside it is
/// already one that this program refuses to read, which is then reported instead. Pure.
Result<std::vector<Action>> ParseActions(std::string_view ndjson);

}  // namespace assay::lake
