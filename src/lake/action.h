#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "table/schema.h"

/// The entries of a Delta log as values. Source: Delta Lake PROTOCOL.md, section Actions.
namespace assay::lake {

/// Values of the partition columns of one data file, in Delta's text forms (date 2024-01-31, plain numbers); null is
/// std::nullopt. An empty text is not a value: Delta reads it as null. Ordered, so that equal maps print equally.
using PartitionValues = std::map<std::string, std::optional<std::string>>;

/// What a reader and a writer must understand. Tables of this program are (1, 2) without features.
struct Protocol {
  int min_reader_version = 1;
  int min_writer_version = 2;
  std::vector<std::string> reader_features = {};
  std::vector<std::string> writer_features = {};
  bool operator==(const Protocol&) const = default;
};

/// What a table is. Each one replaces the one before as a whole; `id` stays for the table's life.
struct Metadata {
  std::string id;  ///< a UUID; a change may leave it empty: the committer then keeps the table's own or makes one
  std::string name = {};
  std::string description = {};
  table::Schema schema = {};
  std::vector<std::string> partition_columns = {};
  std::map<std::string, std::string> configuration = {};
  std::optional<std::int64_t> created_ms = std::nullopt;
  /// Columns another program declared `nullable: false`; the committer enforces them. Ours declare none.
  std::vector<std::string> required_columns = {};
  /// The schema text of the log when it says more than `schema` does (numbers in column metadata); empty otherwise.
  /// Written back as it is while `schema` and `required_columns` are what it says.
  std::string foreign_schema_text = {};
  bool operator==(const Metadata&) const = default;
};

/// A data file that a commit adds.
struct AddFile {
  std::string path;  ///< relative to the table, not encoded; an absolute URI in tables of others
  PartitionValues partition = {};
  std::int64_t size_bytes = 0;
  std::int64_t modified_ms = 0;
  bool data_change = true;  ///< false: the same rows as before in other files (compaction)
  std::string stats = {};   ///< Delta's statistics as JSON text, see statistics.h; empty for none
  PartitionValues tags = {};
  /// The path as the log spells it, when another writer encoded it differently than this program would; empty
  /// otherwise.
  std::string foreign_path_text = {};
  bool operator==(const AddFile&) const = default;
};

/// A data file that a commit removes; as long as it is unexpired, its tombstone.
struct RemoveFile {
  std::string path;  ///< as in AddFile
  std::int64_t deleted_ms = 0;
  bool data_change = true;
  std::optional<PartitionValues> partition = std::nullopt;  ///< nothing when its writer did not say
  std::optional<std::int64_t> size_bytes = std::nullopt;
  std::string foreign_path_text = {};
  bool operator==(const RemoveFile&) const = default;
};

/// How far an application has come; written in the commit that contains its work, which makes the work exactly-once.
struct Txn {
  std::string app_id;
  std::int64_t version = 0;
  std::optional<std::int64_t> updated_ms = std::nullopt;
  bool operator==(const Txn&) const = default;
};

/// Who did what, for people and for finding one's own commit; no reader depends on it, and log cleanup deletes it.
struct CommitInfo {
  std::int64_t timestamp_ms = 0;
  std::string operation = {};
  std::map<std::string, std::string> parameters = {};
  std::string engine_info = {};
  std::optional<bool> is_blind_append = std::nullopt;
  std::optional<std::int64_t> read_version = std::nullopt;
  std::string txn_id = {};  ///< a UUID of the attempt
  bool operator==(const CommitInfo&) const = default;
};

using Action = std::variant<Protocol, Metadata, AddFile, RemoveFile, Txn, CommitInfo>;

/// One commit: a version and what it did, in the order of its file.
struct LogEntry {
  std::int64_t version = 0;
  std::vector<Action> actions = {};
  bool operator==(const LogEntry&) const = default;
};

}  // namespace assay::lake
