#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::table {

/// A source column's name as the lake can hold it: the characters ` ,;{}()=`, tabs and line breaks, which Delta
/// forbids, become
/// '_'; surrounding blanks go; an empty name becomes "column". Names without them stay as they are.
std::string LakeColumnName(std::string_view source_name);

/// The names of a table's columns as the lake can hold them: each as LakeColumnName, and unique ignoring ASCII case by
/// a "_2", "_3" behind the later ones. Same input, same output.
std::vector<std::string> LakeColumnNames(const std::vector<std::string>& source_names);

}  // namespace assay::table
