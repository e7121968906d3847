#pragma once

#include "ingest/connector.h"

namespace assay::ingest {

/// Reads files of a folder: the embedded engine reads the rows, this decides which files are new and says how.
///
/// A file is new when its content (SHA-256) is not loaded yet; times and sizes are not trusted. So
/// - a file whose content changed is read again (its earlier rows are superseded by whoever loads it),
/// - a renamed or copied file is not read twice,
/// - a file that is gone stays in the resume point, because its rows stay in bronze.
/// Nothing new gives a FileScan without files. Reach is kNew, also the first time.
///
/// Errors of Open: kInvalidInput (folder missing, a glob that matches nothing or leaves the folder, an unknown or mixed
/// format, a resume point of another kind), kIo (a file or folder cannot be read), kCancelled. ListTables gives the
/// names of all readable files below the folder. Safe to use from any thread.
class FilesConnector : public Connector {
 public:
  Result<Extract> Open(const LoadRequest& request) override;
  Result<std::vector<std::string>> ListTables(const config::Source& source) override;
  Status Ping(const config::Source& source) override;
};

}  // namespace assay::ingest
