-- Up to which position each event table's oldest events were deleted: a row for each that has lost some.
CREATE TABLE feed (
  name TEXT PRIMARY KEY,
  deleted_to INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
