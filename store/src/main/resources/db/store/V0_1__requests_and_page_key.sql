-- What became of requests, so that a repeated one gets the same answer and changes nothing.
CREATE TABLE request_log (
  entry INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  method TEXT NOT NULL,
  request_id TEXT NOT NULL,
  fingerprint BLOB NOT NULL,   -- SHA-256 of the command
  kind TEXT,                   -- of the refusal; null: the command took effect
  outcome TEXT NOT NULL,       -- JSON: the answer or the refusal
  expires_at INTEGER,          -- milliseconds; null: kept for ever
  UNIQUE (subject, method, request_id)
) STRICT;

CREATE INDEX request_log_expires_at ON request_log (expires_at) WHERE expires_at IS NOT NULL;

-- The key that seals page tokens: one row.
CREATE TABLE page_key (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  key BLOB NOT NULL
) STRICT;
