-- The log is searched by request id first: ids that are made in order (UUIDs of version 7) then come to lie side by side, and
-- a group of changes touches a page or two of its index instead of one for each.
CREATE TABLE request_log_in_order (
  entry INTEGER PRIMARY KEY,
  request_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  method TEXT NOT NULL,
  fingerprint BLOB NOT NULL,   -- SHA-256 of the command
  kind TEXT,                   -- of the refusal; null: the command took effect
  outcome TEXT NOT NULL,       -- JSON: the answer or the refusal
  expires_at INTEGER,          -- milliseconds; null: kept for ever
  UNIQUE (request_id, subject, method)
) STRICT;

INSERT INTO request_log_in_order (entry, request_id, subject, method, fingerprint, kind, outcome, expires_at)
  SELECT entry, request_id, subject, method, fingerprint, kind, outcome, expires_at FROM request_log ORDER BY entry;
DROP TABLE request_log;
ALTER TABLE request_log_in_order RENAME TO request_log;

CREATE INDEX request_log_expires_at ON request_log (expires_at) WHERE expires_at IS NOT NULL;
